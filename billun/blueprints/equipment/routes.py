"""Equipment: the list, an item, a new one."""

from __future__ import annotations

from enum import StrEnum
from typing import TypeVar

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import joinedload

from billun.blueprints.access import actor, members, only
from billun.blueprints.equipment.forms import EquipmentPageForm
from billun.blueprints.form_errors import beside_fields
from billun.blueprints.fragments import is_fragment
from billun.blueprints.loading import equipment_named
from billun.catalogue import catalogue
from billun.models import Equipment, EquipmentStatus, Fitness, Role
from billun.operations.equipment import add_equipment
from billun.queries.anomaly_list import AnomalyFilter, list_anomalies
from billun.queries.equipment_lookup import look_up
from billun.queries.equipment_search import EquipmentFilter, open_anomaly_counts, search_equipment
from billun.queries.known_damage import known_damage

equipment = Blueprint("equipment", __name__)

ROWS = 50
Word = TypeVar("Word", bound=StrEnum)


@equipment.get("/equipment")
@members
def index() -> ResponseReturnValue:
    wanted = wanted_equipment()
    page = search_equipment(actor(), wanted, ROWS, request.args.get("cursor"))
    template = "equipment/_list.html" if is_fragment("equipment-list") else "equipment/list.html"
    counts = open_anomaly_counts([item.id for item in page.items])
    return render_template(template, page=page, wanted=wanted, counts=counts)


@equipment.route("/equipment/new", methods=["GET", "POST"])
@only(Role.MANAGER)
def new() -> ResponseReturnValue:
    form = EquipmentPageForm()
    form.offer_choices(actor())
    if form.validate_on_submit():
        with beside_fields(form):
            item, _created = add_equipment(actor(), form.as_operation_form())
            return redirect(url_for("equipment.show", billun_id=item.billun_id), 303)
    failed = bool(form.errors or form.form_errors)
    return render_template("equipment/new.html", form=form), 422 if failed else 200


@equipment.get("/equipment/<billun_id>")
@members
def show(billun_id: str) -> ResponseReturnValue:
    item = equipment_named(billun_id, joinedload(Equipment.site), joinedload(Equipment.workshop))
    past = list_anomalies(actor(), AnomalyFilter(equipment_id=item.id), 20)
    return render_template(
        "equipment/equipment.html", item=item, open_ones=known_damage(item), past=past
    )


@equipment.get("/e/<code>")
@members
def label(code: str) -> ResponseReturnValue:
    """Where a scanned label leads: the driver's page or the desk's."""
    found = look_up(actor(), code)
    item = found[0] if found else equipment_named(code)
    page = "drive.equipment" if actor().role == Role.DRIVER else "equipment.show"
    return redirect(url_for(page, billun_id=item.billun_id))


def wanted_equipment() -> EquipmentFilter:
    """The filter in the URL; a word that is none of ours narrows nothing."""
    args = request.args
    return EquipmentFilter(
        q=args.get("q", "")[:100],
        family=args.get("family") if args.get("family") in catalogue.families else None,
        kind=args.get("kind") if args.get("kind") in catalogue.kinds else None,
        status=one_of(EquipmentStatus, args.get("status")),
        fitness=one_of(Fitness, args.get("fitness")),
    )


def one_of(words: type[Word], text: str | None) -> Word | None:
    return words(text) if text in list(words) else None
