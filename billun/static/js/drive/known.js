import { uuidv7 } from "uuidv7";
import { StorageFull } from "billun/offline/database";
import { outbox } from "billun/offline/outbox";
import { tell } from "billun/flash";

const answered = new Set();

/**
 * "It is the same" ([data-known]): one touch hands it to the outbox, and the card says so. What was said of an item's
 * damage and is not sent yet is shown again when the page is.
 */
export function answerKnown(page, item) {
  page.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-known]")) return;
    event.preventDefault();
    say(event.target.closest("[data-damage]"), item);
  });
}

/** Marks the cards that were answered here, or whose answer still waits on this phone. */
export async function markAnswered(page) {
  const waiting = (await outbox.entries()).filter(({ kind }) => kind === "sighting").map(({ anomaly }) => anomaly);
  for (const card of page.querySelectorAll("[data-damage]")) {
    if (answered.has(card.dataset.anomaly) || waiting.includes(card.dataset.anomaly)) note(card);
  }
}

async function say(card, { id, billun_id, title }) {
  if (card.dataset.answered) return;
  card.dataset.answered = "known";
  const { anomaly, reference } = card.dataset;
  const sighting = uuidv7();
  const entry = {
    id: sighting,
    kind: "sighting",
    equipment: { id, billun_id, title },
    label: card.querySelector(".damage-title").textContent.trim(),
    url: `/api/anomalies/${anomaly}/sightings`,
    method: "POST",
    record: { id: sighting, kind: "known", seen_at: new Date().toISOString() },
    anomaly,
    reference,
    path: `/drive/equipment/${billun_id}/sightings/${reference}`,
  };
  await outbox.add(entry).then(() => note(card), (problem) => refuse(card, problem));
}

function note(card) {
  answered.add(card.dataset.anomaly);
  card.dataset.answered = "known";
  const words = card.querySelector("[data-noted] [data-text]");
  words.textContent = words.dataset.text;
}

function refuse(card, problem) {
  delete card.dataset.answered;
  if (!(problem instanceof StorageFull)) throw problem;
  tell(document.querySelector("[data-text-full]").dataset.textFull, "error");
}
