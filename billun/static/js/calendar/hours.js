// Which hours of a day are drawn: those of the workshops, and what the jobs of single days need.

import { later } from "billun/calendar/wall-clock";

const MINUTE = 60_000;

/** Whole hours as { from, until }: "08:00" and "18:00", wider for `spans` of wall times. One over several days widens nothing. */
export function hoursFor({ from, until }, spans) {
  const needed = spans.map((span) => needs(span, parseInt(from), parseInt(until))).filter(Boolean);
  return {
    from: clock(Math.min(parseInt(from), ...needed.map(([first]) => first))),
    until: clock(Math.max(parseInt(until), ...needed.map(([, last]) => last))),
  };
}

function needs({ start, end }, from, until) {
  const last = later(end, -MINUTE);
  const [first, after] = [hourOf(start), hourOf(last) + 1];
  if (start.slice(0, 10) === last.slice(0, 10)) return [first, after];
  // A night between two days would be seen on neither.
  const isNight = later(start, 24 * 60 * MINUTE).slice(0, 10) === last.slice(0, 10) && first >= until && after <= from;
  return isNight ? [first, 24] : null;
}

function hourOf(wall) {
  return Number(wall.slice(11, 13));
}

function clock(hour) {
  return `${String(hour).padStart(2, "0")}:00`;
}
