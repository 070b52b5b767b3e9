"""Cards on paper and on screen: those by which people join, and those that sign in."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_datetime
from flask_babel import gettext as _

from billun.adapters.cards import JoinCard, join_cards
from billun.adapters.qr_codes import qr_code
from billun.adapters.threads import off_the_loop
from billun.blueprints.access import actor, only
from billun.blueprints.form_errors import beside_fields
from billun.blueprints.fragments import is_fragment
from billun.blueprints.loading import person_with_id
from billun.blueprints.people.forms import JoinCardsForm
from billun.blueprints.people.loading import join_card_with_id
from billun.blueprints.people.words import work_words
from billun.errors import Missing, NotAllowed
from billun.models import Invitation, InvitationKind, Membership, Role
from billun.operations.invitation_link import link_of
from billun.operations.invitations import withdraw
from billun.operations.join_cards import issue_join_cards
from billun.operations.sign_in_cards import (
    issue_sign_in_card,
    newest_sign_in_card,
    reason_against_card,
)
from billun.queries.invitations import open_join_cards
from billun.queries.people import person_of

people_cards = Blueprint("people_cards", __name__)

FOR_CARDS = (Role.DRIVER, Role.WORKSHOP)


@people_cards.route("/people/cards", methods=["GET", "POST"])
@only(Role.MANAGER)
def index() -> ResponseReturnValue:
    """The cards that wait for somebody, and new ones."""
    form = JoinCardsForm(role=Role.DRIVER.value)
    form.offer_choices(actor(), FOR_CARDS)
    if form.validate_on_submit():
        with beside_fields(form):
            made, _created = issue_join_cards(actor(), form.as_operation_form())
            return redirect(url_for("people_cards.index", made=len(made)), 303)
    failed = bool(form.errors or form.form_errors)
    return render_template(
        "people/cards.html",
        form=form,
        cards=open_join_cards(actor()),
        made=request.args.get("made", 0, type=int),
    ), 422 if failed else 200


@people_cards.post("/people/cards/sheet")
@only(Role.MANAGER)
def sheet() -> ResponseReturnValue:
    """The chosen cards as a PDF, to print and cut."""
    chosen = set(request.form.getlist("id"))
    cards = [card for card in open_join_cards(actor()) if str(card.id) in chosen]
    if not cards:
        flash(_("Choose the cards to print."), "warning")
        return redirect(url_for("people_cards.index"), 303)
    return printed(cards)


@people_cards.get("/people/cards/<uuid:id>")
@only(Role.MANAGER)
def show(id: UUID) -> ResponseReturnValue:
    """One card on the screen, to be scanned from it."""
    card = join_card_with_id(id)
    template = "people/_card.html" if is_fragment("card") else "people/card.html"
    return render_template(template, card=card, code=qr_code(link_of(card)))


@people_cards.get("/people/cards/<uuid:id>/sheet")
@only(Role.MANAGER)
def print_one(id: UUID) -> ResponseReturnValue:
    card = join_card_with_id(id)
    if not card.is_open:
        raise Missing
    return printed([card])


@people_cards.post("/people/cards/<uuid:id>/withdrawal")
@only(Role.MANAGER)
def end(id: UUID) -> ResponseReturnValue:
    withdraw(join_card_with_id(id))
    flash(_("This card works no more."))
    return redirect(url_for("people_cards.index"), 303)


@people_cards.route("/people/<uuid:id>/sign-in-card", methods=["GET", "POST"])
@only(Role.MANAGER, Role.WORKSHOP)
def sign_in_card(id: UUID) -> ResponseReturnValue:
    """A card for who forgot the password: made anew, shown until it is used or over."""
    member = person_with_id(id)
    if request.method == "POST":
        issue_sign_in_card(actor(), member)
        return redirect(url_for("people_cards.sign_in_card", id=id), 303)
    refuse_others(member)
    card = newest_sign_in_card(member)
    template = "people/_sign_in_card.html" if is_fragment("card") else "people/sign_in_card.html"
    return render_template(
        template,
        person=person_of(member),
        card=card,
        code=qr_code(link_of(card)) if card and card.is_open else None,
        reason=reason_against_card(member),
    )


@people_cards.get("/people/<uuid:id>/sign-in-card/sheet")
@only(Role.MANAGER, Role.WORKSHOP)
def print_sign_in_card(id: UUID) -> ResponseReturnValue:
    member = person_with_id(id)
    refuse_others(member)
    card = newest_sign_in_card(member)
    if card is None or not card.is_open:
        raise Missing
    return printed([card])


def refuse_others(member: Membership) -> None:
    """Raise NotAllowed where the actor may not open this person's account."""
    if not actor().may_issue_card_for(member):
        raise NotAllowed(_("You may not open this person's account. Ask a manager."))


def printed(cards: Sequence[Invitation]) -> Response:
    pdf = off_the_loop(join_cards, [on_paper(card) for card in cards])
    headers = {"Content-Disposition": 'inline; filename="billun-cards.pdf"'}
    return Response(pdf, mimetype="application/pdf", headers=headers)


def on_paper(card: Invitation) -> JoinCard:
    """The card in the reader's language, with the three steps that its holder takes."""
    signs_in = card.kind == InvitationKind.SIGN_IN_CARD
    work = card.member or card
    until = format_datetime(card.expires_at, "d MMM y, HH:mm" if signs_in else "d MMM y")
    steps = [_("Open the camera of your phone."), _("Scan the code and open the link.")]
    if signs_in:
        steps.append(_("Choose a new password: you are signed in."))
    else:
        steps.append(_("Write your name and choose a password."))
    return JoinCard(
        name=card.full_name,
        role_word="" if signs_in else work_words(work.role, work.trade),
        company=card.company.name,
        url=link_of(card),
        expiry=_("Works once, until %(date)s", date=until),
        lines=tuple(steps),
    )
