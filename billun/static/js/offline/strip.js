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
  const detail = detailWords(strip, summary);
  write(strip.querySelector("[data-sync-main]"), main);
  write(strip.querySelector("[data-sync-detail]"), detail === main ? "" : detail);
  if (news) write(strip.querySelector("[data-sync-said]"), main);
}

function mainWords(strip, summary) {
  const { state, reports, refused, walks, walksRefused, foreign, owner, kept } = summary;
  if (state === "foreign") return worded(strip, "foreign", { count: foreign, owner });
  if (state === "signed-out") return worded(strip, named("signed-out", walks), { count: reports });
  if (state === "refused") return worded(strip, named("refused", walksRefused), { count: refused });
  if (state === "sending") return kept ? numbers(strip, summary) : worded(strip, "unkept");
  return worded(strip, state === "offline" && !kept ? "unkept" : state);
}

function detailWords(strip, summary) {
  if (summary.state === "foreign") return worded(strip, "foreign-whose", summary);
  return summary.state === "empty" ? "" : numbers(strip, summary);
}

function numbers(strip, { reports, walks, photosSent, photosTotal, since }) {
  const parts = [worded(strip, named("reports", walks), { count: reports })];
  if (photosTotal) parts.push(worded(strip, "photos", { sent: photosSent, total: photosTotal }));
  if (since) parts.push(worded(strip, "since", { time: clock(new Date(since)) }));
  return parts.join(", ");
}

// What reports nothing is no report.
const named = (words, walks) => (walks ? `${words}-and-others` : words);

function write(place, words) {
  if (place.textContent !== words) place.textContent = words;
}
