"""How often somebody may try: per address, and per name after wrong passwords."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from uuid import UUID

from flask import current_app
from flask_babel import gettext as _
from limits import RateLimitItem, parse
from werkzeug.exceptions import TooManyRequests

from billun.config import Settings
from billun.errors import Refused
from billun.extensions import limiter
from billun.operations.locks import lock_id
from billun.operations.users import name_of_login

# After ten wrong passwords for one name it is locked for the rest of a quarter of an hour, known or not.
WRONG_PASSWORDS = parse("10 per 15 minutes")


def settings() -> Settings:
    found: Settings = current_app.extensions["billun_settings"]
    return found


by_address = limiter.limit(lambda: settings().sign_in_limit)
registrations = limiter.limit(lambda: settings().registration_limit, methods=["POST"])
reset_mails = limiter.limit("20 per hour", methods=["POST"])
address_changes = limiter.limit("20 per hour", methods=["POST"])
# Photos come one by one.
outside_answers = limiter.limit("120 per hour", methods=["POST"])
PHONE_CHANGES = parse("10 per hour")
WRONG_NAMES = parse("20 per hour")
# On one tablet, whoever's they are; each person's own count locks long before (operations/pins.py).
WRONG_PINS = parse("30 per 15 minutes")


class Attempt:
    def __init__(self, key: str, limit: RateLimitItem, kind: str) -> None:
        self.key, self.limit, self.kind = key, limit, kind

    def failed(self) -> None:
        limiter.limiter.hit(self.limit, self.kind, self.key)


@contextmanager
def refuse_after_failures(login: str) -> Iterator[Attempt]:
    """Refuse (429) a name that had too many wrong passwords, whether anybody has that name or not."""
    digest = sha256((name_of_login(login) or login).encode())
    key = digest.hexdigest()
    # Tries for one name follow each other, so that many at once count like many in a row.
    lock_id(UUID(bytes=digest.digest()[:16]))
    if not limiter.limiter.test(WRONG_PASSWORDS, "wrong-password", key):
        raise TooManyRequests(
            _("Too many wrong passwords. Try again in a quarter of an hour."), retry_after=900
        )
    yield Attempt(key, WRONG_PASSWORDS, "wrong-password")


@contextmanager
def refuse_after_wrong_pins(screen_id: UUID) -> Iterator[Attempt]:
    """Refuse (429) a tablet on which too many wrong PINs were typed. Its tries follow each other."""
    lock_id(screen_id)
    if not limiter.limiter.test(WRONG_PINS, "wrong-pin", str(screen_id)):
        raise TooManyRequests(
            _("Too many wrong PINs on this tablet. Try again in a quarter of an hour."),
            retry_after=900,
        )
    yield Attempt(str(screen_id), WRONG_PINS, "wrong-pin")


@contextmanager
def refuse_after_wrong_names(company_id: UUID) -> Iterator[None]:
    """Refuse (429) after twenty names an hour that no account could be made with.

    They count for the company, so that no stack of its cards finds out who is on Billun.
    """
    if not limiter.limiter.test(WRONG_NAMES, "wrong-name", str(company_id)):
        raise TooManyRequests(_("Too many tries. Try again in an hour."), retry_after=3600)
    try:
        yield
    except Refused as refused:
        if refused.field == "login":
            limiter.limiter.hit(WRONG_NAMES, "wrong-name", str(company_id))
        raise


def count_phone_change(user_id: UUID) -> None:
    """Refuse (429) the eleventh phone number of an hour: nobody finds out so which ones are taken."""
    if not limiter.limiter.hit(PHONE_CHANGES, "phone-change", str(user_id)):
        raise TooManyRequests(_("Too many tries. Try again in an hour."), retry_after=3600)
