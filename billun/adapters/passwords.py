"""Passwords, hashed with Argon2id."""

from __future__ import annotations

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from billun.adapters.threads import off_the_loop

hasher = PasswordHasher()
# Verified when there is no such person, so that the answer takes as long as for a wrong password.
HASH_OF_NOBODY = hasher.hash("nobody has this password")


def hash_password(password: str) -> str:
    return off_the_loop(hasher.hash, password)


def is_password(password: str, password_hash: str | None) -> bool:
    """Whether `password` is the one hashed; without a hash it takes as long and is False."""
    matches = off_the_loop(verify, password_hash or HASH_OF_NOBODY, password)
    return matches and password_hash is not None


def verify(password_hash: str, password: str) -> bool:
    try:
        return hasher.verify(password_hash, password)
    except (VerificationError, InvalidHashError):
        return False
