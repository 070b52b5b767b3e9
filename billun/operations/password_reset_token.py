"""The token in a password-reset link: signed, good for an hour, dead once password or address have changed."""

from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer

from billun.extensions import db
from billun.models import User
from billun.models.base import now

LASTS = timedelta(hours=1)


def make_token(user: User, asked_at: datetime) -> str:
    return serializer().dumps([str(user.id), fingerprint(user), int(asked_at.timestamp())])


def user_of_token(token: str) -> User | None:
    """Who may choose a new password with this token, if anyone still may."""
    try:
        user_id, print_of_password, asked_at = serializer().loads(token)
    except (BadSignature, ValueError, TypeError):
        return None
    user = db.session.get(User, UUID(user_id))
    fresh = now().timestamp() - asked_at < LASTS.total_seconds()
    return user if user and fresh and fingerprint(user) == print_of_password else None


def fingerprint(user: User) -> str:
    """Changes with the password and with the address, and tells nothing of them."""
    return sha256(f"{user.password_hash} {user.email}".encode()).hexdigest()[:16]


def serializer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="password-reset")
