"""The map of all that is open, with the list that says the same in words."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, jsonify, render_template, request
from flask.typing import ResponseReturnValue

from billun.blueprints.access import actor, members
from billun.blueprints.equipment.filters import one_of, uuid_of, word_of
from billun.blueprints.fragments import is_fragment
from billun.blueprints.loading import refuse_foreign_ids
from billun.catalogue import catalogue
from billun.models import Criticality
from billun.queries.open_anomaly_map import MapFilter, levels_of, listed, marks_of, without_place
from billun.queries.place_names import place_names
from billun.queries.places import sites_of

open_map = Blueprint("open_map", __name__)

# A metre is enough to find a lorry.
DIGITS = 5


@open_map.get("/anomalies/map")
@members
def show() -> ResponseReturnValue:
    wanted = wanted_marks()
    levels = levels_of(actor(), wanted)
    total = levels.get(wanted.criticality, 0) if wanted.criticality else sum(levels.values())
    return render_template(
        "anomalies/_map_list.html" if is_fragment("map-list") else "anomalies/map.html",
        page=listed(actor(), wanted, total, request.args.get("cursor")),
        wanted=wanted,
        arguments=arguments_of(wanted),
        levels=levels,
        worst_first=list(reversed(Criticality)),
        placeless=without_place(actor()),
        places=place_names(actor()),
        sites=sites_of(actor()),
    )


@open_map.get("/anomalies/map/marks")
@members
def marks() -> ResponseReturnValue:
    """What the map draws: a mark for each that is open and has a position."""
    return jsonify([
        {
            "reference": row.reference,
            "criticality": row.criticality,
            "latitude": round(row.latitude, DIGITS),
            "longitude": round(row.longitude, DIGITS),
            "category": row.category,
            "title": row.plate or row.internal_id or row.billun_id,
        }
        for row in marks_of(actor(), wanted_marks())
    ])  # fmt: skip


def wanted_marks() -> MapFilter:
    """The filter in the URL; what it does not know is not chosen. Raises Missing for a foreign site."""
    wanted = MapFilter(
        criticality=word_of(Criticality, request.args.get("criticality")),
        category=one_of(catalogue.categories, request.args.get("category")),
        site_id=uuid_of(request.args.get("site_id")),
    )
    refuse_foreign_ids({"site_id": wanted.site_id} if wanted.site_id else {})
    return wanted


def arguments_of(wanted: MapFilter) -> dict[str, Any]:
    return {name: value for name, value in vars(wanted).items() if value}
