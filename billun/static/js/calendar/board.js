// The calendar on the page with what the server last said of these days. Whatever changes is drawn from there.

import { newest } from "billun/drive/newest";
import { chosen } from "billun/calendar/address";
import { ask, tellRefusal } from "billun/calendar/asking";
import { build, hasLanes, viewNamed, widthOfTwoHours } from "billun/calendar/building";
import { backgroundsOf } from "billun/calendar/closed";
import { hoursFor } from "billun/calendar/hours";
import { barIn, laneOf, resourcesOf } from "billun/calendar/lanes";
import { failed, loading, nothing } from "billun/calendar/nothing";
import { withoutRoles } from "billun/calendar/roles";
import { eventOf } from "billun/calendar/showing";
import { wallAt } from "billun/calendar/wall-clock";

const WEEKEND = [6, 0];

export class Board {
  constructor(place, heard) {
    this.place = place;
    withoutRoles(place);
    this.jobs = new Map();
    this.said = {};
    // What the last version was that we wrote ourselves: whoever undoes must not undo what others did since.
    this.written = new Map();
    this.options = {};
    // How many hands and requests are at work: nothing is drawn anew under them.
    this.busy = 0;
    this.load = newest(() => this.#fetch(), (answer) => this.#take(answer));
    heard = { ...heard, datesSet: (info) => this.#turnTo(info), eventAllUpdated: () => this.#focusAgain() };
    this.calendar = build(place, { view: viewNamed(chosen("view")), day: chosen("date"), heard });
  }

  get lane() {
    return chosen("lane");
  }

  get view() {
    return this.calendar.getOption("view");
  }

  /** The bar that has the focus, or gets it again in a moment because it was drawn anew. */
  get bar() {
    const one = document.activeElement;
    if (one.dataset.job) return one;
    return one === document.body && this.focused ? barIn(this, this.focused, this.focusedLane) : null;
  }

  /** Shows all as the server said it: what was moved and not kept goes back. */
  draw() {
    if (this.busy) return;
    this.#rememberFocus();
    const jobs = [...this.jobs.values()];
    const hidden = this.#hidden(jobs);
    this.calendar.setOption("hiddenDays", hidden);
    this.showHours(jobs.map(wallsOf), 7 - hidden.length);
    this.calendar.setOption("resources", this.#lanes());
    this.calendar.setOption("events", [...backgroundsOf(this.said, this.lane, hasLanes(this.view)), ...jobs.map((job) => eventOf(job, this.lane))]);
  }

  /** Draws the hours that these spans of wall times need. */
  showHours(spans, days = 7 - this.calendar.getOption("hiddenDays").length) {
    const hours = hoursFor(this.place.dataset, spans);
    const options = { slotMinTime: hours.from, slotMaxTime: hours.until, slotWidth: widthOfTwoHours(this.place, hours, days) };
    for (const [name, value] of Object.entries(options)) this.#set(name, value);
  }

  // What is set again is drawn again: the focus would be lost for nothing.
  #set(name, value) {
    if (this.options[name] === value) return;
    this.options[name] = value;
    this.calendar.setOption(name, value);
  }

  /**
   * Keeps what is drawn until `work` has asked the server, then draws the job that it answers, and gives it on.
   * Null, which is a refusal, has all fetched anew.
   */
  async settled(work) {
    this.busy += 1;
    const job = await work().finally(() => { this.busy -= 1; });
    if (job) this.#keep(job);
    this.draw();
    if (job) document.body.dispatchEvent(new CustomEvent("planned"));
    else this.load();
    return job;
  }

  #keep(job) {
    const known = this.jobs.get(job.reference);
    this.written.set(job.reference, job.version);
    if (job.starts_at && job.status !== "cancelled") this.jobs.set(job.reference, { ...known, ...job });
    else this.jobs.delete(job.reference);
  }

  async #fetch() {
    const { from, to } = this;
    const asked = new URLSearchParams({ from, to, lane: this.lane });
    if (chosen("workshop_id")) asked.set("workshop_id", chosen("workshop_id"));
    return ask("GET", `/api/maintenance/calendar?${asked}`);
  }

  #take(answer) {
    this.calendar.setOption("noEventsContent", answer.ok ? nothing() : failed(() => this.#again()));
    if (!answer.ok) return tellRefusal(answer);
    // Most news change nothing of what is shown: then it stays under hands and focus.
    const words = JSON.stringify(answer.body);
    if (words === this.words) return;
    this.words = words;
    this.said = answer.body;
    this.jobs = new Map(answer.body.items.map((job) => [job.reference, job]));
    this.place.dataset.calendar = "ready";
    this.draw();
  }

  #again() {
    this.calendar.setOption("noEventsContent", loading());
    this.load();
  }

  #turnTo({ startStr, endStr, view }) {
    const [from, to] = [startStr.slice(0, 10), endStr.slice(0, 10)];
    document.querySelector("[data-calendar-title]").textContent = view.title;
    const turned = from !== this.from || to !== this.to;
    [this.from, this.to] = [from, to];
    if (turned && this.load) this.#again();
  }

  // The week leaves its end out as long as nobody works then.
  #hidden(jobs) {
    if (this.view !== "resourceTimelineWeek") return [];
    const worked = jobs.map(wallsOf).flatMap(({ start, end }) => [start, end]).map((wall) => new Date(`${wall}Z`).getUTCDay());
    const open = this.place.dataset.openDays.split(" ").map(Number);
    return WEEKEND.some((day) => worked.includes(day) || open.includes(day)) ? [] : WEEKEND;
  }

  #lanes() {
    return resourcesOf(this.said.lanes ?? []);
  }

  #rememberFocus() {
    const bar = document.activeElement;
    if (!bar?.dataset.job) return;
    this.focused = bar.dataset.job;
    this.focusedLane = hasLanes(this.view) ? laneOf(this, bar) : null;
  }

  // What had the focus was drawn anew; whoever has gone elsewhere meanwhile is left there.
  #focusAgain() {
    if (!this.focused) return;
    const link = barIn(this, this.focused, this.focusedLane);
    if (document.activeElement === document.body) link?.focus({ preventScroll: true });
    if (document.activeElement !== document.body) this.focused = null;
  }
}

function wallsOf({ starts_at, ends_at }) {
  return { start: wallAt(starts_at), end: wallAt(ends_at) };
}
