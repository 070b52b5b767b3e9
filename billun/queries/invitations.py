"""Invitations that wait: cards of a company for whoever comes, and those that a person may answer."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from billun.extensions import db
from billun.models import Company, Invitation, InvitationKind, Membership, User


def open_join_cards(member: Membership) -> Sequence[Invitation]:
    """The company's cards for anybody that nobody has used yet, the newest first."""
    return db.session.scalars(
        Invitation.visible_to(member)
        .where(
            Invitation.kind == InvitationKind.JOIN_CARD,
            Invitation.member_id.is_(None),
            Invitation.open(),
        )
        .order_by(Invitation.created_at.desc(), Invitation.id.desc())
        .options(joinedload(Invitation.workshop), joinedload(Invitation.inviter))
    ).all()


def waiting_for(user: User) -> Sequence[Invitation]:
    """Mailed invitations that wait for this person's answer, the newest first."""
    if user.email is None:
        return []
    return db.session.scalars(
        select(Invitation)
        .join(Membership, Membership.id == Invitation.member_id)
        .join(Company, Company.id == Invitation.company_id)
        .where(
            Membership.user_id == user.id,
            Invitation.kind == InvitationKind.MAIL,
            func.lower(Invitation.email) == user.email.lower(),
            Company.closed_at.is_(None),
            Invitation.open(),
        )
        .order_by(Invitation.created_at.desc())
        .options(joinedload(Invitation.company), joinedload(Invitation.inviter))
    ).all()
