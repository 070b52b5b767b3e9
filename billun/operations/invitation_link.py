"""The link of an invitation or card: signed over its id, so that a card can be printed again and no secret is kept."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from uuid import UUID

from flask import current_app
from itsdangerous import BadSignature, Signer

from billun.config import Settings
from billun.extensions import db
from billun.models import Invitation, InvitationKind

JOINING = frozenset({InvitationKind.MAIL, InvitationKind.JOIN_CARD})
SIGNING_IN = frozenset({InvitationKind.SIGN_IN_CARD})


def link_of(invitation: Invitation) -> str:
    """The whole address, short enough for a QR code that a scratched camera still reads."""
    settings: Settings = current_app.extensions["billun_settings"]
    page = "sign-in/card" if invitation.kind in SIGNING_IN else "join"
    return f"{settings.base_url}/{page}/{token_of(invitation)}"


def token_of(invitation: Invitation) -> str:
    name = urlsafe_b64encode(invitation.id.bytes).rstrip(b"=")
    return signer().sign(name).decode()


def invitation_of_token(token: str, kinds: frozenset[InvitationKind]) -> Invitation | None:
    """The invitation of one of these kinds that the token was made for, over or not."""
    try:
        name = signer().unsign(token.encode())
        id = UUID(bytes=urlsafe_b64decode(name + b"=="))
    except (BadSignature, ValueError):
        return None
    invitation = db.session.get(Invitation, id)
    return invitation if invitation and invitation.kind in kinds else None


def signer() -> Signer:
    return Signer(current_app.config["SECRET_KEY"], salt="invitation")
