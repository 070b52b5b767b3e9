"""Invitations: sent, sent again, withdrawn, held for their one use."""

from __future__ import annotations

from datetime import timedelta

from flask_babel import gettext as _
from sqlalchemy import select

from billun.adapters.queue import MESSAGES
from billun.errors import Conflict
from billun.extensions import db
from billun.models import (
    Delivery,
    DeliveryKind,
    DeliveryState,
    Invitation,
    InvitationKind,
    Membership,
)
from billun.models.base import new_id, now
from billun.models.invitation import INVITATIONS_LAST
from billun.operations.after_commit import enqueue_after_commit
from billun.operations.deliveries import owe_mail
from billun.queries.people import newest_invitation

BETWEEN_TWO_MAILS = timedelta(minutes=5)


def send(invitation: Invitation) -> None:
    """Owe the mail, if it is one that goes by mail: to the address as the inviter wrote it."""
    if invitation.kind == InvitationKind.MAIL and invitation.member is not None:
        db.session.flush()
        owe_mail(
            DeliveryKind.INVITATION,
            invitation.member.user,
            subject_id=invitation.id,
            company_id=invitation.company_id,
            address=invitation.email,
        )


def invite_again(actor: Membership, member: Membership) -> Invitation:
    """A fresh invitation, by the way and with the words of the last one, which is over then.

    Raises Conflict for who joined meanwhile, and while a mail has only just gone out.
    """
    first = newest_invitation(member)
    if first is None or member.joined_at is not None:
        raise Conflict(_("This person has joined already."))
    if first.kind == InvitationKind.MAIL and now() - first.created_at < BETWEEN_TWO_MAILS:
        raise Conflict(_("A mail went out a moment ago. Wait five minutes before the next one."))
    withdraw_all(member)
    member.ended_at = None
    invitation = Invitation(
        id=new_id(),
        company=first.company,
        inviter=actor,
        member=member,
        kind=first.kind,
        role=member.role,
        trade=member.trade,
        workshop_id=first.workshop_id,
        first_name=first.first_name,
        last_name=first.last_name,
        email=first.email,
        phone=first.phone,
        expires_at=now() + INVITATIONS_LAST,
    )
    db.session.add(invitation)
    send(invitation)
    return invitation


def remind(invitation: Invitation) -> None:
    """Send a mailed invitation once more, to its own address, unless that was a moment ago."""
    mail = db.session.scalar(
        select(Delivery)
        .where(
            Delivery.kind == DeliveryKind.INVITATION,
            Delivery.subject_id == invitation.id,
            Delivery.state == DeliveryState.SENT,
            Delivery.sent_at < now() - BETWEEN_TWO_MAILS,
        )
        .with_for_update(of=Delivery)
    )
    if mail is None:
        return
    mail.state, mail.attempts, mail.next_attempt_at = DeliveryState.QUEUED, 0, now()
    enqueue_after_commit(MESSAGES, "jobs.deliveries.deliver", mail.id)


def withdraw(invitation: Invitation) -> None:
    """Let a card or link work no more. Doing it twice, or after its use, changes nothing."""
    hold_invitation(invitation)
    if invitation.used_at is None:
        invitation.withdrawn_at = invitation.withdrawn_at or now()


def withdraw_all(member: Membership) -> None:
    """Withdraw whatever would still let this member in."""
    for invitation in db.session.scalars(
        select(Invitation).where(
            Invitation.member_id == member.id,
            Invitation.used_at.is_(None),
            Invitation.withdrawn_at.is_(None),
        )
    ):
        invitation.withdrawn_at = now()


def withdraw_unbacked(inviter: Membership) -> None:
    """Withdraw what this member handed out and might hand out no more."""
    for invitation in db.session.scalars(
        select(Invitation).where(Invitation.inviter_id == inviter.id, Invitation.open())
    ):
        if not invitation.is_backed:
            invitation.withdrawn_at = now()


def withdraw_sign_in_cards(member: Membership) -> None:
    """Withdraw the cards that would open this member's account."""
    for card in db.session.scalars(
        select(Invitation).where(
            Invitation.member_id == member.id,
            Invitation.kind == InvitationKind.SIGN_IN_CARD,
            Invitation.open(),
        )
    ):
        card.withdrawn_at = now()


def take_up(invitation: Invitation) -> None:
    """Hold it for its one use.

    Raises Conflict where it had its use, was withdrawn or has run out, and where whoever handed it
    out has left or might not do so any more.
    """
    hold_invitation(invitation)
    db.session.refresh(invitation.inviter)
    if invitation.used_at is not None:
        raise Conflict(_("This invitation was used already."))
    if not (invitation.is_open and invitation.is_backed and invitation.company.is_open):
        raise Conflict(_("This invitation is over. Ask for a new one."))


def hold_invitation(invitation: Invitation) -> None:
    db.session.refresh(invitation, with_for_update={"of": Invitation})
