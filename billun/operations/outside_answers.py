"""What a workshop outside answers by its link. Nobody of the company acts here: the link does, and it says so."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from billun.errors import Conflict, Missing, Refused
from billun.extensions import db
from billun.models import (
    Intervention,
    InterventionEntry,
    InterventionEntryKind,
    OutsideAnswer,
    OutsideLink,
)
from billun.models.base import now
from billun.operations.bookings import iso, refuse_bad_time
from billun.operations.intervention_timeline import record
from billun.operations.interventions import lock_intervention
from billun.operations.reasons import reason_in
from billun.queries.outside_job import was_moved_since_answer

LONGEST_NAME = 100
LONGEST_WORDS = 2_000

K = InterventionEntryKind


def accept(link: OutsideLink, seen: str | None = None, words: str = "", name: str = "") -> None:
    """They do it at the planned time, of which they saw `seen`. Once more changes nothing, unless it was moved.

    Raises Missing where the link is over (so do all here), Conflict where it has no time yet, where that is not
    the one that was seen, or where the work is done.
    """
    hold(link)
    refuse_done(link)
    starts_at, ends_at = link.intervention.starts_at, link.intervention.ends_at
    if starts_at is None or ends_at is None:
        raise Conflict(_("There is no date to accept yet. Propose one."))
    if seen not in (None, date_of(link.intervention)):
        raise Conflict(_("The date was changed meanwhile. Look at it again."))
    if link.answer == OutsideAnswer.ACCEPTED and not was_moved_since_answer(link):
        return
    detail = {"starts_at": starts_at.isoformat(), "ends_at": ends_at.isoformat()}
    answer(link, OutsideAnswer.ACCEPTED, K.OUTSIDE_ACCEPTED, optional(words), name, detail)


def date_of(intervention: Intervention) -> str:
    """Its planned time in one word, as the form that accepts it says which one was seen."""
    times = (intervention.starts_at, intervention.ends_at)
    return "/".join(iso(moment) for moment in times if moment)


def propose(
    link: OutsideLink, starts_at: datetime, ends_at: datetime, words: str = "", name: str = ""
) -> None:
    """They could do it then; nothing moves before somebody of the company takes this date.

    What is booked at that time is not told. Raises Refused for a time that nobody can book, or that is over.
    """
    hold(link)
    refuse_done(link)
    refuse_bad_time(starts_at, ends_at)
    if starts_at < now():
        raise Refused("starts_at", _("This is in the past."))
    text = optional(words)
    said = (link.proposed_starts_at, link.proposed_ends_at, link.reason)
    if link.answer == OutsideAnswer.PROPOSED and said == (starts_at, ends_at, text):
        return
    link.proposed_starts_at, link.proposed_ends_at = starts_at, ends_at
    detail = {"starts_at": starts_at.isoformat(), "ends_at": ends_at.isoformat()}
    answer(link, OutsideAnswer.PROPOSED, K.OUTSIDE_PROPOSED, text, name, detail)


def decline(link: OutsideLink, reason: str, name: str = "") -> None:
    """They do not do it. Raises Refused("reason") where they do not say why."""
    hold(link)
    refuse_done(link)
    text = reason_in(reason, longest=LONGEST_WORDS)
    if (link.answer, link.reason) != (OutsideAnswer.DECLINED, text):
        answer(link, OutsideAnswer.DECLINED, K.OUTSIDE_DECLINED, text, name)


def report_done(link: OutsideLink, words: str = "", name: str = "") -> None:
    """They have done it. The job goes on until somebody of the company completes it with its outcomes."""
    hold(link)
    text = optional(words)
    if (link.answer, link.reason) != (OutsideAnswer.DONE, text):
        answer(link, OutsideAnswer.DONE, K.OUTSIDE_DONE, text, name)


def comment(link: OutsideLink, words: str, name: str = "") -> None:
    """Say something. Raises Refused("comment") where nothing is said."""
    hold(link)
    if not words.strip():
        raise Refused("comment", _("Write something first."))
    text = optional(words)
    call_themselves(link, name)
    record(link.intervention, None, K.COMMENT, link=link, comment=text)


def hold(link: OutsideLink) -> None:
    """Hold the job, and know the link as it is now. Raises Missing where it is over."""
    lock_intervention(link.intervention)
    db.session.refresh(link)
    if not link.is_good:
        raise Missing


def refuse_done(link: OutsideLink) -> None:
    if link.answer == OutsideAnswer.DONE:
        raise Conflict(_("You have said that the work is done."))


def optional(words: str, field: str = "comment") -> str:
    text = words.strip()
    if len(text) > LONGEST_WORDS:
        raise Refused(field, _("Write at most %(count)s characters.", count=LONGEST_WORDS))
    return text


def answer(
    link: OutsideLink,
    given: OutsideAnswer,
    kind: InterventionEntryKind,
    words: str,
    name: str,
    detail: dict[str, Any] | None = None,
) -> InterventionEntry:
    call_themselves(link, name)
    link.answer, link.answered_at, link.reason = given, now(), words
    return record(
        link.intervention, None, kind, link=link, comment=words or None, detail=detail or {}
    )


def call_themselves(link: OutsideLink, name: str) -> None:
    text = " ".join(name.split())
    if len(text) > LONGEST_NAME:
        raise Refused("name", _("Write at most %(count)s characters.", count=LONGEST_NAME))
    link.name = text or link.name
