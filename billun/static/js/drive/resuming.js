import { answersIn, fillIn } from "billun/drive/answers";
import { isAboutGone, showErrors } from "billun/drive/mend";
import { photosOf } from "billun/offline/drafts";
import { outbox } from "billun/offline/outbox";

/**
 * Fills the form with what is there already: the record that the server refused, where the address names it (`?mend=`),
 * else what was begun here and not sent. Resolves to the refused entry, or null.
 */
export async function resume(form, steps, draft, shots) {
  const refused = await refusedEntry();
  if (refused) await mendHere(refused, { form, steps, draft, shots });
  else await goOn({ form, steps, draft, shots });
  return refused;
}

/**
 * The entry of the outbox that the address names as one that waits (`?waits=`), whose photos become the page's; null where
 * it names none. One that has gone leads to the own reports.
 */
export async function waitingHere(draft, shots) {
  const id = new URLSearchParams(location.search).get("waits");
  const entry = id ? await outbox.entry(id) : undefined;
  if (id && !entry) location.replace("/drive/reports");
  if (!entry) return null;
  const photos = await photosOf(id);
  draft.goOnAs(id, new Date(entry.createdAt), photos);
  shots.restore(photos);
  return entry;
}

/** Where an entry that waits is gone on with: help is one touch away there, and photos can be added. */
export function waitingAddress({ id, kind, path, reference }) {
  return kind === "photos" ? `/drive/reports/${reference}` : `${path}?waits=${id}`;
}

async function refusedEntry() {
  const id = new URLSearchParams(location.search).get("mend");
  const entry = id ? await outbox.entry(id) : undefined;
  return entry && !entry.accepted ? entry : null;
}

async function mendHere(entry, { form, steps, draft, shots }) {
  const { record, mending, createdAt } = entry;
  const photos = (await photosOf(entry.id)).filter(({ id }) => mending?.photos.includes(id) ?? true);
  draft.goOnAs(entry.id, new Date(record.occurred_at ?? record.seen_at ?? createdAt), photos);
  draft.mend();
  fillIn(form, answersTo(entry));
  shots?.restore(photos);
  showErrors(form, steps, entry);
}

// An item that has gone is described as what it was, on the page that asks for another one.
function answersTo(entry) {
  const { record, mending } = entry;
  const answers = mending?.answers ?? answersIn(record);
  if (!isAboutGone(entry) || !record.equipment_id || mending?.path === location.pathname) return answers;
  const { title = "", billun_id, family, plate, plate_country } = entry.equipment ?? {};
  const known = Object.entries({ family, plate, plate_country }).filter(([, value]) => value);
  const item_description = [...new Set([title, billun_id])].filter(Boolean).join(", ");
  return { ...answers, equipment: "", ...Object.fromEntries(known), item_description };
}

async function goOn({ form, steps, draft, shots }) {
  const kept = await draft.resume();
  if (!kept) return;
  fillIn(form, kept.answers);
  shots?.restore(kept.photos);
  steps.resume(kept.step);
  tellOf(form, draft, kept);
}

// "You began this 12 min ago · Start anew", until the next step.
function tellOf(form, draft, { startedAt }) {
  const line = form.querySelector("[data-resumed]");
  const time = line.querySelector("time");
  Object.assign(time, { dateTime: startedAt, title: new Date(startedAt).toLocaleString(document.documentElement.lang) });
  line.hidden = false;
  document.dispatchEvent(new CustomEvent("billun:drawn"));
  form.addEventListener("step:shown", () => (line.hidden = true), { once: true });
  line.querySelector("[data-start-anew]").addEventListener("click", () => draft.discard().then(() => location.reload()));
}
