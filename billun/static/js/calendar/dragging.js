// By mouse, or by touch after a long press: jobs move to other times and lanes, and stretch.

import { change, moveTo } from "billun/calendar/changing";
import { fieldsBetween } from "billun/calendar/lanes";
import { wallOf } from "billun/calendar/wall-clock";

/** What the calendar tells while somebody drags; `board()` is the board, which does not exist yet when this is asked. */
export function draggingOn(board) {
  const begin = () => { board().busy += 1; };
  const stop = () => { board().busy -= 1; };
  return {
    eventDragStart: begin,
    eventDragStop: stop,
    eventResizeStart: begin,
    eventResizeStop: stop,
    eventDrop: (info) => drop(board(), info),
    eventResize: ({ event }) => moveTo(board(), event.extendedProps.job, wallOf(event.start), wallOf(event.end)),
  };
}

function drop(board, { event, oldEvent, oldResource, newResource }) {
  const { job } = event.extendedProps;
  const lanes = (present) => fieldsBetween(present, oldResource?.id, newResource?.id);
  const stays = event.start.getTime() === oldEvent.start.getTime();
  if (!stays) return moveTo(board, job, wallOf(event.start), wallOf(event.end), lanes);
  if (Object.keys(lanes(job)).length) return change(board, job, lanes, laneWords(job, newResource));
  return board.draw();
}

function laneWords({ equipment }, { title }) {
  return `${equipment.plate || equipment.title}: ${title}`;
}
