"""The shared tablet of a workshop: a name, a PIN, and the work is done in that person's name."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user, logout_user
from werkzeug.exceptions import Forbidden

from billun.blueprints.access import actor, me, signed_in, tablets
from billun.blueprints.account.routes import safe_next
from billun.blueprints.form_errors import put
from billun.blueprints.identity import remember_in_session
from billun.blueprints.screen_here import forget_person, tablet_here
from billun.blueprints.sign_in_limits import refuse_after_wrong_pins
from billun.blueprints.tablet.forms import PinForm
from billun.errors import Refused
from billun.extensions import db
from billun.models import Membership, Screen
from billun.operations import sign_ins
from billun.operations.tablet_sign_ins import member_on, names_on, sign_in_on_tablet

tablet = Blueprint("tablet", __name__)


@tablet.get("/tablet")
@tablets
def names() -> ResponseReturnValue:
    """Who is there? Whoever was signed in on the tablet goes on to their work."""
    if is_somebody_at_it() and "next" not in request.args:
        return redirect(day_of_work(actor()))
    own, others = names_on(screen())
    return render_template(
        "tablet/names.html", screen=screen(), own=own, others=others, next=safe_next()
    )


@tablet.route("/tablet/<uuid:id>", methods=["GET", "POST"])
@tablets
def pin(id: UUID) -> ResponseReturnValue:
    """The PIN of the one whose name was touched."""
    member, form = member_on(screen(), id), PinForm()
    if form.validate_on_submit() and come_in(member, form):
        return redirect(safe_next() or day_of_work(member), 303)
    page = render_template("tablet/pin.html", member=member, form=form, next=safe_next())
    return page, 422 if form.errors or form.form_errors else 200


@tablet.post("/tablet/end")
@signed_in
def end() -> ResponseReturnValue:
    """Done: back to the names, for the next one."""
    if me().screen_id is None:
        raise Forbidden(_("This device is not paired as a tablet."))
    leave()
    return redirect(url_for("tablet.names", next=safe_next()), 303)


@tablet.post("/tablet/presence")
@signed_in
def presence() -> ResponseReturnValue:
    """Somebody is still there: the page says so for hands that only read."""
    return "", 204


def come_in(member: Membership, form: PinForm) -> bool:
    """Sign the member in here; a wrong PIN stands beside the field, and stays counted although this is refused."""
    with refuse_after_wrong_pins(screen().id) as attempt:
        try:
            signed_in = sign_in_on_tablet(
                screen(), member, form.pin.data, request.user_agent.string
            )
        except Refused as refused:
            attempt.failed()
            db.session.commit()
            put(form, refused.field, refused.message)
            return False
    if is_somebody_at_it():
        sign_ins.sign_out(me())
    remember_in_session(signed_in)
    return True


def day_of_work(member: Membership) -> str:
    """The member's open jobs until tonight, those that are late included."""
    today = member.company.today.isoformat()
    return url_for("maintenance_list.index", person=member.user_id, to=today)


def leave() -> None:
    sign_ins.sign_out(me())
    logout_user()
    forget_person()


def is_somebody_at_it() -> bool:
    return current_user.is_authenticated and bool(me().screen_id == screen().id)


def screen() -> Screen:
    found = tablet_here()
    assert found is not None
    return found
