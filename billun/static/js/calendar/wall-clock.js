// Moments of the API, and what the clocks of the company show: "2026-11-24T08:00:00Z" is "2026-11-24T09:00" in Paris.

const { lang, dataset } = document.documentElement;
const FIELDS = { year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
const clock = new Intl.DateTimeFormat("en-GB", { ...FIELDS, timeZone: dataset.timeZone });
const spoken = { timeZone: "UTC", hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
const timeWords = new Intl.DateTimeFormat(lang, spoken);
const dayAndTime = new Intl.DateTimeFormat(lang, { ...spoken, weekday: "short", day: "numeric", month: "short" });

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** What the clocks show at a moment. */
export function wallAt(moment) {
  const parts = Object.fromEntries(clock.formatToParts(new Date(moment)).map(({ type, value }) => [type, value]));
  return `${parts.year}-${parts.month}-${parts.day}T${parts.hour}:${parts.minute}`;
}

/** The moment, in milliseconds, at which the clocks show this; the first of two, null where they leave it out. */
export function momentAt(wall) {
  const asIfUtc = numberOf(wall);
  const tried = [asIfUtc - DAY, asIfUtc + DAY].map((near) => asIfUtc - offsetAt(near));
  const right = tried.filter((moment) => wallAt(moment) === wall);
  return right.length ? Math.min(...right) : null;
}

/** How far the clocks are from UTC now: "+01:00". */
export function offsetNow() {
  const minutes = Math.round(offsetAt(Date.now()) / MINUTE);
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  return `${minutes < 0 ? "-" : "+"}${String(hours).padStart(2, "0")}:${String(rest).padStart(2, "0")}`;
}

/** The wall time so many milliseconds later, as the hands go. */
export function later(wall, by) {
  return new Date(numberOf(wall) + by).toISOString().slice(0, 16);
}

/** The calendar hands out dates whose fields, where the browser is, are those of the wall. */
export function wallOf(date) {
  return new Date(date.getTime() - date.getTimezoneOffset() * MINUTE).toISOString().slice(0, 16);
}

/** "Tue 24 Nov 09:00–11:00"; with the second day where it ends on another. */
export function say(start, end) {
  const sameDay = start.slice(0, 10) === end.slice(0, 10);
  return `${dayAndTime.format(numberOf(start))} – ${(sameDay ? timeWords : dayAndTime).format(numberOf(end))}`;
}

function offsetAt(moment) {
  return numberOf(wallAt(moment)) - Math.floor(moment / MINUTE) * MINUTE;
}

function numberOf(wall) {
  return Date.parse(`${wall.slice(0, 16)}:00Z`);
}
