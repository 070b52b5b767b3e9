import { MOMENTS } from "billun/offline/post";

/**
 * What a verdict of the server makes of an entry (`photoId` null: of its record). Says whether another try at once
 * makes sense, which is when only the phone's clock was wrong.
 */
export function settle(entry, photoId, result) {
  const photo = entry.photos.find(({ id }) => id === photoId);
  if (photoId && photo?.state !== "waiting") return false;
  entry.trouble = null;
  if (result.kind === "accepted") accept(entry, photo, result.answer);
  else if (result.kind !== "refused") postpone(entry, result);
  else if (clockMended(entry, result, photo ? ["taken_at"] : MOMENTS)) return true;
  else refuse(entry, photo, result);
  return false;
}

/** What keeps an entry from going on: "unreachable", "signed-out", "refused" or "waiting-for-wifi". */
export const trouble = (kind, { status = null, detail = "", errors = {} } = {}) => ({ kind, status, detail, errors });

/** Whether everything of the entry was acknowledged. */
export const isDone = ({ accepted, photos }) => accepted && photos.every(({ state }) => state === "sent");

/** Whether nothing of the entry moves before its person has done something. */
export function isStuck({ accepted, trouble, photos }) {
  if (!accepted) return trouble?.kind === "refused";
  return !photos.some(({ state }) => state === "waiting") && photos.some(({ state }) => state === "refused");
}

function accept(entry, photo, answer) {
  if (photo) Object.assign(photo, { state: "sent", reason: null });
  else Object.assign(entry, { accepted: true, reference: answer.reference ?? entry.reference });
}

function postpone(entry, { kind, status }) {
  entry.trouble = trouble(kind, { status });
  entry.tries += 1;
}

function refuse(entry, photo, { status, detail, errors = {} }) {
  if (photo) Object.assign(photo, { state: "refused", reason: Object.values(errors).flat().join(" ") || detail || null });
  else entry.trouble = trouble("refused", { status, detail, errors });
}

// A phone whose clock runs ahead must not hold its report back: all its times move to the server's clock. Where that
// changes nothing any more, another try would not help either.
const SAME_CLOCK = 60_000;

function clockMended(entry, { errors, serverTime }, fields) {
  if (!serverTime || !fields.some((field) => errors?.[field])) return false;
  const shift = new Date(serverTime) - Date.now();
  if (Math.abs(shift - (entry.clockShift ?? 0)) < SAME_CLOCK) return false;
  entry.clockShift = shift;
  return true;
}
