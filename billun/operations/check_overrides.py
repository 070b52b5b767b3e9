"""What a company does differently from the catalogue: a check more often, later, or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from sqlalchemy import select

from billun.adapters.queue import CLOCK
from billun.catalogue import Check, Duration, catalogue
from billun.errors import Missing, Refused
from billun.extensions import db
from billun.models import CheckOverride, Company, Membership
from billun.models.base import now
from billun.operations.after_commit import enqueue_after_commit
from billun.operations.locks import lock_id

# Any day will do to see which of two lengths of time is the longer one.
SOME_DAY = date(2001, 1, 1)


@dataclass(frozen=True, kw_only=True)
class OverrideForm:
    """`first` and `interval` as in the catalogue: `6 months`; None leaves what the rule says."""

    first: str | None = None
    interval: str | None = None
    off: bool = False
    reason: str = ""


def set_override(actor: Membership, code: str, form: OverrideForm) -> CheckOverride:
    """Let the company's own rule take the place of the catalogue's. Raises Missing, Refused."""
    check = check_named(code)
    form = checked(check, form)
    lock_id(actor.company_id)
    override = override_of(actor.company, code)
    if override is None:
        override = CheckOverride(company_id=actor.company_id, check=code)
        db.session.add(override)
    if said_by(override) != form:
        override.author_id = actor.id
        for name in OverrideForm.__dataclass_fields__:
            setattr(override, name, getattr(form, name))
        count_anew(actor.company)
    return override


def remove_override(actor: Membership, code: str) -> None:
    """Follow the catalogue again. Twice changes nothing. Raises Missing."""
    check_named(code)
    override = override_of(actor.company, code)
    if override is not None:
        db.session.delete(override)
        count_anew(actor.company)


def check_named(code: str) -> Check:
    """The catalogue's check of this key. Raises Missing."""
    if code not in catalogue.checks:
        raise Missing
    return catalogue.checks[code]


def override_of(company: Company, code: str) -> CheckOverride | None:
    return db.session.scalar(
        select(CheckOverride).where(
            CheckOverride.company_id == company.id, CheckOverride.check == code
        )
    )


def can_be_timed(check: Check) -> bool:
    """Whether it comes again after a while: a policy has its own date, a sticker is put on once."""
    return any(rule.interval or rule.first or rule.ages for rule in check.rules)


def count_anew(company: Company) -> None:
    """Mark what is due as stale; a job counts it anew, and the mark stays until that is done."""
    company.deadlines_stale_since = now()
    db.session.flush()
    enqueue_after_commit(CLOCK, "jobs.deadlines.bring_company_up_to_date", company.id)


def checked(check: Check, form: OverrideForm) -> OverrideForm:
    """The form as it will be stored: a check that is off has no interval."""
    reason = form.reason.strip()
    if form.off:
        if not reason:
            raise Refused("reason", _("Say why this check is not needed."))
        return OverrideForm(off=True, reason=reason)
    if not can_be_timed(check):
        raise Refused("off", _("This check has no interval. It can only be switched off."))
    first, interval = length(form.first, "first"), length(form.interval, "interval")
    if not first and not interval:
        raise Refused("interval", _("Give an interval, or switch the check off."))
    if is_longer(check, first, interval) and not reason:
        raise Refused("reason", _("Say why: the rule asks for it more often."))
    return OverrideForm(
        first=str(first) if first else None,
        interval=str(interval) if interval else None,
        reason=reason,
    )


def length(text: str | None, field: str) -> Duration | None:
    if not text or not text.strip():
        return None
    try:
        return Duration.parse(text)
    except ValueError as error:
        raise Refused(field, _("Write a length of time such as 6 months.")) from error


def is_longer(check: Check, first: Duration | None, interval: Duration | None) -> bool:
    """Whether it would be done later than the catalogue asks, the first time or again."""
    firsts = [rule.first or rule.interval for rule in check.rules]
    intervals = [rule.interval for rule in check.rules]
    ages = [age for rule in check.rules for age in rule.ages[:1]]
    return exceeds(first, [*firsts, *ages]) or exceeds(interval, [*intervals, *ages])


def exceeds(length: Duration | None, asked: Sequence[Duration | None]) -> bool:
    days = [one.after(SOME_DAY) for one in asked if one]
    return length is not None and bool(days) and length.after(SOME_DAY) > max(days)


def said_by(override: CheckOverride) -> OverrideForm:
    """What a form would have to say to leave it as it is; a new one says nothing yet."""
    return OverrideForm(
        first=override.first,
        interval=override.interval,
        off=bool(override.off),
        reason=override.reason or "",
    )
