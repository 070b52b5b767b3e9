"""Many items of the list at once: moved, given a status, and all of it taken back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import Blueprint, flash, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_wtf import FlaskForm
from sqlalchemy import Select

from billun.blueprints.access import actor, only
from billun.blueprints.equipment.filters import (
    filter_arguments,
    uuid_of,
    wanted_equipment,
    wanted_sort,
    word_of,
)
from billun.blueprints.equipment.routes import LAST_BATCH
from billun.blueprints.form_errors import beside_fields
from billun.errors import Refused
from billun.models import Equipment, EquipmentStatus, Role
from billun.operations.equipment_batch import change_all, take_back
from billun.queries.equipment_filter import EquipmentFilter, wanted_by

equipment_selection = Blueprint("equipment_selection", __name__)


@equipment_selection.post("/equipment/selection")
@only(Role.MANAGER)
def change() -> ResponseReturnValue:
    """Change those ticked, with `all` every one that the filter leaves."""
    wanted, form = wanted_equipment(), FlaskForm()
    with beside_fields(form):
        batch = change_all(actor(), chosen(wanted), *wanted_change())
        session[LAST_BATCH] = {"at": batch.at.isoformat(), "number": batch.number}
    return to_list(wanted, form)


@equipment_selection.post("/equipment/selection/reversal")
@only(Role.MANAGER)
def reversal() -> ResponseReturnValue:
    """Take back what the same person changed in one go at the moment given."""
    form = FlaskForm()
    with beside_fields(form):
        number = take_back(actor(), moment(request.form.get("at", "")))
        text = ngettext("%(num)s item is as before.", "%(num)s items are as before.", number)
        flash(text, "success")
    return to_list(wanted_equipment(), form)


def chosen(wanted: EquipmentFilter) -> Select[Equipment]:
    if not wanted.ids and not request.form.get("all"):
        raise Refused("ids", _("Choose at least one item."))
    return wanted_by(actor(), wanted)


def wanted_change() -> tuple[str, Any]:
    """What to change and into what: `site_id=<id>`, `workshop_id=`, `status=retired`."""
    name, _equals, text = request.form.get("change", "").partition("=")
    value = word_of(EquipmentStatus, text) if name == "status" else uuid_of(text)
    if text and value is None:
        raise Refused("change", _("Choose what to change."))
    return name, value


def moment(text: str) -> datetime:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        at = None
    if at is None or at.tzinfo is None:
        raise Refused("at", _("There is nothing to take back."))
    return at


def to_list(wanted: EquipmentFilter, form: FlaskForm) -> ResponseReturnValue:
    for error in form.form_errors:
        flash(error, "error")
    arguments: dict[str, Any] = {**filter_arguments(wanted, wanted_sort())}
    return redirect(url_for("equipment.index", **arguments), 303)
