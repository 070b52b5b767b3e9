"""The address of a calendar feed: signed over its id, so that no secret is kept and revoking it is enough."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from urllib.parse import urlsplit
from uuid import UUID

from flask import current_app
from itsdangerous import BadSignature, Signer

from billun.config import Settings
from billun.extensions import db
from billun.models import CalendarFeed


def feed_url(feed: CalendarFeed) -> str:
    """The whole address, for a calendar program."""
    return f"{base_url()}/calendar/{token_of(feed)}.ics"


def subscription_url(feed: CalendarFeed) -> str:
    """The same by which a phone or a desk opens its calendar at once."""
    return f"webcal:{feed_url(feed).partition(':')[2]}"


def token_of(feed: CalendarFeed) -> str:
    name = urlsafe_b64encode(feed.id.bytes).rstrip(b"=")
    return signer().sign(name).decode()


def feed_of_token(token: str) -> CalendarFeed | None:
    """The feed that the token was made for, as long as it may be read."""
    try:
        name = signer().unsign(token.encode())
        id = UUID(bytes=urlsafe_b64decode(name + b"=="))
    except (BadSignature, ValueError):
        return None
    feed = db.session.get(CalendarFeed, id)
    return feed if feed and feed.is_readable else None


def signer() -> Signer:
    return Signer(current_app.config["SECRET_KEY"], salt="calendar-feed")


def base_url() -> str:
    settings: Settings = current_app.extensions["billun_settings"]
    return settings.base_url


def host() -> str:
    """What names this installation in the ids of what is in a calendar."""
    return urlsplit(base_url()).hostname or "billun"
