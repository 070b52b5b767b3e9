"""What of the calendar somebody looks at: it stands in the address, so that it can be passed on and comes back."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import request

from billun.blueprints.access import actor
from billun.blueprints.deadlines.filters import day_in
from billun.blueprints.equipment.filters import uuid_of
from billun.blueprints.loading import refuse_foreign_ids
from billun.models import Workshop
from billun.operations.bookings import EARLIEST, LATEST_AHEAD
from billun.operations.opening_hours import DAYS, hours_of
from billun.queries.calendar import LaneKind

VIEWS = ("week", "day", "month", "agenda")
USUAL_DAY = (8, 18)


@dataclass(frozen=True)
class CalendarView:
    """`day` lies in what is shown; `workshop_id` and `site_id` narrow it."""

    view: str
    day: date
    lane: LaneKind
    workshop_id: UUID | None
    site_id: UUID | None

    @property
    def address(self) -> dict[str, str]:
        """As it stands in an address."""
        said = {
            "view": self.view,
            "date": self.day,
            "lane": self.lane.value,
            "workshop_id": self.workshop_id,
            "site_id": self.site_id,
        }
        return {name: str(value) for name, value in said.items() if value}

    @property
    def monday(self) -> date:
        return self.day - timedelta(days=self.day.weekday())

    def beside(self, weeks: int) -> date:
        """The day so many weeks later, for who turns them without scripts."""
        return self.day + timedelta(weeks=weeks)


def wanted_calendar() -> CalendarView:
    """What the address asks for; a word that is none of ours is left out. Raises Missing for foreign places."""
    args, today = request.args, actor().company.today
    places = {name: uuid_of(args.get(name)) for name in ("workshop_id", "site_id")}
    refuse_foreign_ids({name: id for name, id in places.items() if id})
    view, lane = args.get("view", ""), args.get("lane", "")
    day = day_in(args.get("date")) or today
    return CalendarView(
        view=view if view in VIEWS else "week",
        day=day if EARLIEST.date() <= day <= today + LATEST_AHEAD else today,
        lane=LaneKind(lane) if lane in list(LaneKind) else LaneKind.BAY,
        **places,
    )


def midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone)


def hours_shown(workshops: Collection[Workshop]) -> tuple[str, str]:
    """From when until when a day is drawn, in whole hours: while one of the workshops is open, "08:00" to "18:00"."""
    known = [hours for one in workshops if (hours := hours_of(one))]
    pairs = [pair for hours in known for day in hours.values() for pair in day]
    first = min((int(start[:2]) for start, _end in pairs), default=USUAL_DAY[0])
    last = max((int(end[:2]) + (end[3:] != "00") for _start, end in pairs), default=USUAL_DAY[1])
    return f"{first:02}:00", f"{last:02}:00"


def first_open_hour(workshops: Collection[Workshop]) -> str:
    """When work begins on most days, for what is planned for a day without an hour."""
    known = [hours for one in workshops if (hours := hours_of(one))]
    starts = [day[0][0] for hours in known for day in hours.values() if day]
    return max(starts, key=starts.count, default="08:00")


def open_weekdays(workshops: Collection[Workshop]) -> str:
    """The days of the week on which one of them opens, 0 for Sunday: "1 2 3 4 5"."""
    known = [hours for one in workshops if (hours := hours_of(one))]
    return " ".join(
        str((number + 1) % 7)
        for number, name in enumerate(DAYS)
        if any(hours.get(name) for hours in known)
    )
