"""Cards of the actor's company."""

from __future__ import annotations

from uuid import UUID

from billun.blueprints.access import actor
from billun.errors import Missing
from billun.extensions import db
from billun.models import Invitation, InvitationKind


def join_card_with_id(id: UUID) -> Invitation:
    """A card for anybody, or for somebody by name. Raises Missing."""
    card = db.session.scalar(
        Invitation.visible_to(actor()).where(
            Invitation.id == id, Invitation.kind == InvitationKind.JOIN_CARD
        )
    )
    if card is None:
        raise Missing
    return card
