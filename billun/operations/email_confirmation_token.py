"""The token in the mail to a new address: signed, good for a day, dead once the address has changed."""

from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import sha256

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer

from billun.models import User
from billun.models.base import now

LASTS = timedelta(hours=24)


def make_token(user: User, address: str, asked_at: datetime) -> str:
    content = [str(user.id), fingerprint(user), address, int(asked_at.timestamp())]
    return serializer().dumps(content)


def address_of_token(user: User, token: str) -> str | None:
    """The address that `user` may take with this token, if it is theirs and still good."""
    try:
        user_id, print_of_address, address, asked_at = serializer().loads(token)
    except (BadSignature, ValueError, TypeError):
        return None
    theirs = user_id == str(user.id) and print_of_address == fingerprint(user)
    fresh = now().timestamp() - asked_at < LASTS.total_seconds()
    return str(address) if theirs and fresh else None


def fingerprint(user: User) -> str:
    """Changes with the present address and tells nothing of it."""
    return sha256((user.email or "").encode()).hexdigest()[:16]


def serializer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="email-confirmation")
