import { uuidv7 } from "uuidv7";
import { remember } from "billun/drive/combination";
import { StorageFull } from "billun/offline/database";
import { outbox } from "billun/offline/outbox";
import { worded } from "billun/offline/wording";
import { tell } from "billun/flash";

const answered = new Map();

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
  const sightings = (await outbox.entries()).filter(({ kind }) => kind === "sighting");
  const said = new Map([...answered, ...sightings.map(({ anomaly, record }) => [anomaly, record.kind])]);
  for (const card of page.querySelectorAll("[data-damage]")) {
    const kind = said.get(card.dataset.anomaly);
    if (kind) note(card, kind);
  }
}

async function say(card, item) {
  if (card.dataset.answered) return;
  card.dataset.answered = "known";
  const { id, billun_id, title } = item;
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
  await outbox.add(entry).then(() => note(card, "known"), (problem) => refuse(card, problem));
  await remember(item);
}

function note(card, kind) {
  answered.set(card.dataset.anomaly, kind);
  card.dataset.answered = kind;
  const words = card.querySelector("[data-noted-words]");
  words.textContent = worded(words, kind);
}

function refuse(card, problem) {
  delete card.dataset.answered;
  if (!(problem instanceof StorageFull)) throw problem;
  tell(document.querySelector("[data-text-full]").dataset.textFull, "error");
}
