// A job that has the focus, by keys: arrows move it by a slot, a day or a lane, with Shift they stretch it; z undoes.

import { isOwnKey } from "billun/hotkeys";
import { hasLanes } from "billun/calendar/building";
import { moveTo } from "billun/calendar/changing";
import { fieldsBetween, laneOf, lanesOf } from "billun/calendar/lanes";
import { eventOf } from "billun/calendar/showing";
import { undoLast } from "billun/calendar/undo";
import { later, say, wallOf } from "billun/calendar/wall-clock";

const SLOT = 30 * 60 * 1000;
const DAY = 48 * SLOT;
const STEPS = {
  resourceTimelineWeek: { ArrowLeft: -SLOT, ArrowRight: SLOT },
  resourceTimeGridDay: { ArrowUp: -SLOT, ArrowDown: SLOT },
  timeGridDay: { ArrowUp: -SLOT, ArrowDown: SLOT },
  dayGridMonth: { ArrowLeft: -DAY, ArrowRight: DAY, ArrowUp: -7 * DAY, ArrowDown: 7 * DAY },
  listWeek: { ArrowLeft: -DAY, ArrowRight: DAY },
};
const LANES = {
  resourceTimelineWeek: { ArrowUp: -1, ArrowDown: 1 },
  resourceTimeGridDay: { ArrowLeft: -1, ArrowRight: 1 },
};
const PAUSE = 700;

// What the keys have said so far of one job; sent when they rest.
let pending = null;

export function watchKeys(board) {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isOwnKey(event) || document.querySelector("dialog[open]")) return;
    if (event.key === "z") undoLast();
    else if (board.bar) steer(board, event, board.bar);
  });
}

function steer(board, event, bar) {
  const by = STEPS[board.view]?.[event.key];
  const lanes = event.shiftKey ? 0 : LANES[board.view]?.[event.key];
  const job = board.jobs.get(bar.dataset.job);
  if (!(by || lanes) || !job || !eventOf(job, board.lane).editable) return;
  event.preventDefault();
  begin(board, job, bar);
  if (by && !event.shiftKey) pending.start = later(pending.start, by);
  if (by) pending.end = later(pending.end, by);
  if (pending.end <= pending.start) pending.end = later(pending.start, SLOT / 2);
  if (lanes) pending.lane = beside(board, pending.lane, lanes);
  show(board);
  pending.timer = setTimeout(() => commit(board), PAUSE);
}

function begin(board, job, bar) {
  clearTimeout(pending?.timer);
  if (pending?.job.id === job.id) return;
  const lane = hasLanes(board.view) ? laneOf(board, bar) : lanesOf(job, board.lane)[0];
  if (pending) commit(board);
  // As it is shown: what was sent of it may not be answered yet.
  const { start, end, resourceIds } = board.calendar.getEventById(job.reference);
  const others = resourceIds.filter((id) => id !== lane);
  pending = { job, start: wallOf(start), end: wallOf(end), lane, from: lane, others };
  board.busy += 1;
}

function beside(board, lane, by) {
  const ids = board.said.lanes.map(({ id }) => id);
  return ids[ids.indexOf(lane) + by] ?? lane;
}

function show(board) {
  const { job, start, end, lane, others } = pending;
  keepFocus(board);
  board.showHours([...board.jobs.values()].map((one) => (one.id === job.id ? { start, end } : eventOf(one, board.lane))));
  board.calendar.updateEvent({ ...eventOf(job, board.lane), start, end, resourceIds: [...new Set([...others, lane])] });
  const name = board.said.lanes.find(({ id }) => id === lane)?.name ?? "";
  document.querySelector("[data-calendar-said]").textContent = [say(start, end), name].filter(Boolean).join(", ");
}

function commit(board) {
  const { job, start, end, lane, from } = pending;
  keepFocus(board);
  pending = null;
  board.busy -= 1;
  return moveTo(board, job, start, end, (present) => fieldsBetween(present, from, lane));
}

function keepFocus(board) {
  board.focused = pending.job.reference;
  board.focusedLane = pending.lane;
}
