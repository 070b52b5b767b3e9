// [data-plan]: a card of the list is dragged into a lane and an hour, and the job is made at once; onto a job of the same
// equipment, and that job takes it on as well. By touch after a long press.

import { uuidv7 } from "uuidv7";
import { chosen } from "billun/calendar/address";
import { ask, insist } from "billun/calendar/asking";
import { change, takeBack, timesOf } from "billun/calendar/changing";
import { fieldsOf } from "billun/calendar/lanes";
import { text } from "billun/calendar/texts";
import { offerUndo } from "billun/calendar/undo";
import { later, say } from "billun/calendar/wall-clock";

const MINUTE = 60_000;

/** Plans what the card stands for, there where it was dropped: { wall, lane } or { job }. */
export async function plan(board, card, { wall, lane, job }) {
  if (job) return addTo(board, job, card);
  const end = later(wall, Number(card.minutes) * MINUTE);
  const times = timesOf(wall, end);
  if (!times) return;
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
  const fields = anomaly_ids.length
    ? { anomaly_ids: [...job.anomalies.map(({ id }) => id), ...anomaly_ids] }
    : { deadline_codes: [...job.deadlines.map(({ code }) => code), ...deadline_codes] };
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

function cancel(board, { id }) {
  const step = { to: "cancelled", comment: text("undone") };
  return board.settled(() => insist(() => ask("POST", `/api/maintenance/${id}/transitions`, step)));
}
