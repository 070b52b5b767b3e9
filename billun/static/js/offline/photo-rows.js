/** How a photo lies in the database: its bytes as they are, since some browsers lose a Blob that was kept. */
export async function photoRow(of, { id, guide = null, sha256, takenAt, blob }) {
  return { id, of, guide, sha256, takenAt: written(takenAt), bytes: await blob.arrayBuffer() };
}

/** The row as a shot: `{id, guide, sha256, takenAt: Date, blob}`. */
export function shotOf({ id, guide, sha256, takenAt, bytes }) {
  return { id, guide, sha256, takenAt: new Date(takenAt), blob: new Blob([bytes], { type: "image/jpeg" }) };
}

/** What the outbox knows of a photo that still has to go. */
export function waiting({ id, sha256, guide = null, takenAt }) {
  return { id, sha256, guide, takenAt: written(takenAt), state: "waiting", reason: null, share: 0 };
}

const written = (moment) => new Date(moment).toISOString();
