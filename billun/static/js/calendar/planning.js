// [data-plan]: a card of the list is dragged into a lane and an hour, and the job is made at once; onto a job of the same
// equipment, and that job takes it on as well. By touch after a long press.

import { uuidv7 } from "uuidv7";
import { chosen } from "billun/calendar/address";
import { ask, insist, tellRefusal } from "billun/calendar/asking";
import { change, meant, takeBack, timesOf } from "billun/calendar/changing";
import { fieldsOf } from "billun/calendar/lanes";
import { text } from "billun/calendar/texts";
import { inTurn } from "billun/calendar/turns";
import { offerUndo } from "billun/calendar/undo";
import { later, say } from "billun/calendar/wall-clock";
import { tell } from "billun/flash";

const MINUTE = 60_000;

/** Plans what the card stands for, there where it was dropped: { wall, lane } or { job }. */
export async function plan(board, card, { wall, lane, job }) {
  if (job) return addTo(board, job, card);
  const end = later(wall, Number(card.minutes) * MINUTE);
  const times = timesOf(wall, end);
  if (!times || !(await meant(times))) return;
  const made = await (card.reference ? place : make)(board, card, times, lane);
  if (!made) return;
  const takeAway = card.reference ? () => takeBack(board, made, { starts_at: null, ends_at: null }) : () => cancel(board, made);
  offerUndo(text("planned_at", { plate: card.plate, when: say(wall, end) }), takeAway);
}

/** The job that a card dropped on it would go to: an open one of the same equipment. */
export function takes(job, card) {
  return !card.reference && card.body.equipment_id === job.equipment_id && ["planned", "in_progress", "awaiting_parts"].includes(job.status);
}

function addTo(board, job, card) {
  const { anomaly_ids = [], deadline_codes = [] } = card.body;
  const fields = ({ anomalies, deadlines }) => anomaly_ids.length
    ? { anomaly_ids: [...anomalies.map(({ id }) => id), ...anomaly_ids] }
    : { deadline_codes: [...deadlines.map(({ code }) => code), ...deadline_codes] };
  return change(board, job, fields, text("added", { plate: card.plate, title: card.body.title, reference: job.reference }));
}

function make(board, card, times, lane) {
  const where = { workshop_id: chosen("workshop_id") || card.workshop || board.place.dataset.workshop, ...fieldsOf(lane) };
  const body = { id: uuidv7(), ...card.body, ...where, ...times };
  return board.settled(() => insist((confirmed) => ask("POST", "/api/maintenance", { ...body, confirmed })));
}

// An occurrence of a plan is there already and only has no time yet.
function place(board, card, times, lane) {
  const fields = { ...times, ...fieldsOf(lane), version: Number(card.version) };
  return board.settled(() => insist((confirmed) => ask("PATCH", `/api/maintenance/${card.reference}`, { ...fields, confirmed })));
}

// Only as long as nobody else has touched it and no work on it has begun.
async function cancel(board, made) {
  const after = await board.settled(() => inTurn(made, async () => {
    const present = await ask("GET", `/api/maintenance/${made.id}`);
    if (!present.ok) return tellRefusal(present);
    if (present.body.version === board.written.get(made.reference)) return insist(() => callOff(made));
    tell(text("changed_since"), "error");
    return null;
  }));
  if (after) tell(text("undone"), "success");
}

function callOff({ id }) {
  const step = { from: "planned", to: "cancelled", comment: text("undone") };
  return ask("POST", `/api/maintenance/${id}/transitions`, step);
}
