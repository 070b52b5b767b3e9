"""What speaks against a booking without forbidding it: somebody on leave, somebody elsewhere, a closed hour."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime, timedelta

from flask_babel import format_date, format_datetime
from flask_babel import gettext as _
from sqlalchemy import select

from billun.errors import Question, Questioned
from billun.extensions import db
from billun.models import Absence, AbsenceKind, Intervention, Membership, Workshop
from billun.operations.bookings import busy_people, when_words
from billun.operations.local_times import wall_at
from billun.operations.opening_hours import closed_days, company_of, hours_of, is_open_at

ON_LEAVE, ELSEWHERE, CLOSED = "on_leave", "booked_elsewhere", "closed"
CODES = (ON_LEAVE, ELSEWHERE, CLOSED)


def ask_back(questions: Sequence[Question], confirmed: Collection[str]) -> None:
    """Raise Questioned with all of the questions where one of them was not confirmed."""
    if any(question.code not in confirmed for question in questions):
        raise Questioned(questions)


def about_people(
    people: Sequence[Membership],
    starts_at: datetime,
    ends_at: datetime,
    but: Intervention | None = None,
) -> Iterator[Question]:
    """Who of them is away, or on another intervention, at this time; `but` is the one that is booked."""
    if not people:
        return
    away = absences_of(people, starts_at, ends_at)
    ids = [member.id for member in people]
    busy = busy_people(people[0].company_id, starts_at, ends_at, ids, but.id if but else None)
    for member in people:
        if member.id in away:
            yield Question(ON_LEAVE, away_words(member, away[member.id]), str(member.user_id))
        if member.id in busy:
            words = busy_words(member, busy[member.id])
            yield Question(ELSEWHERE, words, str(member.user_id))


def absences_of(
    people: Sequence[Membership], starts_at: datetime, ends_at: datetime
) -> dict[object, Absence]:
    """By membership, an absence on one of the days of this time, as the company counts days."""
    zone = people[0].company.zone
    first, last = wall_at(starts_at, zone), wall_at(ends_at - timedelta(seconds=1), zone)
    found = db.session.scalars(
        select(Absence)
        .where(
            Absence.member_id.in_([member.id for member in people]),
            Absence.starts_on <= last.date(),
            Absence.ends_on >= first.date(),
        )
        .order_by(Absence.starts_on.desc(), Absence.id)
    )
    return {absence.member_id: absence for absence in found}


def away_words(member: Membership, absence: Absence) -> str:
    names = {
        AbsenceKind.LEAVE: _("%(name)s is on leave from %(start)s to %(end)s."),
        AbsenceKind.TRAINING: _("%(name)s is at a course from %(start)s to %(end)s."),
        AbsenceKind.OTHER: _("%(name)s is away from %(start)s to %(end)s."),
    }
    start, end = (format_date(day, "d MMM") for day in (absence.starts_on, absence.ends_on))
    return names[absence.kind] % {"name": member.user.full_name, "start": start, "end": end}


def busy_words(member: Membership, other: Intervention) -> str:
    return _(
        "%(name)s is on %(reference)s (%(title)s) %(when)s.",
        name=member.user.full_name,
        reference=other.reference,
        title=other.equipment.title,
        when=when_words(other),
    )


def about_hours(workshop: Workshop, starts_at: datetime) -> Iterator[Question]:
    """Whether the workshop is closed at the start; one whose hours nobody knows is not asked about."""
    if hours_of(workshop) is None or is_open_at(workshop, starts_at):
        return
    yield Question(CLOSED, closed_words(workshop, starts_at), str(workshop.id))


def closed_words(workshop: Workshop, starts_at: datetime) -> str:
    wall = wall_at(starts_at, company_of(workshop).zone)
    day = wall.date()
    reason = closed_days(workshop, day, day).get(day)
    if reason:
        said = format_date(day, "EEE d MMM")
        text = _("%(workshop)s is closed on %(day)s: %(reason)s.")
        return text % {"workshop": workshop.name, "day": said, "reason": reason}
    said = format_datetime(wall, "EEE d MMM HH:mm", rebase=False)
    return _("%(workshop)s is closed at this time: %(when)s.", workshop=workshop.name, when=said)
