/**
 * What the server's answer means for something unsent: "accepted", "refused" (it has to be mended), "signed-out",
 * "forbidden" (perhaps only the token is old) or "unreachable" (try again, after so many seconds when it says so).
 */
export function verdict(status, body = {}, headers = {}) {
  if (status >= 200 && status < 300) return { kind: "accepted", answer: body };
  if (status === 401) return { kind: "signed-out" };
  if (status === 0 || status === 408 || status === 429 || status >= 500) {
    return { kind: "unreachable", after: Number(headers.retryAfter) || null };
  }
  const kind = status === 403 ? "forbidden" : "refused";
  return { kind, status, detail: body.detail ?? body.title ?? "", errors: body.errors ?? {}, serverTime: headers.date };
}

export const UNREACHABLE = verdict(0);

/** The JSON of a text, or an empty object: proxies answer with pages of their own. */
export function parsed(text) {
  try {
    return JSON.parse(text) ?? {};
  } catch {
    return {};
  }
}
