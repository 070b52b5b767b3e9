"""What was done on an item, how long it was off the road for it, and what it cost."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from billun.blueprints.access import actor, only
from billun.blueprints.deadlines.filters import day_in
from billun.blueprints.loading import equipment_named
from billun.errors import Refused
from billun.models import Equipment, Role
from billun.queries.anomaly_statistics import last_months
from billun.queries.maintenance_costs import CostFilter, costs_of
from billun.queries.maintenance_history import history_of, off_the_road, time_off_the_road

equipment_maintenance = Blueprint("equipment_maintenance", __name__)
equipment_maintenance.add_app_template_filter(time_off_the_road)

ROWS = 50


@equipment_maintenance.get("/equipment/<billun_id>/maintenance")
@only(Role.MANAGER, Role.WORKSHOP)
def show(billun_id: str) -> ResponseReturnValue:
    item = equipment_named(billun_id)
    wanted = wanted_costs(item)
    try:
        return history_page(item, wanted), 200
    except Refused as refused:
        first, last = last_months(actor().company)
        return history_page(item, replace(wanted, first=first, last=last), refused.message), 422


def wanted_costs(item: Equipment) -> CostFilter:
    """The days that the address asks for, else the last twelve months."""
    first, last = last_months(actor().company)
    return CostFilter(
        first=day_in(request.args.get("from")) or first,
        last=day_in(request.args.get("to")) or last,
        equipment_id=item.id,
    )


def history_page(item: Equipment, wanted: CostFilter, message: str = "") -> str:
    zone = actor().company.zone
    costs = costs_of(actor(), wanted)
    since = datetime.combine(wanted.first, time(), zone)
    until = datetime.combine(wanted.last + timedelta(days=1), time(), zone)
    return render_template(
        "equipment/maintenance.html",
        item=item,
        wanted=wanted,
        costs=costs,
        off=off_the_road(item, since, until),
        page=history_of(item, ROWS, request.args.get("cursor")),
        message=message,
    )
