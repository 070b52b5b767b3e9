"""Equipment is added, edited, retired and taken back into use."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import joinedload

from billun.blueprints.access import actor, only
from billun.blueprints.equipment.forms import EquipmentPageForm, form_for, written
from billun.blueprints.equipment.merging import merged
from billun.blueprints.form_errors import beside_fields
from billun.blueprints.loading import equipment_named
from billun.models import Equipment, Role
from billun.operations.equipment import (
    add_equipment,
    edit_equipment,
    lock_to_edit,
    retire_equipment,
)
from billun.operations.labels import add_labelled_equipment
from billun.operations.plausibility import doubts_about
from billun.operations.taking_back import take_back_into_use

equipment_editing = Blueprint("equipment_editing", __name__)


@equipment_editing.route("/equipment/new", methods=["GET", "POST"])
@only(Role.MANAGER)
def new() -> ResponseReturnValue:
    form = empty_form()
    if form.kind.data and is_sent() and form.validate() and form.find_parent(actor()):
        with beside_fields(form, **form.spec_names):
            return shown(made_of(form))
    return answered("equipment/new.html", form)


@equipment_editing.route("/equipment/<billun_id>/edit", methods=["GET", "POST"])
@only(Role.MANAGER)
def edit(billun_id: str) -> ResponseReturnValue:
    item = equipment_named(billun_id, joinedload(Equipment.parent))
    form = form_of(item)
    if is_sent() and form.validate() and form.find_parent(actor(), item.parent):
        lock_to_edit(item)
        if form.version.data != item.version:
            both = merged(form, item)
            both.form.offer_choices(actor())
            return page("equipment/edit.html", both.form, item, both=both), 409
        with beside_fields(form, **form.spec_names):
            edit_equipment(actor(), item, form.as_operation_form())
            return shown(item)
    return answered("equipment/edit.html", form, item)


@equipment_editing.post("/equipment/<billun_id>/retirement")
@only(Role.MANAGER)
def retirement(billun_id: str) -> ResponseReturnValue:
    item = equipment_named(billun_id)
    retire_equipment(actor(), item)
    return redirect(url_for("equipment.show", billun_id=item.billun_id), 303)


@equipment_editing.post("/equipment/<billun_id>/retirement/removal")
@only(Role.MANAGER)
def retirement_removal(billun_id: str) -> ResponseReturnValue:
    item = equipment_named(billun_id)
    take_back_into_use(actor(), item)
    flash(_("It is in use again."), "success")
    return redirect(url_for("equipment.show", billun_id=item.billun_id), 303)


def empty_form() -> EquipmentPageForm:
    kind = request.form.get("kind", request.args.get("kind", ""))
    form: EquipmentPageForm = form_for(kind)(data={"kind": kind})
    form.offer_choices(actor())
    return form


def form_of(item: Equipment) -> EquipmentPageForm:
    form: EquipmentPageForm = form_for(request.form.get("kind", item.kind))(data=written(item))
    form.offer_choices(actor())
    return form


def made_of(form: EquipmentPageForm) -> Equipment:
    """The new item; one whose blank label was scanned gets the ID that is printed on it."""
    if label := request.args.get("label"):
        return add_labelled_equipment(actor(), form.as_operation_form(), label)
    item, _created = add_equipment(actor(), form.as_operation_form(), form.new_id)
    return item


def is_sent() -> bool:
    """Whether the form is to be saved; another kind only asks for the fields of that kind."""
    return request.method == "POST" and "fields" not in request.form


def answered(
    template: str, form: EquipmentPageForm, item: Equipment | None = None
) -> ResponseReturnValue:
    wrong = bool(form.errors or form.form_errors)
    return page(template, form, item), 422 if wrong else 200


def page(template: str, form: EquipmentPageForm, item: Equipment | None, **more: object) -> str:
    return render_template(template, form=form, item=item, kept=kept_values(form), **more)


def kept_values(form: EquipmentPageForm) -> list[tuple[str, str]]:
    """What was typed into fields that the chosen kind has not: it is there again when the kind is."""
    return [
        (name, value)
        for name, value in request.form.items(multi=True)
        if name.startswith("specs-") and value and name not in form
    ]


def shown(item: Equipment) -> ResponseReturnValue:
    """The item's page, with what somebody should compare with the papers once more."""
    for doubt in doubts_about(item):
        flash(doubt.message, "warning")
    return redirect(url_for("equipment.show", billun_id=item.billun_id), 303)
