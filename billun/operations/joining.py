"""Coming into a company by an invitation or a card: with an account, or with a new one.

Whoever holds the link or the card is whom the inviter meant, so it brings in the person who holds
it, also where the inviter wrote down an address of somebody else. Without it, only a confirmed
address proves that one is the person invited.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import delete, update

from billun.errors import Conflict, Refused
from billun.extensions import db
from billun.models import Delivery, Invitation, InvitationKind, Membership, User
from billun.models.base import new_id, now
from billun.operations.invitations import take_up, withdraw_all
from billun.operations.people import membership_of
from billun.operations.teams import join_team
from billun.operations.users import (
    refuse_nameless,
    set_password,
    user_with,
    valid_email,
    valid_password,
    valid_phone,
)

AS_WRITTEN_OF_PERSON = ("first_name", "last_name", "email", "phone")


@dataclass(frozen=True, kw_only=True)
class NewcomerForm:
    """What somebody new writes; `login` is an e-mail address or a phone number."""

    first_name: str
    last_name: str
    password: str
    login: str = ""
    locale: str | None = None


def join_anew(invitation: Invitation, form: NewcomerForm) -> Membership:
    """The membership of somebody who had no account until now. Raises Refused, Conflict."""
    take_up(invitation)
    refuse_nameless(form.first_name, form.last_name)
    password = valid_password(form.password)
    email, phone = address_for(invitation, form.login)
    user = account_for(email, phone)
    user.first_name, user.last_name = form.first_name.strip(), form.last_name.strip()
    user.locale = user.locale or form.locale
    set_password(user, password, kept=None)
    db.session.flush()
    return accept(invitation, user)


def address_for(invitation: Invitation, login: str) -> tuple[str | None, str | None]:
    """E-mail and phone of the newcomer. A link from a mail speaks for the address that the mail went to."""
    if invitation.kind == InvitationKind.MAIL:
        return invitation.email, invitation.phone
    if not login.strip():
        raise Refused("login", _("Give an e-mail address or a phone number."))
    if "@" in login:
        return valid_email(login, "login"), invitation.phone
    return None, valid_phone(login, "login")


def account_for(email: str | None, phone: str | None) -> User:
    """A new user with this address, or the placeholder that an inviter made of it.

    A placeholder keeps nothing that other inviters wrote on it: a strange address would let a
    stranger in. A phone that somebody else has is left out where there is an e-mail.
    """
    user = user_with(email or phone or "")
    if user is not None and not user.is_placeholder:
        raise Refused("login", _("This is on Billun already. Sign in with it instead."))
    if user is None:
        user = User(id=new_id())
        db.session.add(user)
    with db.session.no_autoflush:
        holder = user_with(phone) if phone else None
    user.email, user.phone = email, phone if holder in (None, user) else None
    return user


def accept(invitation: Invitation, user: User) -> Membership:
    """The membership of `user`, joined by this invitation, which is used up.

    Raises Conflict where it is over, and where `user` belongs, or belonged, to the company already.
    """
    take_up(invitation)
    member = place_for(invitation, user)
    member.joined_at, member.ended_at = now(), None
    join_team(member, invitation.workshop if member.is_workshop else None)
    invitation.member, invitation.used_at = member, now()
    withdraw_all(member)
    if invitation.kind == InvitationKind.MAIL and is_address_of(user, invitation):
        user.email_confirmed_at = user.email_confirmed_at or now()
    db.session.flush()
    db.session.expire(user, ["memberships"])
    return member


def place_for(invitation: Invitation, user: User) -> Membership:
    """The membership that the invitation leads `user` to."""
    company, meant = invitation.company, invitation.member
    present = membership_of(user, company)
    if present is not None and present.is_active:
        raise Conflict(_("You belong to %(company)s already.", company=company.name))
    if present is not None and present.ended_at and present is not meant:
        raise Conflict(_("You have left %(company)s. Ask a manager there.", company=company.name))
    if meant is None:
        return placed(present or Membership(user=user, company=company), invitation)
    if meant.user is user:
        return meant
    return moved(invitation, meant, user, present)


def placed(member: Membership, invitation: Invitation) -> Membership:
    """The member, with the work that a card for anybody gives."""
    db.session.add(member)
    member.role, member.trade = invitation.role, invitation.trade
    db.session.flush()
    return member


def moved(
    invitation: Invitation, meant: Membership, user: User, present: Membership | None
) -> Membership:
    """The place that was made for `meant`, given to whom the invitation brought instead."""
    ghost = meant.user
    if present is None and ghost.is_placeholder and len(ghost.memberships) == 1:
        meant.user = user
        db.session.flush()
        forget(ghost, in_favour_of=user)
        return meant
    member = present or Membership(user=user, company=meant.company)
    db.session.add(member)
    member.role, member.trade = meant.role, meant.trade
    db.session.flush()
    leave_behind(invitation)
    meant.ended_at = now()
    return member


def leave_behind(invitation: Invitation) -> None:
    """What the inviter wrote, once more and over: nothing else is shown of whom it was meant for."""
    names = ("company", "inviter", "member", "kind", "role", "trade", *AS_WRITTEN_OF_PERSON)
    kept = {name: getattr(invitation, name) for name in (*names, "expires_at")}
    db.session.add(Invitation(id=new_id(), withdrawn_at=now(), **kept))


def forget(ghost: User, in_favour_of: User) -> None:
    """Remove a placeholder for which a person with an account came."""
    db.session.execute(
        update(Delivery)
        .where(Delivery.recipient_id == ghost.id)
        .values(recipient_id=in_favour_of.id)
    )
    db.session.execute(delete(User).where(User.id == ghost.id))


def decline(invitation: Invitation) -> None:
    """Say no to an invitation by name. Raises Conflict where it is over or for anybody."""
    take_up(invitation)
    if invitation.member is None:
        raise Conflict(_("This card is for anybody: hand it back."))
    invitation.withdrawn_at = invitation.member.ended_at = now()
    withdraw_all(invitation.member)
    db.session.flush()


def is_proven(invitation: Invitation, user: User) -> bool:
    """Whether the account alone shows that `user` is the person invited: by a confirmed address."""
    meant = invitation.member is not None and invitation.member.user_id == user.id
    return meant and user.email_confirmed_at is not None and is_address_of(user, invitation)


def is_address_of(user: User, invitation: Invitation) -> bool:
    return (user.email or "").lower() == (invitation.email or "").lower() != ""
