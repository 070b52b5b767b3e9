"""The link of an invitation or card: signed over its id, so that a card can be printed again and no secret is kept."""

from __future__ import annotations

from flask import current_app

from billun.config import Settings
from billun.extensions import db
from billun.models import Invitation, InvitationKind
from billun.operations.signed_ids import id_of, token_of

PURPOSE = "invitation"
JOINING = frozenset({InvitationKind.MAIL, InvitationKind.JOIN_CARD})
SIGNING_IN = frozenset({InvitationKind.SIGN_IN_CARD})


def link_of(invitation: Invitation) -> str:
    """The whole address, short enough for a QR code that a scratched camera still reads."""
    settings: Settings = current_app.extensions["billun_settings"]
    page = "sign-in/card" if invitation.kind in SIGNING_IN else "join"
    return f"{settings.base_url}/{page}/{token_of(invitation.id, PURPOSE)}"


def invitation_of_token(token: str, kinds: frozenset[InvitationKind]) -> Invitation | None:
    """The invitation of one of these kinds that the token was made for, over or not."""
    id = id_of(token, PURPOSE)
    invitation = db.session.get(Invitation, id) if id else None
    return invitation if invitation and invitation.kind in kinds else None
