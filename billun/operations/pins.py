"""The short number by which somebody of the workshop signs in to a shared tablet.

It can be guessed in some thousand tries, so wrong ones lock it, each time for longer.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise

from flask_babel import format_datetime
from flask_babel import gettext as _
from sqlalchemy import select

from billun.adapters.passwords import hash_password, is_password
from billun.errors import NotAllowed, Refused
from billun.extensions import db
from billun.models import Membership, SignIn
from billun.models.base import now
from billun.operations.revocation import revoke

SHORTEST_PIN = 4
LONGEST_PIN = 8
WRONG_BEFORE_LOCK = 5
FIRST_LOCK = timedelta(minutes=5)
LONGEST_LOCK = timedelta(days=1)


def set_pin(actor: Membership, member: Membership, pin: str) -> None:
    """Give oneself or somebody of the workshop a PIN; who is on a tablet with the old one is out.

    Raises NotAllowed, Refused.
    """
    refuse_who_may_not(actor, member)
    chosen = hash_password(valid_pin(pin))
    hold(member)
    if not (member.is_workshop and member.is_active):
        raise Refused("pin", _("Only people of the workshop sign in to a tablet."))
    forget_pin(member)
    member.pin_hash = chosen
    db.session.flush()


def remove_pin(actor: Membership, member: Membership) -> None:
    """Let nobody sign in with it any more. Doing it twice changes nothing. Raises NotAllowed."""
    refuse_who_may_not(actor, member)
    hold(member)
    forget_pin(member)
    db.session.flush()


def forget_pin(member: Membership) -> None:
    """Take the PIN away, and end what it had opened."""
    member.pin_hash = member.pin_locked_until = None
    member.pin_failures = 0
    for signed_in in db.session.scalars(
        select(SignIn).where(
            SignIn.membership_id == member.id,
            SignIn.screen_id.is_not(None),
            SignIn.revoked_at.is_(None),
        )
    ):
        revoke(signed_in)


def check_pin(member: Membership, pin: str) -> None:
    """Raise Refused unless it is the member's PIN.

    The wrong one is counted on the membership: whoever calls commits that although it refuses.
    """
    hold(member)
    refuse_while_locked(member)
    if is_password(pin, member.pin_hash):
        member.pin_failures, member.pin_locked_until = 0, None
        return
    member.pin_failures += 1
    member.pin_locked_until = locked_until(member.pin_failures)
    db.session.flush()
    refuse_while_locked(member)
    raise Refused("pin", _("This PIN is wrong."))


def may_set_pin_of(actor: Membership, member: Membership) -> bool:
    """One's own, or of somebody who may do no more than oneself: a PIN acts in their name."""
    return actor.id == member.id or actor.may_issue_card_for(member)


def refuse_who_may_not(actor: Membership, member: Membership) -> None:
    if not may_set_pin_of(actor, member):
        raise NotAllowed(_("You may not set this person's PIN. Ask a manager."))


def valid_pin(text: str) -> str:
    """The digits. Raises Refused for a number that is too short, too long or tried first by everybody."""
    pin = text.strip()
    if not (pin.isascii() and pin.isdigit() and SHORTEST_PIN <= len(pin) <= LONGEST_PIN):
        message = _("Choose %(least)s to %(most)s digits.", least=SHORTEST_PIN, most=LONGEST_PIN)
        raise Refused("pin", message)
    if is_repeated(pin) or is_series(pin):
        raise Refused("pin", _("This is guessed at once. Choose digits that follow no pattern."))
    return pin


def is_repeated(pin: str) -> bool:
    """Whether it is one part again and again, such as 7777 or 4242."""
    return pin in (pin + pin)[1:-1]


def is_series(pin: str) -> bool:
    """Whether it counts up or down, such as 1234, 7890 or 4321."""
    steps = {(int(after) - int(before)) % 10 for before, after in pairwise(pin)}
    return steps in ({1}, {9})


def refuse_while_locked(member: Membership) -> None:
    until = member.pin_locked_until
    if until and until > now():
        time = format_datetime(until, "d MMM, HH:mm")
        raise Refused("pin", _("Too many wrong PINs. Try again after %(time)s.", time=time))


def locked_until(failures: int) -> datetime | None:
    """The fifth wrong one locks for five minutes, each further one for twice as long, a day at most."""
    beyond = failures - WRONG_BEFORE_LOCK
    if beyond < 0:
        return None
    return now() + min(FIRST_LOCK * (1 << min(beyond, 10)), LONGEST_LOCK)


def hold(member: Membership) -> None:
    """Hold the membership until the transaction ends, as it is now: tries follow each other."""
    db.session.refresh(member, with_for_update={"of": Membership, "key_share": True})
