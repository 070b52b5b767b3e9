"""Coming in with the link of a mail or the code of a card. Opening it changes nothing: a preview of the link may."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from billun.blueprints.access import anyone, me, signed_in
from billun.blueprints.account.forms import NewPasswordForm, SignInForm
from billun.blueprints.account.routes import enter, place_of_work
from billun.blueprints.form_errors import beside_fields, put
from billun.blueprints.joining.forms import NewcomerPageForm
from billun.blueprints.page_context import locale
from billun.blueprints.sign_in_limits import (
    by_address,
    refuse_after_failures,
    refuse_after_wrong_names,
)
from billun.errors import Missing
from billun.models import Invitation, InvitationKind, Membership
from billun.operations import sign_ins
from billun.operations.invitation_link import JOINING, SIGNING_IN, invitation_of_token
from billun.operations.joining import NewcomerForm, accept, decline, join_anew
from billun.operations.sign_in_cards import use_sign_in_card
from billun.operations.users import user_with

joining = Blueprint("joining", __name__)

# Two forms stand on one page, so the names of the second one's fields begin with this.
OF_ACCOUNT = "account-"


@joining.route("/join/<token>", methods=["GET", "POST"])
@by_address
@anyone
def join(token: str) -> ResponseReturnValue:
    """What the invitation says; posting joins with a new account."""
    invitation = invitation_of_token(token, JOINING)
    if invitation is None or not still_good(invitation):
        return over(invitation)
    form = NewcomerPageForm()
    form.suit(invitation)
    if form.validate_on_submit():
        with beside_fields(form), refuse_after_wrong_names(invitation.company_id):
            return land(join_anew(invitation, newcomer(form)))
    return page(invitation, form=form), 422 if form.errors or form.form_errors else 200


@joining.post("/join/<token>/sign-in")
@by_address
@anyone
def join_with_account(token: str) -> ResponseReturnValue:
    invitation = named(token)
    form = SignInForm(prefix=OF_ACCOUNT)
    if form.validate_on_submit():
        with refuse_after_failures(form.login.data) as attempt:
            user = sign_ins.recognise(form.login.data, form.password.data)
            if user is None:
                attempt.failed()
                put(form, "password", _("E-mail, phone or password is wrong."))
                return page(invitation, sign_in_form=form), 422
        with beside_fields(form):
            return land(accept(invitation, user))
    return page(named(token), sign_in_form=form), 422


@joining.post("/join/<token>/membership")
@signed_in
def join_as_me(token: str) -> ResponseReturnValue:
    """Join as whoever is signed in, who works for this company from here on."""
    member = accept(named(token), me().user)
    sign_ins.switch_company(me(), member.company_id)
    flash(_("You have joined %(company)s.", company=member.company.name), "success")
    return redirect(place_of_work(), 303)


@joining.post("/join/<token>/refusal")
@by_address
@anyone
def refuse(token: str) -> ResponseReturnValue:
    invitation = named(token)
    decline(invitation)
    return render_template("joining/declined.html", invitation=invitation)


@joining.route("/sign-in/card/<token>", methods=["GET", "POST"])
@by_address
@anyone
def sign_in_card(token: str) -> ResponseReturnValue:
    """A new password, and with it a sign-in on this device."""
    card = invitation_of_token(token, SIGNING_IN)
    if card is None or not still_good(card):
        return over(card)
    form = NewPasswordForm()
    if form.validate_on_submit():
        with beside_fields(form):
            use_sign_in_card(card, form.new_password.data)
            assert card.member is not None
            return land(card.member)
    failed = form.errors or form.form_errors
    return render_template(
        "joining/sign_in_card.html", card=card, form=form
    ), 422 if failed else 200


def named(token: str) -> Invitation:
    """The invitation of the token. Raises Missing; whether it is over is for the operation to say."""
    invitation = invitation_of_token(token, JOINING)
    if invitation is None:
        raise Missing
    return invitation


def still_good(invitation: Invitation) -> bool:
    return invitation.is_open and invitation.is_backed and invitation.company.is_open


def over(invitation: Invitation | None) -> ResponseReturnValue:
    """The page of a link that is none of ours, or that works no more."""
    used = invitation is not None and invitation.used_at is not None
    return render_template("joining/over.html", used=used), 404


def land(member: Membership) -> ResponseReturnValue:
    """Sign the member in on this device, for this company."""
    enter(member.user, member.company_id)
    return redirect(place_of_work(), 303)


def page(
    invitation: Invitation,
    form: NewcomerPageForm | None = None,
    sign_in_form: SignInForm | None = None,
) -> str:
    if form is None:
        form = NewcomerPageForm(formdata=None)
        form.suit(invitation)
    return render_template(
        "joining/join.html",
        invitation=invitation,
        role=invitation.member.role if invitation.member else invitation.role,
        form=form,
        sign_in_form=sign_in_form
        or SignInForm(formdata=None, prefix=OF_ACCOUNT, login=invitation.email),
        answers_sign_in=sign_in_form is not None,
        has_account=has_account(invitation),
    )


def has_account(invitation: Invitation) -> bool:
    """Whether the address that the mail went to signs somebody in; of a card nothing is told."""
    if invitation.kind != InvitationKind.MAIL:
        return False
    user = user_with(invitation.email or "")
    return user is not None and not user.is_placeholder


def newcomer(form: NewcomerPageForm) -> NewcomerForm:
    login = form.login.data if form.login else ""
    return NewcomerForm(
        first_name=form.first_name.data,
        last_name=form.last_name.data,
        password=form.password.data,
        login=login,
        locale=locale(),
    )
