/**
 * What the server's answer means for something unsent: "accepted" (`created` where it was new), "refused" (it has to be
 * mended), "signed-out", "forbidden" (perhaps only the token is old) or "unreachable" (try again, after so many seconds
 * when it says so). Only Billun itself can accept, by the thing with the `id` that was sent, or refuse, by a problem
 * document: a page that a café's network or a proxy puts in between says nothing.
 */
export function verdict(status, body = {}, headers = {}, id = null) {
  if (status >= 200 && status < 300 && id && body.id === id) return { kind: "accepted", answer: body, created: status === 201 };
  if (status === 401) return { kind: "signed-out" };
  if (status < 400 || status === 408 || status === 429 || status >= 500 || !(status === 413 || isProblem(headers))) {
    return { kind: "unreachable", status, after: seconds(headers.retryAfter) };
  }
  const kind = status === 403 ? "forbidden" : "refused";
  return { kind, status, detail: body.detail ?? body.title ?? "", errors: body.errors ?? {}, serverTime: headers.date };
}

/** The JSON of a text, or an empty object: proxies answer with pages of their own. */
export function parsed(text) {
  try {
    return JSON.parse(text) ?? {};
  } catch {
    return {};
  }
}

/** For fetch: an end after half a minute, since a dead connection often never says so. */
export const patiently = () => (AbortSignal.timeout ? { signal: AbortSignal.timeout(30_000) } : {});

const LONGEST_PAUSE = 300;

const seconds = (text) => Math.min(Number(text) || 0, LONGEST_PAUSE) || null;

const isProblem = ({ type }) => (type ?? "").startsWith("application/problem+json");

/** The headers of an answer that say something of it, read by `read(name)`. */
export function told(read) {
  return { retryAfter: read("Retry-After"), date: read("Date"), type: read("Content-Type") };
}

export const UNREACHABLE = verdict(0);
