"""The address of a link for a workshop outside: signed over its id, so that it can be shown and mailed again."""

from __future__ import annotations

from flask import current_app

from billun.config import Settings
from billun.extensions import db
from billun.models import OutsideLink
from billun.operations.signed_ids import id_of, token_of

PURPOSE = "outside"


def link_url(link: OutsideLink) -> str:
    """The whole address of its page."""
    settings: Settings = current_app.extensions["billun_settings"]
    return f"{settings.base_url}/outside/{token_of(link.id, PURPOSE)}"


def link_of_token(token: str) -> OutsideLink | None:
    """The link that the token was made for, over or not."""
    id = id_of(token, PURPOSE)
    return db.session.get(OutsideLink, id) if id else None
