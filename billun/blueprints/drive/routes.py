"""The driver's pages: find the equipment, see what is open on it, follow the own reports."""

from __future__ import annotations

from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import joinedload

from billun.blueprints.access import actor, members
from billun.blueprints.drive.blueprint import drive
from billun.blueprints.drive.sightings import shots_of
from billun.blueprints.fragments import is_fragment
from billun.blueprints.loading import equipment_named
from billun.models import Equipment
from billun.operations.walk_arounds import meters_of
from billun.queries.driver_history import (
    last_equipment,
    last_reports,
    last_walk_around,
    outcomes_of,
)
from billun.queries.equipment_lookup import look_up
from billun.queries.equipment_search import EquipmentFilter, open_anomaly_counts, search_equipment
from billun.queries.known_damage import known_damage

FOUND_AT_MOST = 12


@drive.get("/drive")
@members
def find() -> ResponseReturnValue:
    """The search, and what was at hand last where nothing is searched."""
    query = request.args.get("q", "")[:80].strip()
    if is_fragment("results"):
        return render_template("drive/_results.html", query=query, **found(query))
    shown = found(query) if query else lately()
    return render_template("drive/find.html", query=query, **shown)


@drive.get("/drive/equipment/<billun_id>")
@members
def equipment(billun_id: str) -> ResponseReturnValue:
    """One item, and what is already open on it."""
    item = equipment_named(billun_id, joinedload(Equipment.company))
    shown = {"equipment": item, "open_anomalies": known_damage(item)}
    if is_fragment("known"):
        return render_template("drive/_known.html", **shown)
    return render_template("drive/equipment.html", **shown, **walk_around_of(item))


@drive.get("/drive/reports")
@members
def reports() -> ResponseReturnValue:
    """One's own reports and what became of them."""
    own = last_reports(actor(), 50)
    shown = {"reports": own, "outcomes": outcomes_of(own), **shots_of(None)}
    return render_template("drive/reports.html", **shown)


def found(query: str) -> dict[str, Any]:
    """What carries exactly this code, else whatever the words fit."""
    items = look_up(actor(), query) if query else []
    if query and not items:
        items = list(search_equipment(actor(), EquipmentFilter(q=query), FOUND_AT_MOST).items)
    return {"found": items, "counts": open_anomaly_counts([item.id for item in items])}


def lately() -> dict[str, Any]:
    recent, own = last_equipment(actor()), last_reports(actor(), 2)
    counts = open_anomaly_counts([item.id for item in recent])
    return {"recent": recent, "counts": counts, "reports": own, "outcomes": outcomes_of(own)}


def walk_around_of(item: Equipment) -> dict[str, Any]:
    """What "Nothing to report" asks and says, and what the phone remembers of the item."""
    return {
        "meters": meters_of(item),
        "last_walk": last_walk_around(item),
        "remembered": remembered(item),
    }


def remembered(item: Equipment) -> dict[str, str]:
    """Enough of the item to show it as a part of "My combination"."""
    names = ("billun_id", "family", "kind", "title", "internal_id", "plate", "plate_country")
    values = {"id": item.id, "fitness": item.fitness} | {
        name: getattr(item, name) for name in names
    }
    return {name: str(value) for name, value in values.items() if value}
