// /maintenance: the calendar, its list of what is to be planned, and the ways to move between its days and views.

import { choose, chosen, watchWorkshop } from "billun/calendar/address";
import { Board } from "billun/calendar/board";
import { viewNamed, viewShown, watchWidth } from "billun/calendar/building";
import { draggingOn } from "billun/calendar/dragging";
import { letDragIn } from "billun/calendar/dragging-in";
import { watchKeys } from "billun/calendar/keys";
import { wallAt, wallOf } from "billun/calendar/wall-clock";

const place = document.querySelector("[data-calendar]");
const board = new Board(place, { ...draggingOn(() => board), select: planNew, selectable: true });

markChosen();
letDragIn(board);
watchKeys(board);
watchWorkshop(() => board.load());
watchWidth(show);
for (const name of ["maintenance", "anomalies", "equipment", "resync"]) document.body.addEventListener(name, follow);
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-turns], [data-shows], [data-lanes]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const { turns, shows, lanes } = link.dataset;
  if (turns) turn(turns);
  if (shows) choose("view", shows);
  if (lanes) choose("lane", lanes);
  if (shows) show();
  if (lanes) board.load();
  markChosen();
});

// News come in bursts: one look for all of them.
let waiting = null;

function follow() {
  waiting ??= setTimeout(() => {
    waiting = null;
    board.load();
  }, 300);
}

function turn(way) {
  if (way === "today") board.calendar.gotoDate(wallAt(Date.now()).slice(0, 10));
  else board.calendar[way]();
  choose("date", wallOf(board.calendar.getOption("date")).slice(0, 10));
}

function show() {
  board.calendar.setOption("view", viewNamed(chosen("view")));
  board.draw();
  markChosen();
}

// What somebody draws into free hours is the time of a new job.
function planNew({ start, end, allDay, resource }) {
  if (allDay) return;
  const [, workshop, bay] = (resource?.id ?? "").startsWith("bay:") ? resource.id.split(":") : [];
  const said = { starts_at: wallOf(start), ends_at: wallOf(end), workshop, bay };
  const asked = Object.entries(said).filter(([, value]) => value);
  location.assign(`/maintenance/new?${new URLSearchParams(asked)}`);
}

function markChosen() {
  for (const link of document.querySelectorAll("[data-shows], [data-lanes]")) {
    const isChosen = link.dataset.shows === viewShown(chosen("view")) || link.dataset.lanes === chosen("lane");
    if (isChosen) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
}
