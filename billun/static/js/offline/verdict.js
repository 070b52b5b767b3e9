/**
 * What the server's answer means for something unsent: "accepted", "refused" (it has to be mended), "signed-out",
 * "forbidden" (perhaps only the token is old) or "unreachable" (try again, after so many seconds when it says so).
 * Only Billun itself can accept or refuse: a page that a café's network or a proxy puts in between says nothing.
 */
export function verdict(status, body = {}, headers = {}) {
  if (status >= 200 && status < 300 && body.id) return { kind: "accepted", answer: body };
  if (status === 401) return { kind: "signed-out" };
  if (status < 400 || status === 408 || status === 429 || status >= 500 || !(status === 413 || spokenByBillun(body))) {
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

const spokenByBillun = (body) => "detail" in body || "title" in body || "errors" in body;

export const UNREACHABLE = verdict(0);
