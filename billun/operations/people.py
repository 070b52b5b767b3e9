"""The people of a company: invited, given their work, sent off and taken back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import null, select, update

from billun.adapters.passwords import hash_password
from billun.errors import Conflict, Missing, NotAllowed, Refused
from billun.extensions import db
from billun.models import (
    Company,
    Invitation,
    InvitationKind,
    Membership,
    Role,
    SignIn,
    Site,
    Trade,
    User,
    Workshop,
)
from billun.models.base import new_id, now
from billun.models.invitation import INVITATIONS_LAST
from billun.operations.invitations import (
    send,
    withdraw_all,
    withdraw_sign_in_cards,
    withdraw_unbacked,
)
from billun.operations.locks import lock_id
from billun.operations.pins import forget_pin
from billun.operations.revocation import revoke
from billun.operations.teams import join_team, team_for
from billun.operations.users import (
    refuse_nameless,
    user_with,
    valid_email,
    valid_password,
    valid_phone,
)
from billun.queries.people import newest_invitation

# What an invitation keeps of the form.
AS_WRITTEN = ("first_name", "last_name", "email", "phone", "role", "trade", "workshop_id")


@dataclass(frozen=True, kw_only=True)
class MemberForm:
    """What an inviter writes of a person. A password is only for somebody new to Billun."""

    first_name: str
    last_name: str
    role: Role
    email: str | None = None
    phone: str | None = None
    trade: Trade | None = None
    workshop_id: UUID | None = None
    password: str | None = None
    locale: str | None = None


def add_member(
    actor: Membership, form: MemberForm, id: UUID | None = None
) -> tuple[Membership, bool]:
    """The membership, and whether this call made it. Raises Refused, Conflict, Missing.

    `id` becomes that of the user, if the person is new, and of the invitation in any case: by it
    the same content sent again is known, and the person until they have joined.
    """
    if id is None:
        return invite_person(actor, form), True
    lock_id(id)
    first = db.session.get(Invitation, id)
    if first is not None:
        return same_member(actor, first, form), False
    if (holder := db.session.get(User, id)) is not None:
        present = membership_of(holder, actor.company)
        known = present is not None and present.joined_at is not None
        raise Conflict(_("This id belongs to somebody else.")) if known else Missing
    return invite_person(actor, form, id), True


def invite_person(actor: Membership, form: MemberForm, id: UUID | None = None) -> Membership:
    """The membership of a person who is asked in, or who is in at once if new and given a password.

    Whoever is on Billun already is asked like everybody else: neither their name nor that they are
    known is told. Raises Refused, and Conflict where they belong to the company already.
    """
    form = checked(form)
    team = team_for(actor, form.role, form.trade, form.workshop_id)
    id = id or new_id()
    known = (form.email and user_with(form.email)) or (form.phone and user_with(form.phone))
    member = invited_member(known or new_user(form, id), actor.company)
    member.role, member.trade = form.role, form.trade
    invitation = invitation_to(member, actor, form, id)
    db.session.flush()
    if form.password and not known:
        member.joined_at = invitation.used_at = now()
        join_team(member, team)
    else:
        send(invitation)
    db.session.flush()
    return member


def checked(form: MemberForm) -> MemberForm:
    """The form as it will be stored."""
    refuse_nameless(form.first_name, form.last_name)
    email, phone = valid_email(form.email, "email"), valid_phone(form.phone, "phone")
    if not (email or phone):
        raise Refused("email", _("Give an e-mail address or a phone number."))
    return replace(
        form,
        first_name=form.first_name.strip(),
        last_name=form.last_name.strip(),
        email=email,
        phone=phone,
        password=valid_password(form.password) if form.password else None,
    )


def new_user(form: MemberForm, id: UUID) -> User:
    user = User(
        id=id,
        first_name=form.first_name,
        last_name=form.last_name,
        email=form.email,
        phone=form.phone,
        password_hash=hash_password(form.password) if form.password else None,
        locale=form.locale,
    )
    db.session.add(user)
    return user


def invitation_to(member: Membership, actor: Membership, form: MemberForm, id: UUID) -> Invitation:
    """What the inviter wrote: by mail if an address is known, else on a card."""
    invitation = Invitation(
        id=id,
        company=actor.company,
        inviter=actor,
        member=member,
        kind=InvitationKind.MAIL if form.email else InvitationKind.JOIN_CARD,
        expires_at=now() + INVITATIONS_LAST,
        **{name: getattr(form, name) for name in AS_WRITTEN},
    )
    db.session.add(invitation)
    return invitation


def invited_member(user: User, company: Company) -> Membership:
    """The person's membership, not joined yet: a new one, or that of somebody who had left."""
    member = membership_of(user, company)
    if member is None:
        # None would call for the default, which is that one has joined.
        member = Membership(user=user, company=company, joined_at=null())
        db.session.add(member)
        return member
    if member.is_active:
        raise Conflict(_("This person is in your company already."))
    if member.is_invited:
        raise Conflict(
            _("This person is invited already. Send the invitation again from their page.")
        )
    member.joined_at = member.ended_at = None
    # A team shows its people by name, so only those who have joined are in one.
    join_team(member, None)
    return member


