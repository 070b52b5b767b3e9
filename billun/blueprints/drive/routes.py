"""The driver's pages: find the equipment, see what is open on it, follow the own reports."""

from __future__ import annotations

from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import joinedload

from billun.blueprints.access import actor, members
from billun.blueprints.drive.blueprint import drive
from billun.blueprints.fragments import is_fragment
from billun.blueprints.loading import equipment_named
from billun.models import Equipment
from billun.queries.driver_history import last_equipment, last_reports
from billun.queries.equipment_lookup import look_up
from billun.queries.equipment_search import EquipmentFilter, open_anomaly_counts, search_equipment
from billun.queries.known_damage import known_damage

FOUND_AT_MOST = 12


@drive.get("/drive")
@members
def find() -> ResponseReturnValue:
    """The search, and what was at hand last where nothing is searched."""
    query = request.args.get("q", "")[:80].strip()
    shown: dict[str, Any] = {"found": found(query)} if query else lately()
    listed = shown.get("found") or shown.get("recent") or ()
    shown["counts"] = open_anomaly_counts([item.id for item in listed])
    page = "drive/_results.html" if is_fragment("results") else "drive/find.html"
    return render_template(page, query=query, **shown)


@drive.get("/drive/equipment/<billun_id>")
@members
def equipment(billun_id: str) -> ResponseReturnValue:
    """One item, and what is already open on it."""
    item = equipment_named(billun_id, joinedload(Equipment.company))
    page = "drive/_known.html" if is_fragment("known") else "drive/equipment.html"
    return render_template(page, equipment=item, open_anomalies=known_damage(item))


@drive.get("/drive/reports")
@members
def reports() -> ResponseReturnValue:
    """One's own reports and what became of them."""
    return render_template("drive/reports.html", reports=last_reports(actor(), 50))


def found(query: str) -> list[Equipment]:
    """What carries exactly this code, else whatever the words fit."""
    exact = look_up(actor(), query)
    return exact or list(search_equipment(actor(), EquipmentFilter(q=query), FOUND_AT_MOST).items)


def lately() -> dict[str, Any]:
    return {"recent": last_equipment(actor()), "reports": last_reports(actor(), 2)}
