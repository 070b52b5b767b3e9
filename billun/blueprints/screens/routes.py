"""The screens of the workshops: made and put out of service by those who lead."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from billun.adapters.qr_codes import qr_code
from billun.blueprints.access import actor, only
from billun.blueprints.form_errors import beside_fields
from billun.blueprints.fragments import is_fragment
from billun.blueprints.screens.forms import NewScreenForm
from billun.models import Role
from billun.operations.screen_link import link_of_screen
from billun.operations.screens import (
    add_screen,
    pair_anew,
    refuse_who_may_not,
    revoke_screen,
    screen_with_id,
    screens_in_service,
)

screens = Blueprint("screens", __name__)


@screens.get("/screens")
@only(Role.MANAGER, Role.WORKSHOP)
def index() -> ResponseReturnValue:
    return render_template("screens/list.html", screens=screens_in_service(actor()))


@screens.route("/screens/new", methods=["GET", "POST"])
@only(Role.MANAGER, Role.WORKSHOP)
def new() -> ResponseReturnValue:
    refuse_who_may_not(actor())
    form = NewScreenForm()
    form.offer_choices(actor())
    if form.validate_on_submit():
        with beside_fields(form):
            screen, _created = add_screen(actor(), form.as_operation_form())
            return redirect(url_for("screens.show", id=screen.id), 303)
    failed = bool(form.errors or form.form_errors)
    return render_template("screens/new.html", form=form), 422 if failed else 200


@screens.get("/screens/<uuid:id>")
@only(Role.MANAGER, Role.WORKSHOP)
def show(id: UUID) -> ResponseReturnValue:
    """Its link and code as long as it waits for its device, and what became of it then."""
    screen = screen_with_id(actor(), id)
    link = link_of_screen(screen) if screen.can_be_paired else None
    template = "screens/_screen.html" if is_fragment("screen") else "screens/screen.html"
    return render_template(template, screen=screen, link=link, code=qr_code(link) if link else None)


@screens.post("/screens/<uuid:id>/pairing")
@only(Role.MANAGER, Role.WORKSHOP)
def renew(id: UUID) -> ResponseReturnValue:
    """A fresh link; the device before is out."""
    pair_anew(actor(), screen_with_id(actor(), id))
    return redirect(url_for("screens.show", id=id), 303)


@screens.post("/screens/<uuid:id>/revocation")
@only(Role.MANAGER, Role.WORKSHOP)
def revoke(id: UUID) -> ResponseReturnValue:
    screen = screen_with_id(actor(), id)
    revoke_screen(actor(), screen)
    flash(_("“%(name)s” shows nothing any more.", name=screen.name))
    return redirect(url_for("screens.index"), 303)
