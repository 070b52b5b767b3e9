import { clock, worded } from "billun/offline/wording";

/**
 * The strip of every page ([data-sync-strip]): how much of what was reported is still on this phone, and why. It is
 * read aloud when its state changes, not with every photo.
 */
for (const strip of document.querySelectorAll("[data-sync-strip]")) {
  window.addEventListener("billun:unsent", ({ detail }) => draw(strip, detail));
}

function draw(strip, summary) {
  const news = strip.dataset.state !== summary.state;
  strip.dataset.state = summary.state;
  strip.hidden = strip.hasAttribute("data-only-unsent") && summary.state === "empty";
  strip.querySelectorAll("[data-when]").forEach((part) => part.toggleAttribute("hidden", part.dataset.when !== summary.state));
  const main = mainWords(strip, summary);
  const detail = summary.state === "empty" || summary.state === "foreign" ? "" : numbers(strip, summary);
  write(strip.querySelector("[data-sync-main]"), main);
  write(strip.querySelector("[data-sync-detail]"), detail === main ? "" : detail);
  if (news) write(strip.querySelector("[data-sync-said]"), main);
}

function mainWords(strip, summary) {
  const { state, reports, refused, foreign, owner, kept } = summary;
  if (state === "foreign") return worded(strip, "foreign", { count: foreign, owner });
  if (state === "signed-out") return worded(strip, "signed-out", { count: reports });
  if (state === "refused") return worded(strip, "refused", { count: refused });
  if (state === "sending") return kept ? numbers(strip, summary) : worded(strip, "unkept");
  return worded(strip, state === "offline" && !kept ? "unkept" : state);
}

function numbers(strip, { reports, photosSent, photosTotal, since }) {
  const parts = [worded(strip, "reports", { count: reports })];
  if (photosTotal) parts.push(worded(strip, "photos", { sent: photosSent, total: photosTotal }));
  if (since) parts.push(worded(strip, "since", { time: clock(new Date(since)) }));
  return parts.join(", ");
}

function write(place, words) {
  if (place.textContent !== words) place.textContent = words;
}