def membership_of(user: User, company: Company) -> Membership | None:
    """Whatever the person is or was in the company."""
    if user not in db.session or user in db.session.new:
        return None
    return db.session.scalar(
        select(Membership).where(Membership.user_id == user.id, Membership.company_id == company.id)
    )


def same_member(actor: Membership, first: Invitation, form: MemberForm) -> Membership:
    """Whom this id brought in before. Raises Missing for another company's, Conflict for other content."""
    if first.company_id != actor.company_id:
        raise Missing
    form = checked(form)
    same = all(getattr(first, name) == getattr(form, name) for name in AS_WRITTEN)
    if first.member is None or not same:
        raise Conflict(_("This id was used for something else."))
    return first.member


def edit_member(actor: Membership, member: Membership, changes: Mapping[str, Any]) -> None:
    """Change role, trade, workshop_id and active, as far as given. Raises Refused, Conflict, Missing.

    Name, e-mail, phone and password belong to the person. Who leaves the workshop leaves its trade
    and its team; who is no manager any more answers for no site. With other work end the cards that
    sign the person in, and what they handed out and might not hand out now.
    """
    hold(member)
    role = changes.get("role", member.role)
    if role != Role.MANAGER and member.is_main_manager:
        raise Conflict(_("The main manager stays a manager. Hand the company over first."))
    stays = role == Role.WORKSHOP == member.role
    trade = changes.get("trade", member.trade if stays else None)
    present = workshop_of(member) if stays else None
    workshop_id = changes.get("workshop_id", present and present.id)
    team = team_for(actor, role, trade, workshop_id)
    if member.is_manager and role != Role.MANAGER:
        release_sites(member)
    if (role, trade) != (member.role, member.trade):
        give_work(member, role, trade)
    if team is not present or not stays:
        assign(member, team)
    if "active" in changes:
        take_back(member) if changes["active"] else end_membership(member)
    db.session.flush()


def give_work(member: Membership, role: Role, trade: Trade | None) -> None:
    """Another role or trade; no card opens an account that may do more than when it was made."""
    member.role, member.trade = role, trade
    if role != Role.WORKSHOP:
        forget_pin(member)
    withdraw_sign_in_cards(member)
    withdraw_unbacked(member)


def workshop_of(member: Membership) -> Workshop | None:
    """The first of the member's teams, or the one that waits for who has not joined."""
    if member.joined_at is None:
        invitation = newest_invitation(member)
        return invitation.workshop if invitation else None
    return member.teams[0] if member.teams else None


def assign(member: Membership, team: Workshop | None) -> None:
    """Put the member into this team alone: now, or when they join."""
    if member.joined_at is not None:
        join_team(member, team)
    elif invitation := newest_invitation(member):
        invitation.workshop = team


def end_membership(member: Membership) -> None:
    """Send somebody off, or withdraw their invitation: every device of theirs is signed out.

    What they did stays; invitations and cards that they handed out work no more. Doing it twice
    changes nothing. Raises Conflict for the main manager.
    """
    hold(member)
    if member.is_main_manager:
        raise Conflict(_("The main manager cannot be removed. Hand the company over first."))
    member.ended_at = member.ended_at or now()
    forget_pin(member)
    withdraw_all(member)
    withdraw_unbacked(member)
    for signed_in in db.session.scalars(
        select(SignIn).where(SignIn.membership_id == member.id, SignIn.revoked_at.is_(None))
    ):
        revoke(signed_in)
    db.session.flush()


def take_back(member: Membership) -> None:
    """Let somebody in again who had joined before. Raises Conflict for who never had."""
    if member.ended_at is None:
        return
    if member.joined_at is None:
        raise Conflict(_("This person never joined. Invite them again."))
    member.ended_at = None


def hand_over(actor: Membership, member: Membership) -> None:
    """Make another manager the main manager, once the actor is. Raises NotAllowed, Refused."""
    hold(actor, member)
    if not actor.is_main_manager:
        raise NotAllowed(_("Only the main manager can hand the company over."))
    if not (member.is_active and member.is_manager):
        raise Refused("role", _("Only a manager of the company can become its main manager."))
    # The database knows one main manager at any moment, so the one goes before the other comes.
    actor.is_main_manager = False
    db.session.flush()
    member.is_main_manager = True
    db.session.flush()


def release_sites(member: Membership) -> None:
    db.session.execute(update(Site).where(Site.manager_id == member.id).values(manager_id=None))


def hold(*members: Membership) -> None:
    """Hold these memberships until the transaction ends, as they are now."""
    for member in sorted(members, key=lambda one: one.id):
        db.session.refresh(member, with_for_update={"of": Membership})
