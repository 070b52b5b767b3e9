// Lanes are bays or people; their names say what a job gets when it lies there: bay:<workshop>:<bay>, person:<user>.

import { text } from "billun/calendar/texts";

/** The lanes as the calendar wants them: each bay with its workshop's name, which the lane without a bay has. */
export function resourcesOf(lanes) {
  const workshops = new Map(lanes.filter(({ id }) => id.startsWith("bay:") && id.endsWith(":")).map(({ workshop_id, name }) => [workshop_id, name]));
  return lanes.map(({ id, name, workshop_id }) => {
    const workshop = workshops.get(workshop_id) ?? "";
    const isBay = id.startsWith("bay:") && !id.endsWith(":");
    return { id, title: isBay || !workshop ? name : text("without_bay"), extendedProps: { workshop } };
  });
}

/** What stands at the head of a lane. */
export function labelOf({ resource }) {
  const nodes = [["lane-name", resource.title], ["lane-workshop", resource.extendedProps.workshop]];
  return { domNodes: nodes.filter(([, words]) => words).map(([name, words]) => span(name, words)) };
}

function span(name, words) {
  const node = document.createElement("span");
  node.className = name;
  node.textContent = words;
  return node;
}

/** The lanes that a job lies in. */
export function lanesOf(job, kind) {
  if (kind === "bay") return [`bay:${job.workshop_id ?? ""}:${job.bay ?? ""}`];
  return job.assignees.length ? job.assignees.map(({ user_id }) => `person:${user_id}`) : ["person:"];
}

/** The lane that this bar of a job lies in: the calendar has a row or a column of its grid for each. */
export function laneOf(board, bar) {
  const lies = bar.closest(".ec-event").style;
  const place = board.view === "resourceTimelineWeek" ? lies.gridRowStart : lies.gridColumnStart;
  return board.said.lanes?.[parseInt(place) - 1]?.id;
}

/** The bar of a job in that lane, or its first one. */
export function barIn(board, reference, lane) {
  const bars = [...board.place.querySelectorAll(`[data-job="${CSS.escape(reference)}"]`)];
  return bars.find((bar) => laneOf(board, bar) === lane) ?? bars[0];
}

/** What changes of a job that goes from one lane to another. */
export function fieldsBetween(job, from, to) {
  if (!to || to === from) return {};
  return to.startsWith("bay:") ? bayOf(to) : { assignee_ids: peopleBetween(job, from, to) };
}

/** What a new job gets in a lane; null and nobody where there is none. */
export function fieldsOf(lane) {
  if (!lane) return {};
  if (lane.startsWith("bay:")) return bayOf(lane);
  return { assignee_ids: [personOf(lane)].filter(Boolean) };
}

function bayOf(lane) {
  const [, workshop, ...bay] = lane.split(":");
  return { workshop_id: workshop, bay: bay.join(":") || null };
}

function peopleBetween(job, from, to) {
  const others = job.assignees.map(({ user_id }) => user_id).filter((id) => id !== personOf(from ?? "person:"));
  return [...new Set([...others, personOf(to)].filter(Boolean))];
}

function personOf(lane) {
  return lane.slice("person:".length);
}
