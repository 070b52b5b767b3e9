"""Signing in to a workshop's shared tablet, with name and PIN: for a short while, and nowhere else."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from billun.errors import Missing
from billun.extensions import db
from billun.models import Channel, Membership, Role, Screen, SignIn, User
from billun.models.base import now
from billun.models.screen import TABLET_SIGN_IN_LASTS
from billun.operations.pins import check_pin
from billun.operations.sign_ins import sign_in


def names_on(screen: Screen) -> tuple[list[Membership], list[Membership]]:
    """Who may sign in on this tablet, by name: the team of its workshop, and the others."""
    members = list(
        db.session.scalars(
            select(Membership)
            .join(Membership.user)
            .where(
                Membership.company_id == screen.company_id,
                Membership.role == Role.WORKSHOP,
                Membership.active(),
                Membership.pin_hash.is_not(None),
            )
            .order_by(User.first_name, User.last_name, Membership.id)
            .options(selectinload(Membership.teams))
        )
    )
    own = [one for one in members if screen.workshop_id in {team.id for team in one.teams}]
    return own, [one for one in members if one not in own]


def member_on(screen: Screen, user_id: UUID) -> Membership:
    """One of the names on this tablet. Raises Missing."""
    own, others = names_on(screen)
    for member in (*own, *others):
        if member.user_id == user_id:
            return member
    raise Missing


def sign_in_on_tablet(screen: Screen, member: Membership, pin: str, device: str) -> SignIn:
    """A sign-in that lasts as long as the tablet is used, and minutes more. Raises Refused.

    A wrong PIN counts, so whoever calls commits also when it refuses.
    """
    check_pin(member, pin)
    signed_in = sign_in(member.user, Channel.PAGES, device, member.company_id)
    signed_in.screen = screen
    signed_in.expires_at = now() + TABLET_SIGN_IN_LASTS
    db.session.flush()
    return signed_in
