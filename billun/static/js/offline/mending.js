import { change, rowsOf, storeOnce } from "billun/offline/entries";
import { waiting } from "billun/offline/photo-rows";
import { isStuck } from "billun/offline/settling";

/** Keeps with a refused entry what was changed in it so far, `{path, answers, photos: ids}`; new photos have its id. */
export async function keepMending(id, mending) {
  await change(id, (entry) => isStuck(entry) && Object.assign(entry, { mending }));
}

/**
 * Puts a mended record in the place of one that was refused; photos that it announces no longer go with their bytes.
 * An entry that was accepted meanwhile stays as it is.
 */
export async function mend(id, record, { photos: shots = [], ...changes }) {
  const rows = await rowsOf(id, shots);
  return change(id, async (entry, store) => {
    if (entry.accepted || !isStuck(entry)) return;
    for (const row of rows) await storeOnce(store("photos"), row);
    Object.assign(entry, changes, { record, trouble: null, tries: 0, mending: null });
    if (record.photos) entry.photos = await announced(entry, record.photos, store("photos"));
  });
}

/** Another shot in the place of a photo, under its own id. */
export async function replacePhoto(id, photoId, shot) {
  const rows = await rowsOf(id, [shot]);
  return change(id, async (entry, store) => {
    for (const row of rows) await storeOnce(store("photos"), row);
    entry.photos.push(waiting(shot));
    await takeOut(entry, photoId, store);
  });
}

/** Takes one photo out of the entry, and out of the record where that has not been accepted yet. */
export async function takeOut(entry, photoId, store) {
  const others = (photos) => photos.filter(({ id }) => id !== photoId);
  entry.photos = others(entry.photos);
  if (!entry.accepted && entry.record?.photos) entry.record.photos = others(entry.record.photos);
  await store("photos").delete(photoId);
}

async function announced(entry, wanted, photos) {
  const rows = await photos.index("of").getAll(entry.id);
  const isWanted = ({ id }) => wanted.some((photo) => photo.id === id);
  for (const { id } of rows.filter((row) => !isWanted(row))) await photos.delete(id);
  const known = [...entry.photos, ...rows.map(waiting)];
  return wanted.map(({ id }) => known.find((photo) => photo.id === id)).filter(Boolean);
}
