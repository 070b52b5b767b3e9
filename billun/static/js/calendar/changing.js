// A job is moved, stretched or given more: sent at once, drawn as the server then says, undone on demand.

import { ask, insist } from "billun/calendar/asking";
import { agreed } from "billun/calendar/questions";
import { text } from "billun/calendar/texts";
import { tell } from "billun/flash";
import { inTurn } from "billun/calendar/turns";
import { offerUndo } from "billun/calendar/undo";
import { momentAt, say } from "billun/calendar/wall-clock";

const ALL_QUESTIONS = ["on_leave", "booked_elsewhere", "closed"];

/** The moments of two wall times as fields, null where the clocks leave one out; that is said. */
export function timesOf(start, end) {
  const [from, to] = [momentAt(start), momentAt(end)];
  if (from !== null && to !== null) return { starts_at: iso(from), ends_at: iso(to) };
  tell(text("no_such_time", { time: (from === null ? start : end).slice(11, 16) }), "error");
  return null;
}

/** Whether nothing is planned into the past, or somebody says yes to that. */
export async function meant({ ends_at }) {
  return !ends_at || Date.parse(ends_at) > Date.now() || agreed([{ detail: text("past") }]);
}

/** Moves a job to these wall times, and into what `more` of it says. */
export function moveTo(board, job, start, end, more = () => ({})) {
  const times = timesOf(start, end);
  if (!times) return board.draw();
  const words = { plate: job.equipment.plate || job.equipment.title, when: say(start, end) };
  return change(board, job, (present) => ({ ...times, ...more(present) }), text("moved", words));
}

/** Sends what `fieldsOf` the job as it then is; says `words` and offers to take it back. */
export async function change(board, job, fieldsOf, words) {
  let was = {};
  const after = await board.settled(() => inTurn(job, async (present) => {
    const fields = fieldsOf(present);
    was = before(present, fields);
    return (await meant(fields)) ? insist((confirmed) => send(present, fields, confirmed)) : null;
  }));
  if (after) offerUndo(words, () => takeBack(board, after, was));
}

/** Writes the fields as they were. */
export async function takeBack(board, job, fields) {
  const after = await board.settled(() => inTurn(job, () => {
    const present = { ...job, version: board.written.get(job.reference) };
    return insist((confirmed) => send(present, fields, confirmed), ALL_QUESTIONS);
  }));
  if (after) tell(text("undone"), "success");
}

function send(job, fields, confirmed) {
  return ask("PATCH", `/api/maintenance/${job.id}`, { ...fields, version: job.version, confirmed });
}

function before(job, fields) {
  const was = {
    ...job,
    assignee_ids: job.assignees.map(({ user_id }) => user_id),
    anomaly_ids: job.anomalies?.map(({ id }) => id),
    deadline_codes: job.deadlines?.map(({ code }) => code),
  };
  return Object.fromEntries(Object.keys(fields).map((name) => [name, was[name]]));
}

function iso(moment) {
  return new Date(moment).toISOString();
}
