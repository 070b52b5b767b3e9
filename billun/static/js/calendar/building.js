// The calendar itself, with what all its views have in common. Its times are those of the wall, whatever the browser's zone.

import { labelOf } from "billun/calendar/lanes";
import { loading } from "billun/calendar/nothing";
import { contentOf } from "billun/calendar/showing";
import { offsetNow } from "billun/calendar/wall-clock";

const CLOCK = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
const DAY = { weekday: "short", day: "numeric", month: "short" };
const VIEWS = {
  resourceTimelineWeek: { slotDuration: "02:00", slotLabelFormat: hourOf, displayEventEnd: true },
  dayGridMonth: { dayMaxEvents: false, dayHeaderFormat: { weekday: "short" }, displayEventEnd: true },
  listWeek: { listDayFormat: DAY, listDaySideFormat: () => "" },
};
const NARROWEST = 40;
const HEADS = 172;

/** `day` and `view` are where it begins, `heard` is what happens in it: datesSet, eventDrop and so on. */
export function build(place, { view, day, heard }) {
  const { from, until } = place.dataset;
  return globalThis.EventCalendar.create(place, {
    view,
    date: day,
    views: VIEWS,
    locale: document.documentElement.lang,
    firstDay: 1,
    timeZone: offsetNow(),
    headerToolbar: { start: "", center: "", end: "" },
    slotMinTime: from,
    slotMaxTime: until,
    scrollTime: from,
    slotDuration: "00:30",
    slotHeight: 28,
    snapDuration: "00:15",
    eventTimeFormat: CLOCK,
    slotLabelFormat: CLOCK,
    dayHeaderFormat: DAY,
    allDaySlot: false,
    slotEventOverlap: false,
    nowIndicator: true,
    editable: true,
    pointer: false,
    longPressDelay: 400,
    eventContent: contentOf,
    noEventsContent: loading(),
    resourceLabelContent: labelOf,
    ...heard,
  });
}

function hourOf(date) {
  return String(date.getHours()).padStart(2, "0");
}

/** How many pixels two hours of the week get: it fills a wide screen, on another one it scrolls, since a job must leave room for its plate. */
export function widthOfTwoHours(place, { from, until }, days) {
  const slots = Math.ceil((parseInt(until) - parseInt(from)) / 2) * days;
  return Math.max(NARROWEST, Math.floor((place.clientWidth - HEADS - days) / slots * 10) / 10);
}

const NARROW = matchMedia("(width < 768px)");
const WIDE_VIEWS = { week: "resourceTimelineWeek", day: "resourceTimeGridDay", month: "dayGridMonth", agenda: "listWeek" };
const NARROW_VIEWS = { week: "listWeek", day: "timeGridDay", month: "listWeek", agenda: "listWeek" };

/** The calendar's name of one of our views: a phone has the agenda and the day. */
export function viewNamed(name) {
  return (NARROW.matches ? NARROW_VIEWS : WIDE_VIEWS)[name];
}

/** Which of our views is shown where this one is asked for. */
export function viewShown(name) {
  return NARROW.matches && name !== "day" ? "agenda" : name;
}

export function hasLanes(view) {
  return view.startsWith("resource");
}

export function watchWidth(changed) {
  NARROW.addEventListener("change", changed);
}
