import { StorageFull } from "billun/offline/database";

/**
 * Photos taken once the report is in the outbox, or was sent: each is kept and goes as soon as it is taken. One that
 * was refused gives its place to what was taken instead of it. `anomaly` is what `outbox.addPhotos` takes; `onKept` gets
 * the entry that carries them, `onFull` is called when the phone has no room.
 */
export function sendLaterShots(shots, anomaly, outbox, { onKept = () => {}, onFull = () => {} } = {}) {
  const known = new Set(shots.all.map(({ id }) => id));
  shots.addEventListener("change", async () => {
    const taken = shots.all;
    const fresh = taken.filter(({ id }) => !known.has(id));
    fresh.forEach(({ id }) => known.add(id));
    try {
      if (fresh.length) onKept(await outbox.addPhotos(anomaly, fresh));
      await leaveOutRefused(anomaly, taken, outbox);
    } catch (error) {
      if (!(error instanceof StorageFull)) throw error;
      fresh.forEach(({ id }) => known.delete(id));
      onFull();
    }
  });
}

async function leaveOutRefused({ id: wanted, anomaly = null }, taken, outbox) {
  const entries = await outbox.entries();
  const ofThese = ({ id, kind, anomaly: of }) => id === wanted || (kind === "photos" && of === (anomaly ?? wanted));
  for (const entry of entries.filter(ofThese)) {
    const replaced = entry.photos.filter(({ id, state }) => state === "refused" && !taken.some((shot) => shot.id === id));
    for (const photo of replaced) await outbox.dropPhoto(entry.id, photo.id);
  }
}
