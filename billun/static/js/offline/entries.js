import { database, writing } from "billun/offline/database";
import { ownMembership, ownName } from "billun/offline/page";
import { photoRow, shotOf, waiting } from "billun/offline/photo-rows";
import { isDone } from "billun/offline/settling";

/** The outbox as it lies in the database. Every change is one transaction, so that two tabs never undo each other. */

/** All entries: the urgent ones first, then the oldest. */
export async function allEntries() {
  const kept = await (await database()).getAll("outbox");
  return kept.sort((one, other) => other.urgent - one.urgent || (one.createdAt < other.createdAt ? -1 : 1));
}

export const isOwn = ({ membership }) => membership === ownMembership();

export async function entryWith(id) {
  return (await database()).get("outbox", id);
}

/**
 * Puts an entry with the bytes of its photos that are not there yet, and takes its draft away. An entry that waits
 * already under this id stays as it is: a second touch on "Send" changes nothing.
 */
export async function putEntry(given, { draft = null } = {}) {
  const rows = await rowsOf(given.id, given.photos);
  return writing(["outbox", "drafts", "photos"], async (store) => {
    const entry = (await store("outbox").get(given.id)) ?? whole(given);
    for (const row of rows) await storeOnce(store("photos"), row);
    await store("outbox").put(entry);
    if (draft) await store("drafts").delete(draft.id ?? draft);
    return entry;
  });
}

/**
 * Alters one entry: `alter(entry, store)` changes it in place. Bytes that were acknowledged go in the same
 * transaction, and the whole entry once all of it was. Resolves to the entry as it was left, undefined without one.
 */
export function change(id, alter) {
  return writing(["outbox", "photos"], async (store) => {
    const entry = await store("outbox").get(id);
    if (!entry) return undefined;
    await alter(entry, store);
    for (const { id: photo } of entry.photos.filter(isSent)) await store("photos").delete(photo);
    if (isDone(entry)) await removeFrom(store, id);
    else await store("outbox").put(entry);
    return entry;
  });
}

/** Appends photos to an entry, bytes and all. */
export async function appendPhotos(id, shots) {
  const rows = await rowsOf(id, shots);
  return change(id, async (entry, store) => {
    const fresh = shots.filter((shot) => !entry.photos.some((photo) => photo.id === shot.id));
    for (const row of rows) await storeOnce(store("photos"), row);
    entry.photos.push(...fresh.map(waiting));
  });
}

/** Takes the entry and its photos from the phone for good, where `may(entry)` says so. */
export function removeEntry(id, may) {
  return writing(["outbox", "photos"], async (store) => {
    const entry = await store("outbox").get(id);
    if (entry && may(entry)) await removeFrom(store, id);
  });
}

/** The bytes of one photo as a Blob, or null where the browser has lost them. */
export async function bytesOf(photoId) {
  const row = await (await database()).get("photos", photoId);
  return row ? shotOf(row).blob : null;
}

const isSent = ({ state }) => state === "sent";

function whole({ photos = [], ...given }) {
  const usual = {
    membership: ownMembership(), owner: ownName(), equipment: null, label: "", urgent: false, method: "PUT", record: null,
    anomaly: null, accepted: false, reference: null, trouble: null, clockShift: 0, tries: 0, path: location.pathname,
    createdAt: new Date().toISOString(),
  };
  return { ...usual, ...given, photos: photos.map(waiting) };
}

/** The rows of the shots whose bytes are at hand. */
export async function rowsOf(id, shots = []) {
  return Promise.all(shots.filter(({ blob }) => blob).map((shot) => photoRow(id, shot)));
}

/** Keeps a photo that is not there yet. */
export async function storeOnce(photos, row) {
  if (!(await photos.getKey(row.id))) await photos.put(row);
}

async function removeFrom(store, id) {
  for (const key of await store("photos").index("of").getAllKeys(id)) await store("photos").delete(key);
  await store("outbox").delete(id);
}
