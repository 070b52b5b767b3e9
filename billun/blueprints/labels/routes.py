"""Labels: printed for equipment or in advance, and what an item carries beside its own."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from billun.adapters.qr_codes import qr_code
from billun.blueprints.access import actor, members, only
from billun.blueprints.equipment.filters import wanted_equipment
from billun.blueprints.form_errors import beside_fields
from billun.blueprints.labels.forms import PLACES, BlankLabelsForm, CodeForm, PrintForm
from billun.blueprints.labels.loading import code_on
from billun.blueprints.labels.printing import as_pdf, labels_of, labels_of_nothing, url_of
from billun.blueprints.loading import equipment_named
from billun.errors import Missing, Refused
from billun.models import Equipment, Role
from billun.operations.labels import MOST_LABELS_AT_ONCE, add_code, remove_code, stock_labels
from billun.queries.equipment_filter import EquipmentFilter
from billun.queries.labels import (
    all_wanted,
    codes_of,
    count_wanted,
    equipment_with_ids,
    labels_in_stock,
)

labels = Blueprint("labels", __name__)


@labels.get("/labels")
@only(Role.MANAGER, Role.WORKSHOP)
def index() -> ResponseReturnValue:
    """What can be printed: labels of the equipment named in the URL (or all), and blank ones."""
    return labels_page()


@labels.post("/labels")
@only(Role.MANAGER, Role.WORKSHOP)
def print_labels() -> ResponseReturnValue:
    """The labels of the items ticked (`ids`), else of all that the filter in the URL leaves."""
    form = PrintForm()
    if form.validate():
        with beside_fields(form):
            chosen = chosen_equipment()
            return as_pdf(labels_of(actor(), chosen), form.wanted_format, form.skip)
    return labels_page(of_equipment=form), 422


@labels.post("/labels/blank")
@only(Role.MANAGER, Role.WORKSHOP)
def print_blank_labels() -> ResponseReturnValue:
    """New labels that belong to nothing yet."""
    form = BlankLabelsForm()
    if form.validate():
        with beside_fields(form):
            blank, _new = stock_labels(actor(), form.count.data)
            return as_pdf(labels_of_nothing(actor(), blank), form.wanted_format, form.skip)
    return labels_page(blank=form), 422


@labels.get("/equipment/<billun_id>/codes")
@members
def codes(billun_id: str) -> ResponseReturnValue:
    """The item's label, and the codes that lead to it as well."""
    return codes_page(equipment_named(billun_id), CodeForm())


@labels.post("/equipment/<billun_id>/codes")
@only(Role.MANAGER, Role.WORKSHOP)
def attach(billun_id: str) -> ResponseReturnValue:
    """Let one more code lead to the item."""
    item, form = equipment_named(billun_id), CodeForm()
    if form.validate():
        with beside_fields(form):
            added, _new = add_code(actor(), item, form.code.data or "")
            flash(_("%(code)s leads here now.", code=added.code), "success")
            return redirect(url_for("labels.codes", billun_id=item.billun_id), 303)
    return codes_page(item, form), 422


@labels.post("/equipment/<billun_id>/codes/<uuid:id>/removal")
@only(Role.MANAGER, Role.WORKSHOP)
def detach(billun_id: str, id: UUID) -> ResponseReturnValue:
    """Let the code lead nowhere."""
    item = equipment_named(billun_id)
    carried = code_on(item, id)
    remove_code(actor(), carried)
    flash(_("%(code)s leads nowhere now.", code=carried.code))
    return redirect(url_for("labels.codes", billun_id=item.billun_id), 303)


def labels_page(of_equipment: PrintForm | None = None, blank: BlankLabelsForm | None = None) -> str:
    ids, wanted = chosen_ids(), wanted_equipment()
    return render_template(
        "labels/labels.html",
        of_equipment=of_equipment or PrintForm(formdata=None),
        blank=blank or BlankLabelsForm(formdata=None),
        ids=ids,
        found=len(ids) or count_wanted(actor(), wanted),
        narrowed=wanted != EquipmentFilter(),
        in_stock=labels_in_stock(actor()),
        places=PLACES,
    )


def codes_page(item: Equipment, form: CodeForm) -> str:
    return render_template(
        "equipment/codes.html",
        item=item,
        form=form,
        codes=codes_of(item),
        code=qr_code(url_of(item.billun_id)),
    )


def chosen_equipment() -> list[Equipment]:
    """The items to print labels for. Raises Refused for none or too many, Missing for a foreign one."""
    ids, most = chosen_ids(), MOST_LABELS_AT_ONCE
    if len(ids) > most:
        raise Refused("", too_many())
    if ids:
        return equipment_with_ids(actor(), ids)
    found = all_wanted(actor(), wanted_equipment(), most + 1)
    if len(found) > most:
        raise Refused("", too_many())
    if not found:
        raise Refused("", _("Nothing matches, so there is nothing to print."))
    return found


def too_many() -> str:
    return str(_("At most %(most)s labels at once. Narrow the list.", most=MOST_LABELS_AT_ONCE))


def chosen_ids() -> list[UUID]:
    """The items that somebody ticked, in the form or in the URL. Raises Missing for what is no id."""
    try:
        return [UUID(id) for id in request.values.getlist("ids")]
    except ValueError as error:
        raise Missing from error
