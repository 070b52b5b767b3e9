"""One's own PIN for the shared tablets of the workshop."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from billun.blueprints.access import actor, only
from billun.blueprints.account.forms import NewPinForm
from billun.blueprints.account.page import account_page
from billun.blueprints.form_errors import beside_fields
from billun.models import Role
from billun.operations.pins import remove_pin, set_pin

own_pin = Blueprint("own_pin", __name__)


@own_pin.post("/account/pin")
@only(Role.WORKSHOP)
def choose() -> ResponseReturnValue:
    form = NewPinForm()
    if form.validate_on_submit():
        with beside_fields(form):
            set_pin(actor(), actor(), form.pin.data)
            flash(_("Your PIN is set. On a shared tablet, touch your name and type it."), "success")
            return redirect(url_for("account.show"), 303)
    return account_page(pin_form=form), 422


@own_pin.post("/account/pin/removal")
@only(Role.WORKSHOP)
def remove() -> ResponseReturnValue:
    remove_pin(actor(), actor())
    flash(_("You have no PIN any more."))
    return redirect(url_for("account.show"), 303)
