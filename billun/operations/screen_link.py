"""The link that pairs a screen: signed over its id and its term, so that a newer link ends the older one."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from uuid import UUID

from flask import current_app
from itsdangerous import BadSignature, Signer

from billun.config import Settings
from billun.extensions import db
from billun.models import Screen

BYTES_OF_AN_ID = 16


def link_of_screen(screen: Screen) -> str:
    """The whole address, short enough for a QR code."""
    settings: Settings = current_app.extensions["billun_settings"]
    return f"{settings.base_url}/pair/{token_of_screen(screen)}"


def token_of_screen(screen: Screen) -> str:
    name = urlsafe_b64encode(screen.id.bytes + term_of(screen)).rstrip(b"=")
    return signer().sign(name).decode()


def screen_of_token(token: str) -> Screen | None:
    """The screen whose newest link this is, over or not."""
    try:
        name = urlsafe_b64decode(signer().unsign(token.encode()) + b"==")
        id, term = UUID(bytes=name[:BYTES_OF_AN_ID]), name[BYTES_OF_AN_ID:]
    except (BadSignature, ValueError):
        return None
    screen = db.session.get(Screen, id)
    return screen if screen and term_of(screen) == term else None


def term_of(screen: Screen) -> bytes:
    """Until when it can be paired, to the microsecond: no two links of a screen have the same."""
    moment = screen.pairing_ends_at
    return (int(moment.timestamp()) * 1_000_000 + moment.microsecond).to_bytes(8)


def signer() -> Signer:
    return Signer(current_app.config["SECRET_KEY"], salt="screen")
