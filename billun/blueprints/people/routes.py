"""The people of the company: the list, one of them, a new one."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from billun.adapters.qr_codes import qr_code
from billun.blueprints.access import actor, only
from billun.blueprints.account.forms import NewPinForm
from billun.blueprints.form_errors import beside_fields
from billun.blueprints.fragments import is_fragment
from billun.blueprints.loading import person_with_id
from billun.blueprints.people.forms import InvitePersonForm, WorkForm
from billun.blueprints.people.wanted import wanted_people
from billun.blueprints.people.words import phone_words
from billun.errors import Missing
from billun.models import InvitationKind, Membership, Role
from billun.operations.invitation_link import link_of
from billun.operations.invitations import invite_again
from billun.operations.people import (
    add_member,
    edit_member,
    end_membership,
    hand_over,
    hold,
    take_back,
)
from billun.operations.pins import may_set_pin_of
from billun.operations.sign_ins import devices_of, sign_out
from billun.queries.driver_history import last_reports
from billun.queries.people import list_people, person_id, person_of
from billun.queries.places import workshops_of

people = Blueprint("people", __name__)
people.add_app_template_filter(phone_words, "phone_number")

ROWS = 50


@people.get("/people")
@only(Role.MANAGER, Role.WORKSHOP)
def index() -> ResponseReturnValue:
    wanted = wanted_people()
    page, counts = list_people(actor(), wanted, ROWS, request.args.get("cursor"))
    if is_fragment("people-list"):
        return render_template("people/_list.html", page=page, counts=counts, wanted=wanted)
    workshops = workshops_of(actor())
    return render_template(
        "people/list.html", page=page, counts=counts, wanted=wanted, workshops=workshops
    )


@people.route("/people/new", methods=["GET", "POST"])
@only(Role.MANAGER)
def new() -> ResponseReturnValue:
    form = InvitePersonForm(role=Role.DRIVER.value)
    form.offer_choices(actor())
    if form.validate_on_submit():
        with beside_fields(form):
            member, _created = add_member(actor(), form.as_operation_form())
            return redirect(url_for("people.show", id=person_id(member)), 303)
    failed = bool(form.errors or form.form_errors)
    return render_template("people/new.html", form=form), 422 if failed else 200


@people.get("/people/<uuid:id>")
@only(Role.MANAGER, Role.WORKSHOP)
def show(id: UUID) -> ResponseReturnValue:
    member = person_with_id(id)
    if is_fragment("person-access"):
        return render_template("people/_access.html", **access_of(member))
    return person_page(member)


@people.post("/people/<uuid:id>/work")
@only(Role.MANAGER)
def change_work(id: UUID) -> ResponseReturnValue:
    member, form = person_with_id(id), WorkForm()
    form.offer_choices(actor())
    if form.validate_on_submit():
        with beside_fields(form):
            edit_member(actor(), member, form.work())
            flash(_("Saved."), "success")
            return redirect(url_for("people.show", id=id), 303)
    return person_page(person_with_id(id), form), 422


@people.post("/people/<uuid:id>/departure")
@only(Role.MANAGER)
def end(id: UUID) -> ResponseReturnValue:
    """End the membership, or withdraw the invitation."""
    end_membership(person_with_id(id))
    flash(_("This person has no access any more. You can take them back here."))
    return redirect(url_for("people.show", id=id), 303)


@people.post("/people/<uuid:id>/return")
@only(Role.MANAGER)
def come_back(id: UUID) -> ResponseReturnValue:
    member = person_with_id(id)
    hold(member)
    take_back(member)
    flash(_("Welcome back: this person can sign in again."), "success")
    return redirect(url_for("people.show", id=id), 303)


@people.post("/people/<uuid:id>/invitation")
@only(Role.MANAGER)
def send_again(id: UUID) -> ResponseReturnValue:
    invitation = invite_again(actor(), person_with_id(id))
    if invitation.kind == InvitationKind.MAIL:
        flash(_("A new invitation is on its way."), "success")
    return redirect(url_for("people.show", id=id), 303)


@people.route("/people/<uuid:id>/main-manager", methods=["GET", "POST"])
@only(Role.MANAGER)
def make_main_manager(id: UUID) -> ResponseReturnValue:
    """Ask whether it is meant, since only the other one can give it back; then do it."""
    member = person_with_id(id)
    if request.method == "GET":
        return render_template("people/main_manager.html", person=person_of(member))
    hand_over(actor(), member)
    flash(_("%(name)s is the main manager now.", name=member.user.full_name), "success")
    return redirect(url_for("people.show", id=id), 303)


@people.post("/people/<uuid:id>/devices/<uuid:device_id>/sign-out")
@only(Role.MANAGER)
def sign_out_device(id: UUID, device_id: UUID) -> ResponseReturnValue:
    for device in devices_of(person_with_id(id)):
        if device.id == device_id:
            sign_out(device)
            flash(_("This device is signed out."))
            return redirect(url_for("people.show", id=id), 303)
    raise Missing


def person_page(
    member: Membership, form: WorkForm | None = None, pin_form: NewPinForm | None = None
) -> str:
    if form is None:
        form = WorkForm(formdata=None)
        form.offer_choices(actor())
        form.show(member)
    return render_template(
        "people/person.html",
        form=form,
        pin_form=pin_form or NewPinForm(formdata=None),
        gives_pin=member.is_workshop and member.is_active and may_set_pin_of(actor(), member),
        reports=last_reports(member, 5),
        devices=devices_of(member) if actor().is_manager else [],
        **access_of(member),
    )


def access_of(member: Membership) -> dict[str, object]:
    """Who it is, and the code of the card that lets them in, for managers."""
    person = person_of(member)
    card = person.invitation
    shown = (
        actor().is_manager
        and member.is_invited
        and card is not None
        and card.kind == InvitationKind.JOIN_CARD
        and card.is_open
    )
    return {
        "person": person,
        "member": member,
        "card": card if shown else None,
        "code": qr_code(link_of(card)) if shown and card else None,
    }
