// What a job looks like in the calendar: shape, plate, time, title, and in words what colours would say alone.

import { lanesOf } from "billun/calendar/lanes";
import { text } from "billun/calendar/texts";
import { wallAt } from "billun/calendar/wall-clock";

const OPEN = ["planned", "in_progress", "awaiting_parts"];
const pattern = document.querySelector("[data-job-pattern]").content;
const shapes = document.querySelector("[data-job-shapes]").content;

/** The job as an event of the calendar; `kind` is that of the lanes. */
export function eventOf(job, kind) {
  return {
    id: job.reference,
    start: wallAt(job.starts_at),
    end: wallAt(job.ends_at),
    resourceIds: lanesOf(job, kind),
    editable: OPEN.includes(job.status),
    classNames: ["job-event", `job-event-${look(job)}`, `job-event-${job.status}`],
    extendedProps: { job, kind },
  };
}

/** The nodes inside of it. A background says its name: the holiday, the leave. */
export function contentOf({ event, timeText }) {
  const { job, kind, name } = event.extendedProps;
  if (!job) return name ? { domNodes: [named(name)] } : { domNodes: [] };
  const nodes = pattern.cloneNode(true);
  const link = nodes.querySelector("a");
  link.href = `/maintenance/${job.reference}`;
  link.dataset.job = job.reference;
  link.title = [job.equipment.plate || job.equipment.title, timeText, job.title, ...facts(job, kind)].join(" · ");
  nodes.querySelector("[data-shape]").replaceChildren(shapes.querySelector(`[data-of="${look(job)}"]`).cloneNode(true));
  nodes.querySelector("[data-plate]").textContent = job.equipment.plate || job.equipment.title;
  nodes.querySelector("[data-time]").textContent = timeText;
  nodes.querySelector("[data-title]").textContent = job.title;
  nodes.querySelector("[data-facts]").textContent = facts(job, kind).join(" · ");
  return { domNodes: [...nodes.children] };
}

function look(job) {
  return job.criticality ?? job.kind;
}

function facts(job, kind) {
  const where = [job.workshop_name, job.bay].filter(Boolean).join(" ");
  const who = job.assignees.map(({ name }) => name).join(", ");
  return [
    job.is_late && text("late"),
    job.status !== "planned" && text(job.status),
    text(job.kind),
    ["high", "urgent"].includes(job.priority) && text(job.priority),
    job.external && text("external"),
    kind === "bay" ? who : where,
  ].filter(Boolean);
}

function named(name) {
  const words = document.createElement("span");
  words.className = "closed-name";
  words.textContent = name;
  return words;
}
