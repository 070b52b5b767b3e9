"""The calendar of the workshops with what is to be planned beside it; without scripts the week as a list."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from billun.blueprints.access import actor, only
from billun.blueprints.fragments import is_fragment
from billun.blueprints.maintenance.calendar_view import (
    CalendarView,
    first_open_hour,
    hours_shown,
    midnight,
    open_weekdays,
    wanted_calendar,
)
from billun.models import Intervention, Role
from billun.operations.local_times import wall_at
from billun.queries.calendar import calendar_of
from billun.queries.home_workshop import home_workshop_id
from billun.queries.places import sites_of, workshops_of
from billun.queries.to_plan import to_plan

maintenance_calendar = Blueprint("maintenance_calendar", __name__)

A_WEEK = timedelta(days=7)


@maintenance_calendar.get("/maintenance")
@only(Role.MANAGER, Role.WORKSHOP)
def index() -> ResponseReturnValue:
    shown = wanted_calendar()
    if is_fragment("to-plan"):
        return render_template("maintenance/_to_plan.html", **waiting(shown))
    if is_fragment("calendar-list"):
        return render_template("maintenance/_calendar_list.html", **week(shown))
    workshops = workshops_of(actor())
    opens, closes = hours_shown(workshops)
    return render_template(
        "maintenance/calendar.html",
        **waiting(shown),
        **week(shown),
        workshops=workshops,
        sites=sites_of(actor()),
        home=home_workshop_id(actor()),
        opens=opens,
        closes=closes,
        begins=first_open_hour(workshops),
        open_days=open_weekdays(workshops),
        before=shown.beside(-1),
        after=shown.beside(1),
    )


def waiting(shown: CalendarView) -> dict[str, Any]:
    found = to_plan(actor(), shown.workshop_id, shown.site_id)
    return {"shown": shown, "to_plan": found, "today": actor().company.today}


def week(shown: CalendarView) -> dict[str, Any]:
    """The days of the week that is shown, each with what is planned on it."""
    zone, first = actor().company.zone, shown.monday
    since, until = midnight(first, zone), midnight(first + A_WEEK, zone)
    items = calendar_of(actor(), since, until, shown.lane, shown.workshop_id).items
    days = [first + timedelta(days=number) for number in range(7)]
    return {"days": [(day, planned_on(day, items)) for day in days], "monday": first}


def planned_on(day: date, items: Sequence[Intervention]) -> list[Intervention]:
    """Those that begin on the day, and what has begun before the week on its first."""
    zone = actor().company.zone
    return [
        item
        for item in items
        if item.starts_at
        and (
            wall_at(item.starts_at, zone).date() == day
            or (day.weekday() == 0 and wall_at(item.starts_at, zone).date() < day)
        )
    ]
