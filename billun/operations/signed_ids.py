"""Ids in links that nobody can guess: signed, so that a link can be shown again and no secret is kept."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from uuid import UUID

from flask import current_app
from itsdangerous import BadSignature, Signer


def token_of(id: UUID, purpose: str) -> str:
    """The id with its signature, 50 characters that an address can hold; good for this purpose alone."""
    name = urlsafe_b64encode(id.bytes).rstrip(b"=")
    return signer(purpose).sign(name).decode()


def id_of(token: str, purpose: str) -> UUID | None:
    """The id for which the token was made; None where it was made by somebody else or for something else."""
    try:
        name = signer(purpose).unsign(token.encode())
        return UUID(bytes=urlsafe_b64decode(name + b"=="))
    except (BadSignature, ValueError):
        return None


def signer(purpose: str) -> Signer:
    return Signer(current_app.config["SECRET_KEY"], salt=purpose)
