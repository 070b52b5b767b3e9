import { MOMENTS } from "billun/offline/post";

/**
 * What a verdict of the server makes of an entry (`photoId` null: of its record). Says whether another try at once
 * makes sense: where only the phone's clock was wrong, or the record goes first once more.
 */
export function settle(entry, photoId, result) {
  const photo = entry.photos.find(({ id }) => id === photoId);
  if (photoId && photo?.state !== "waiting") return false;
  entry.trouble = null;
  if (result.kind === "accepted") accept(entry, photo, result);
  else if (result.kind !== "refused") postpone(entry, result);
  else if (photo && result.status === 404 && !entry.sentAnew) return withdraw(entry, result);
  else if (clockMended(entry, photo, result)) return true;
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

// A record that is made anew is a report whose photos so far are lost, bytes and all: they have to be taken again.
function accept(entry, photo, { answer, created }) {
  if (photo) Object.assign(photo, { state: "sent", reason: null });
  else Object.assign(entry, { accepted: true, reference: answer.reference ?? entry.reference });
  if (photo) entry.sentAnew = false;
  else if (created) entry.photos.filter(({ state }) => state === "sent").forEach((one) => (one.state = "refused"));
}

// The server has lost what it had accepted (a backup was restored): the record goes again, once for each loss. Photos
// alone have none: they cannot go.
function withdraw(entry, { status, detail }) {
  entry.accepted = false;
  if (entry.record) entry.sentAnew = true;
  else entry.trouble = trouble("refused", { status, detail });
  return entry.sentAnew;
}

function postpone(entry, { kind, status }) {
  entry.trouble = trouble(kind, { status });
  entry.tries += 1;
}

function refuse(entry, photo, { status, detail, errors = {} }) {
  if (photo) Object.assign(photo, { state: "refused", reason: Object.values(errors).flat().join(" ") || detail || null });
  else entry.trouble = trouble("refused", { status, detail, errors });
}

// A phone whose clock goes wrong must not hold its report back: all its times move to the server's clock. Where that
// changes nothing, the clock was set right since: what it said before becomes the moment of sending.
const SAME_CLOCK = 60_000;

function clockMended(entry, photo, { errors, serverTime }) {
  const refused = (photo ? ["taken_at"] : MOMENTS).filter((name) => errors?.[name]);
  if (!serverTime || !refused.length) return false;
  const shift = new Date(serverTime) - Date.now();
  if (Math.abs(shift - (entry.clockShift ?? 0)) < SAME_CLOCK) return movedToNow(entry, photo, refused, serverTime);
  entry.clockShift = shift;
  return true;
}

// Photos that would follow from the future move along, so that none has to be sent twice. A time that is refused although
// it is the present one stays so.
function movedToNow(entry, photo, refused, serverTime) {
  const now = new Date(serverTime) - (entry.clockShift ?? 0);
  const isNow = (moment) => Math.abs(new Date(moment) - now) < SAME_CLOCK;
  const moments = photo ? [photo.takenAt] : refused.map((name) => entry.record[name]);
  if (moments.every(isNow)) return false;
  const present = new Date(now).toISOString();
  if (photo) photo.takenAt = present;
  else refused.forEach((name) => (entry.record[name] = present));
  for (const other of entry.photos) if (new Date(other.takenAt) > now) other.takenAt = present;
  return true;
}
