"""Invitations that wait for one's answer, and the companies that one can switch to."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from billun.blueprints.access import me, signed_in
from billun.blueprints.account.routes import place_of_work
from billun.errors import Missing
from billun.models import Invitation
from billun.operations import sign_ins
from billun.operations.invitations import remind
from billun.operations.joining import accept, decline, is_proven
from billun.queries.invitations import waiting_for

waiting = Blueprint("waiting", __name__)


@waiting.get("/account/companies")
@signed_in
def companies() -> ResponseReturnValue:
    """What the person's menu shows of them when it opens."""
    return render_template("account/_companies.html", waiting=waiting_for(me().user))


@waiting.post("/account/invitations/<uuid:id>/acceptance")
@signed_in
def join(id: UUID) -> ResponseReturnValue:
    member = accept(proven(id), me().user)
    sign_ins.switch_company(me(), member.company_id)
    flash(_("You have joined %(company)s.", company=member.company.name), "success")
    return redirect(place_of_work(), 303)


@waiting.post("/account/invitations/<uuid:id>/refusal")
@signed_in
def refuse(id: UUID) -> ResponseReturnValue:
    decline(proven(id))
    flash(_("The invitation is declined."))
    return redirect(url_for("account.show"), 303)


@waiting.post("/account/invitations/<uuid:id>/mail")
@signed_in
def mail_again(id: UUID) -> ResponseReturnValue:
    """Have the link sent again, to the address that it is for."""
    remind(one_waiting(id))
    flash(_("A link is on its way to your mailbox."))
    return redirect(url_for("account.show"), 303)


def proven(id: UUID) -> Invitation:
    """An invitation that the account alone may answer. Raises Missing."""
    invitation = one_waiting(id)
    if not is_proven(invitation, me().user):
        raise Missing
    return invitation


def one_waiting(id: UUID) -> Invitation:
    for invitation in waiting_for(me().user):
        if invitation.id == id:
            return invitation
    raise Missing
