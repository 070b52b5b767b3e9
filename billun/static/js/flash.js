// Notices: those the server flashed, those an answer announces (HX-Trigger: {"notice": {"text", "kind"}}), and requests that failed.

const STAYS_FOR = 7_000;
const place = document.querySelector("[data-notices]");

for (const notice of place.querySelectorAll(":scope > [data-notice]")) letGo(notice);
place.addEventListener("click", (event) => {
  event.target.closest("[data-notice-close]")?.closest("[data-notice]").remove();
});
document.body.addEventListener("notice", (event) => tell(event.detail.text, event.detail.kind));
document.addEventListener("htmx:response:error", (event) => tellFailure(statusOf(event)));
document.addEventListener("htmx:error", (event) => {
  if (event.detail?.ctx && !statusOf(event) && event.detail.error?.name !== "AbortError") tell(place.dataset.textUnreachable, "error");
});

/**
 * Shows `text` as a notice, with buttons and links as `more`; `kind` is message, success, warning or error.
 * The same text is not shown twice at once.
 */
export function tell(text, kind = "message", ...more) {
  if ([...place.querySelectorAll("[data-notice] p")].some((shown) => shown.textContent === text)) return;
  const notice = place.querySelector("template").content.firstElementChild.cloneNode(true);
  notice.dataset.notice = kind;
  notice.classList.add(`notice-${kind}`);
  notice.querySelector("p").textContent = text;
  notice.querySelector("p").after(...more);
  place.append(notice);
  letGo(notice);
  return notice;
}

function tellFailure(status) {
  const { textSignedOut, textGone, textTooOften, textUnreachable, textRefused } = place.dataset;
  const texts = { 400: textRefused, 401: textSignedOut, 403: textRefused, 404: textGone, 429: textTooOften };
  if (texts[status] || status >= 500) tell(texts[status] ?? textUnreachable, "error");
}

// What went wrong stays until it is closed; the rest goes by itself, but never under a hand or the focus.
function letGo(notice) {
  if (["error", "warning"].includes(notice.dataset.notice)) return;
  setTimeout(() => {
    if (notice.matches(":hover, :focus-within")) letGo(notice);
    else notice.remove();
  }, STAYS_FOR);
}

function statusOf(event) {
  return event.detail?.ctx?.response?.status ?? event.detail?.ctx?.response?.raw?.status;
}
