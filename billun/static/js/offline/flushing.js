import { outbox } from "billun/offline/outbox";

/** When the outbox tries: as a page starts, when the network or the person comes back, and when the worker asks. */
const flush = () => outbox.flush();

let isKept = true;
let isEmpty = true;

window.addEventListener("billun:unsent", ({ detail }) => {
  isKept = detail.kept;
  isEmpty = detail.reports === 0;
});
window.addEventListener("online", flush);
window.addEventListener("offline", () => outbox.refresh());
window.addEventListener("focus", flush);
window.addEventListener("pageshow", ({ persisted }) => persisted && flush());
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && flush());
navigator.connection?.addEventListener?.("change", flush);
navigator.serviceWorker?.addEventListener("message", ({ data }) => (data?.type ?? data) === "flush" && flush());
// Nothing is lost with a page, but where the browser keeps nothing the page is all there is.
window.addEventListener("beforeunload", (event) => !isKept && !isEmpty && event.preventDefault());

outbox.refresh();
flush();
