"""Invites the people of a file; whoever belongs to the company already keeps everything but their work."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select

from billun.catalogue.folding import fold
from billun.extensions import db
from billun.models import Invitation, Membership, Role, Workshop
from billun.operations.importing.columns import Columns
from billun.operations.importing.people_columns import people_columns
from billun.operations.importing.rows import BadRow, Outcome, Values
from billun.operations.people import MemberForm, edit_member, invite_person, workshop_of
from billun.operations.users import valid_email, valid_phone

WORK = ("role", "trade", "workshop_id")


class PeopleRows:
    """Takes each row in a savepoint of its own, so that one that is refused leaves nothing."""

    columns: Columns

    def __init__(self, actor: Membership) -> None:
        self.actor = actor
        self.columns = people_columns()
        workshops = db.session.scalars(Workshop.visible_to(actor))
        self.workshops = {fold(workshop.name): workshop.id for workshop in workshops}
        self.members = members_by_address(actor)
        self.taken: dict[UUID, int] = {}

    def take(self, number: int, values: Values) -> Outcome:
        told = {**values, **self.workshop(values)}
        told["email"] = valid_email(values.get("email"), "email")
        told["phone"] = valid_phone(values.get("phone"), "phone")
        member = self.found(told)
        if member and member.id in self.taken:
            row = self.taken[member.id]
            raise BadRow("", _("Row %(row)s says something of this person already.", row=row))
        with db.session.begin_nested():
            outcome = self.changed(member, told) if member else Outcome.NEW
            member = member or self.invited(told)
        self.taken[member.id] = number
        return outcome

    def found(self, told: Values) -> Membership | None:
        """Who of the company has this address or number. Raises BadRow where they are two people's."""
        found = [self.members.get(address) for address in addresses(told["email"], told["phone"])]
        members = [member for member in found if member]
        if len({member.id for member in members}) > 1:
            text = _("The e-mail address is one person's, the phone number another's.")
            raise BadRow("phone", text)
        member = members[0] if members else None
        if member and member.ended_at:
            raise BadRow("", _("This person has left. Take them back on their own page."))
        return member

    def changed(self, member: Membership, told: Values) -> Outcome:
        workshop = workshop_of(member)
        present = (member.role, member.trade, workshop.id if workshop else None)
        changes = {
            name: told[name]
            for name, before in zip(WORK, present, strict=True)
            if name in told and told[name] != before
        }
        if not changes:
            return Outcome.SAME
        edit_member(self.actor, member, changes)
        return Outcome.CHANGED

    def invited(self, told: Values) -> Membership:
        """Somebody of whom no role is said is a driver, who may do the least."""
        form = MemberForm(
            first_name=told.get("first_name") or "",
            last_name=told.get("last_name") or "",
            role=told.get("role") or Role.DRIVER,
            email=told["email"],
            phone=told["phone"],
            trade=told.get("trade"),
            workshop_id=told.get("workshop_id"),
            locale=told.get("locale"),
        )
        member = invite_person(self.actor, form)
        self.members |= dict.fromkeys(addresses(form.email, form.phone), member)
        return member

    def workshop(self, values: Values) -> dict[str, Any]:
        if "workshop" not in values:
            return {}
        said = values["workshop"]
        if said and fold(said) not in self.workshops:
            text = _("No workshop is called “%(name)s”. Add it to Billun first.", name=said)
            raise BadRow("workshop", text)
        return {"workshop_id": self.workshops[fold(said)] if said else None}

    def settle(self) -> None:
        db.session.flush()


def members_by_address(actor: Membership) -> dict[str, Membership]:
    """Everybody of the company, left ones too, by the addresses that people of the company know of them."""
    members = db.session.scalars(
        select(Membership).where(Membership.company_id == actor.company_id)
    ).all()
    by_address: dict[str, Membership] = {}
    for member in members:
        if member.joined_at:
            own = addresses(member.user.email, member.user.phone)
            by_address |= dict.fromkeys(own, member)
    invitations = db.session.scalars(
        Invitation.visible_to(actor).where(Invitation.member_id.is_not(None))
    )
    for invitation in invitations:
        for address in addresses(invitation.email, invitation.phone):
            if invitation.member:
                by_address.setdefault(address, invitation.member)
    return by_address


def addresses(email: str | None, phone: str | None) -> list[str]:
    """Those that there are, in one spelling."""
    return [address.lower() for address in (email, phone) if address]
