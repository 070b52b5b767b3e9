"""The PIN of somebody of the workshop, set by those who lead and handed over by word of mouth."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from billun.blueprints.access import actor, only
from billun.blueprints.account.forms import NewPinForm
from billun.blueprints.form_errors import beside_fields
from billun.blueprints.loading import person_with_id
from billun.blueprints.people.routes import person_page
from billun.models import Role
from billun.operations.pins import remove_pin, set_pin

people_pins = Blueprint("people_pins", __name__)


@people_pins.post("/people/<uuid:id>/pin")
@only(Role.MANAGER, Role.WORKSHOP)
def choose(id: UUID) -> ResponseReturnValue:
    member, form = person_with_id(id), NewPinForm()
    if form.validate_on_submit():
        with beside_fields(form):
            set_pin(actor(), member, form.pin.data)
            flash(_("The PIN is set. Tell it to %(name)s.", name=member.user.full_name), "success")
            return redirect(url_for("people.show", id=id), 303)
    return person_page(person_with_id(id), pin_form=form), 422


@people_pins.post("/people/<uuid:id>/pin/removal")
@only(Role.MANAGER, Role.WORKSHOP)
def remove(id: UUID) -> ResponseReturnValue:
    remove_pin(actor(), person_with_id(id))
    flash(_("This person signs in to no tablet any more."))
    return redirect(url_for("people.show", id=id), 303)
