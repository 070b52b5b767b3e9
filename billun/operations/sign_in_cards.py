"""Cards that sign in: for people without an e-mail address who forgot their password.

Whoever holds one may take over the account, so it is short-lived, and only for people whose
account matters to this company alone.
"""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy import select

from billun.errors import Conflict, NotAllowed, Refused
from billun.extensions import db
from billun.models import Invitation, InvitationKind, Membership, User
from billun.models.base import new_id, now
from billun.models.invitation import SIGN_IN_CARDS_LAST
from billun.operations.invitations import take_up, withdraw_sign_in_cards
from billun.operations.people import hold
from billun.operations.users import set_password, valid_password


def issue_sign_in_card(actor: Membership, member: Membership) -> Invitation:
    """A fresh card for a day; an older one works no more. Raises NotAllowed, Refused."""
    if not actor.may_issue_card_for(member):
        raise NotAllowed(_("You may not open this person's account. Ask a manager."))
    hold(member)
    reason = reason_against_card(member)
    if reason:
        raise Refused("member", reason)
    withdraw_sign_in_cards(member)
    card = Invitation(
        id=new_id(),
        company=member.company,
        inviter=actor,
        member=member,
        kind=InvitationKind.SIGN_IN_CARD,
        role=member.role,
        trade=member.trade,
        first_name=member.user.first_name,
        last_name=member.user.last_name,
        expires_at=now() + SIGN_IN_CARDS_LAST,
    )
    db.session.add(card)
    db.session.flush()
    return card


def reason_against_card(member: Membership) -> str | None:
    """Why this person gets no card, in words; None where they may."""
    user = member.user
    if not member.may_enter:
        return str(_("Only people who have joined get a card to sign in."))
    if user.email:
        return str(
            _("They have an e-mail address: “Forgot your password?” on the sign-in page helps.")
        )
    if user.is_admin or any(one.is_active for one in user.memberships if one is not member):
        return str(
            _(
                "Their account is not for your company alone, so they change the password themselves."
            )
        )
    return None


def use_sign_in_card(card: Invitation, new_password: str) -> User:
    """Set the password and sign every other device out; the card is used up. Raises Refused, Conflict."""
    if card.member is not None:
        db.session.refresh(card.member)
    take_up(card)
    password = valid_password(new_password, "new_password")
    member = card.member
    if member is None or reason_against_card(member):
        raise Conflict(_("This card is over. Ask for a new one."))
    set_password(member.user, password, kept=None)
    card.used_at = now()
    db.session.flush()
    return member.user


def newest_sign_in_card(member: Membership) -> Invitation | None:
    """The last card made for this member, used or over or not."""
    return db.session.scalar(
        select(Invitation)
        .where(Invitation.member_id == member.id, Invitation.kind == InvitationKind.SIGN_IN_CARD)
        .order_by(Invitation.created_at.desc())
        .limit(1)
    )
