"""The safety kit of an item: one page to look through and to keep."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from billun.blueprints.access import actor, members, only
from billun.blueprints.form_errors import beside_fields
from billun.blueprints.loading import equipment_named
from billun.blueprints.safety_kit.forms import KitForm
from billun.errors import Conflict
from billun.models import Equipment, Role
from billun.operations.fitness import lock_equipment
from billun.operations.safety_kit import complete_kit, write_kit
from billun.queries.safety_kit import Kit, kit_of

safety_kit = Blueprint("safety_kit", __name__)


@safety_kit.get("/equipment/<billun_id>/safety-kit")
@members
def show(billun_id: str) -> ResponseReturnValue:
    item = equipment_named(billun_id)
    kit = kit_of(item)
    return page(item, kit, KitForm.of(kit))


@safety_kit.post("/equipment/<billun_id>/safety-kit")
@only(Role.WORKSHOP, Role.MANAGER)
def write(billun_id: str) -> ResponseReturnValue:
    item = equipment_named(billun_id)
    lock_equipment(item)
    kit = kit_of(item)
    form = KitForm.of(kit)
    if form.validate():
        with beside_fields(form):
            refuse_overtaken(form, kit)
            write_kit(actor(), item, form.as_operation_forms())
            flash(_("The safety kit is saved."), "success")
            return redirect(url_for(".show", billun_id=item.billun_id), 303)
    return page(item, kit, form), 422


@safety_kit.post("/equipment/<billun_id>/safety-kit/completion")
@only(Role.WORKSHOP, Role.MANAGER)
def complete(billun_id: str) -> ResponseReturnValue:
    item = equipment_named(billun_id)
    count = complete_kit(actor(), item)
    flash(
        ngettext("%(num)s item noted as there.", "%(num)s items noted as there.", count), "success"
    )
    return redirect(url_for(".show", billun_id=item.billun_id), 303)


def page(item: Equipment, kit: Kit, form: KitForm) -> str:
    return render_template("equipment/safety_kit.html", item=item, kit=kit, form=form)


def refuse_overtaken(form: KitForm, kit: Kit) -> None:
    """Two people look through the same kit: the second is told, and writes on what the first has written."""
    if form.seen.data != kit.seen:
        form.seen.data = kit.seen
        raise Conflict(
            _(
                "Somebody changed the kit meanwhile. Compare your entries with what is there, then save again."
            )
        )
