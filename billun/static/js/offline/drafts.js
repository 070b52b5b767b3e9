import { database, writing } from "billun/offline/database";
import { ownMembership } from "billun/offline/page";
import { photoRow, shotOf } from "billun/offline/photo-rows";

/**
 * What was begun and not sent yet, kept after every step. A draft is `{id, membership, path, kind, equipment, answers,
 * step, startedAt, savedAt, photos}`; its id becomes the report's. All calls reject with StorageFull on a full phone.
 */

/** Keeps the draft as it is now. One that has become a report of the outbox stays what it became. */
export async function keepDraft(draft) {
  await writing(["drafts", "outbox", "photos"], async (store) => {
    if (await store("outbox").getKey(draft.id)) return;
    const photos = await store("photos").index("of").count(draft.id);
    await store("drafts").put({ membership: ownMembership(), ...draft, photos, savedAt: new Date().toISOString() });
  });
}

/** Where an id lies on this phone: in "outbox", in "drafts", or nowhere (null), which is where sent and discarded ones are. */
export async function placeOf(id) {
  const kept = await database();
  for (const store of ["outbox", "drafts"]) if (await kept.getKey(store, id)) return store;
  return null;
}

/** The latest draft that goes on at this path, or undefined. */
export async function draftAt(path) {
  return (await allDrafts()).find((draft) => draft.path === path);
}

/** The drafts of whoever opened the page, the newest first. */
export async function allDrafts() {
  const kept = await (await database()).getAll("drafts");
  const own = kept.filter(({ membership }) => membership === ownMembership());
  return own.sort((one, other) => (one.savedAt < other.savedAt ? 1 : -1));
}

/** Throws the draft away with its photos; those of a report that was already handed to the outbox stay. */
export async function discardDraft(id) {
  await writing(["drafts", "outbox", "photos"], async (store) => {
    await store("drafts").delete(id);
    if (await store("outbox").getKey(id)) return;
    for (const key of await store("photos").index("of").getAllKeys(id)) await store("photos").delete(key);
  });
}

/** Keeps one photo, `{id, guide, blob, sha256, takenAt}`, of a draft or of an entry of the outbox. */
export async function keepPhoto(draftId, shot) {
  const row = await photoRow(draftId, shot);
  await writing(["photos"], (store) => store("photos").put(row));
}

export async function dropPhoto(photoId) {
  await writing(["photos"], (store) => store("photos").delete(photoId));
}

/** The photos of a draft or of an entry of the outbox as shots, in the order they were taken. */
export async function photosOf(id) {
  const rows = await (await database()).getAllFromIndex("photos", "of", id);
  return rows.sort((one, other) => (one.takenAt < other.takenAt ? -1 : 1)).map(shotOf);
}
