"""Equipment: the list, and the pages of an item that are only read."""

from __future__ import annotations

from flask import Blueprint, render_template, request, session
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import joinedload

from billun.blueprints.access import actor, members
from billun.blueprints.equipment import change_words, filters
from billun.blueprints.equipment.filters import wanted_equipment
from billun.blueprints.equipment.words import blocked_words, technical_groups
from billun.blueprints.fragments import is_fragment
from billun.blueprints.loading import equipment_named
from billun.models import Equipment
from billun.models.deadline import state_of
from billun.queries.equipment_changes import history_of, names_in
from billun.queries.equipment_facets import count_facets
from billun.queries.equipment_overview import overview_of
from billun.queries.equipment_search import SORTS, open_anomaly_counts, search_equipment
from billun.queries.equipment_standing import standing_of
from billun.queries.place_names import place_names

equipment = Blueprint("equipment", __name__)
equipment.add_app_template_filter(standing_of, "standing")
equipment.add_app_template_filter(blocked_words)
equipment.add_app_template_filter(state_of, "due_state")
equipment.add_app_template_filter(change_words.change_label)
equipment.add_app_template_filter(change_words.change_kind_word)
equipment.add_app_template_global(change_words.change_value)

ROWS = 50
# What was changed in one go is offered once for taking back.
LAST_BATCH = "equipment_batch"


@equipment.get("/equipment")
@members
def index() -> ResponseReturnValue:
    wanted, sort = wanted_equipment(), filters.wanted_sort()
    facets = count_facets(actor(), wanted)
    page = search_equipment(actor(), wanted, ROWS, request.args.get("cursor"), sort, facets.total)
    return render_template(
        "equipment/_list.html" if is_fragment("equipment-list") else "equipment/list.html",
        page=page,
        facets=facets,
        wanted=wanted,
        sort=sort,
        sorts=SORTS,
        arguments=filters.filter_arguments(wanted, sort),
        columns=filters.chosen_columns(),
        all_columns=filters.COLUMNS,
        places=place_names(actor()),
        counts=open_anomaly_counts([item.id for item in page.items]),
        today=actor().company.today,
        batch=None if request.headers.get("HX-Request") else session.pop(LAST_BATCH, None),
    )


@equipment.get("/equipment/<billun_id>")
@members
def show(billun_id: str) -> ResponseReturnValue:
    item = equipment_named(
        billun_id,
        joinedload(Equipment.site),
        joinedload(Equipment.workshop),
        joinedload(Equipment.parent),
    )
    template = "_panel.html" if is_fragment("equipment-panel") else "equipment.html"
    around = overview_of(actor(), item)
    return render_template(
        f"equipment/{template}", item=item, around=around, known_standing=around.standing
    )


@equipment.get("/equipment/<billun_id>/technical")
@members
def technical(billun_id: str) -> ResponseReturnValue:
    item = equipment_named(billun_id)
    return render_template("equipment/technical.html", item=item, groups=technical_groups(item))


@equipment.get("/equipment/<billun_id>/history")
@members
def history(billun_id: str) -> ResponseReturnValue:
    item = equipment_named(billun_id)
    page = history_of(actor(), item, cursor=request.args.get("cursor"))
    names = names_in(change.changes for change in page.items)
    return render_template("equipment/history.html", item=item, page=page, names=names)
