// What stands behind the jobs: closed hours and holidays of the workshops, days on which somebody is away.

import { text } from "billun/calendar/texts";
import { later, wallAt } from "billun/calendar/wall-clock";

const DAY = 24 * 60 * 60 * 1000;

/** Backgrounds for the calendar. Without lanes only what has a name is shown, as whole days. */
export function backgroundsOf({ closed = [], absences = [], lanes = [] }, kind, withLanes) {
  if (!withLanes) return unique(closed.filter(({ name }) => name)).map((one) => background(one, {}));
  const away = kind === "person" ? absences.map(awayIn) : [];
  return [...closedIn(closed, lanes, kind), ...away];
}

function closedIn(closed, lanes, kind) {
  const spans = kind === "bay" ? closed : closedEverywhere(closed);
  return spans.map((span) => background(span, { resourceIds: lanesIn(span, lanes, kind) }));
}

function lanesIn(span, lanes, kind) {
  return lanes.filter((lane) => kind === "person" || lane.workshop_id === span.workshop_id).map(({ id }) => id);
}

// People work in all workshops: their lanes are shaded where each of them is closed.
function closedEverywhere(closed) {
  const workshops = new Set(closed.map(({ workshop_id }) => workshop_id)).size;
  return unique(closed).filter((one) => closed.filter((other) => isSame(one, other)).length === workshops);
}

function unique(spans) {
  return spans.filter((one, place) => spans.findIndex((other) => isSame(one, other)) === place);
}

function isSame(one, other) {
  return one.from === other.from && one.to === other.to;
}

function background({ from, to, name }, more) {
  const times = { start: wallAt(from), end: wallAt(to) };
  return { ...times, display: "background", classNames: ["closed-hours"], extendedProps: { name }, ...more };
}

function awayIn({ user_id, starts_on, ends_on, kind }) {
  const end = later(`${ends_on}T00:00`, DAY);
  const name = text(`away_${kind}`);
  return { start: `${starts_on}T00:00`, end, display: "background", classNames: ["away"], resourceIds: [`person:${user_id}`], extendedProps: { name } };
}
