"""What is booked in the calendar: no bay of a workshop and no equipment twice at the same time.

An intervention books its planned time [starts_at, ends_at) as long as it is open, and one in progress until it
is over. The caller holds the workshop
(`lock_workshop`) and the equipment, so that of two who book the same the second finds the first.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import NoReturn
from uuid import UUID

from flask_babel import format_datetime
from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, and_, select
from sqlalchemy.orm import joinedload

from billun.errors import Conflict, Missing, Refused
from billun.extensions import db
from billun.models import Equipment, Intervention, InterventionStatus, Membership, Workshop
from billun.models.base import now
from billun.models.intervention_transitions import OPEN_INTERVENTIONS
from billun.operations.local_times import wall_at
from billun.operations.locks import lock_id

EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
LATEST_AHEAD = timedelta(days=5 * 366)
LONGEST_BOOKING = timedelta(days=60)


@dataclass(frozen=True)
class Booking:
    """What is wanted: a time in UTC, the equipment, a workshop and one of its bays, if it needs one."""

    starts_at: datetime
    ends_at: datetime
    equipment: Equipment
    workshop: Workshop
    bay: str | None


def lock_workshop(actor: Membership, workshop_id: UUID) -> Workshop:
    """The workshop, whose calendar nobody else books until the transaction ends. Raises Missing."""
    found = Workshop.visible_to(actor).where(Workshop.id == workshop_id)
    if db.session.scalar(found) is None:
        raise Missing
    lock_id(workshop_id)
    workshop = db.session.scalar(found.execution_options(populate_existing=True))
    if workshop is None:
        raise Missing
    return workshop


def hold_place(intervention: Intervention) -> None:
    """Hold the workshop where it is done, before its equipment.

    Of two who start in one bay the second then finds the first.
    """
    if intervention.workshop_id:
        lock_id(intervention.workshop_id)


def hold_people(people: Iterable[Membership]) -> None:
    """Hold what people do, after the workshop and before any equipment: nobody else books them meanwhile."""
    for member_id in sorted(member.id for member in people):
        lock_id(member_id)


def refuse_bad_time(starts_at: datetime, ends_at: datetime) -> None:
    """Raise Refused, naming the field, for a time that nobody can book."""
    for field, moment in (("starts_at", starts_at), ("ends_at", ends_at)):
        if not EARLIEST <= moment <= now() + LATEST_AHEAD:
            raise Refused(
                field, _("Choose a time from the year 2000 on, and at most five years from now.")
            )
    if ends_at <= starts_at:
        raise Refused("ends_at", _("The end must be after the start."))
    if whole_minute(ends_at) == whole_minute(starts_at):
        raise Refused("ends_at", _("A job takes at least one minute."))
    if ends_at - starts_at > LONGEST_BOOKING:
        days = LONGEST_BOOKING.days
        raise Refused("ends_at", _("A job takes at most %(count)s days.", count=days))


def whole_minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)


def refuse_foreign_bay(workshop: Workshop, bay: str | None) -> None:
    if bay is not None and bay not in workshop.bays:
        raise Refused("bay", _("%(workshop)s has no such bay.", workshop=workshop.name))


def refuse_taken(booking: Booking, but: UUID | None = None) -> None:
    """Raise Conflict, naming the other one, where bay or equipment is booked in this time; `but` is oneself."""
    other = other_in_the_way(booking, but)
    if other is not None:
        refuse_for(other, booking.equipment)


def refuse_occupied(intervention: Intervention) -> None:
    """Raise Conflict, naming the other one, where somebody works on its equipment or in its bay right now."""
    place = same_place(intervention.equipment, intervention.workshop_id, intervention.bay)
    running = select(Intervention).where(
        Intervention.company_id == intervention.company_id,
        Intervention.status == InterventionStatus.IN_PROGRESS,
        Intervention.id != intervention.id,
        place,
    )
    other = first_of(running)
    if other is not None:
        refuse_for(other, intervention.equipment)


def refuse_for(other: Intervention, equipment: Equipment) -> NoReturn:
    if other.equipment_id == equipment.id:
        raise Conflict(equipment_words(other), "equipment_id", present=named(other))
    raise Conflict(bay_words(other), "bay", present=named(other))


def other_in_the_way(booking: Booking, but: UUID | None) -> Intervention | None:
    """The first open one at this time that has the equipment, or the bay."""
    query = booked_between(booking.starts_at, booking.ends_at).where(
        Intervention.company_id == booking.equipment.company_id,
        same_place(booking.equipment, booking.workshop.id, booking.bay),
    )
    if but is not None:
        query = query.where(Intervention.id != but)
    return first_of(query)


def same_place(
    equipment: Equipment, workshop_id: UUID | None, bay: str | None
) -> ColumnElement[bool]:
    """The condition of what has this equipment, or this bay."""
    wanted: ColumnElement[bool] = Intervention.equipment_id == equipment.id
    if bay is None:
        return wanted
    return wanted | and_(Intervention.workshop_id == workshop_id, Intervention.bay == bay)


def first_of(query: Select[Intervention]) -> Intervention | None:
    return db.session.scalar(
        query.order_by(Intervention.starts_at, Intervention.id)
        .limit(1)
        .options(joinedload(Intervention.equipment))
    )


def booked_between(starts_at: datetime, ends_at: datetime) -> Select[Intervention]:
    """The open ones whose time overlaps [starts_at, ends_at); what is still being worked on lasts until now."""
    meets = overlapping(starts_at, ends_at)
    if starts_at < now():
        still_there = Intervention.status == InterventionStatus.IN_PROGRESS
        meets = meets | and_(still_there, Intervention.starts_at < ends_at)
    return select(Intervention).where(Intervention.status.in_(OPEN_INTERVENTIONS), meets)


def overlapping(starts_at: datetime, ends_at: datetime) -> ColumnElement[bool]:
    """The condition of a time that overlaps; nothing is longer than a booking may be, so few rows are looked at."""
    return and_(
        Intervention.starts_at < ends_at,
        Intervention.starts_at > starts_at - LONGEST_BOOKING - timedelta(days=1),
        Intervention.ends_at > starts_at,
    )


def busy_people(
    company_id: UUID,
    starts_at: datetime,
    ends_at: datetime,
    people: Collection[UUID],
    but: UUID | None = None,
) -> dict[UUID, Intervention]:
    """By membership, the first other open intervention at this time on which the person is."""
    query = (
        booked_between(starts_at, ends_at)
        .join(Intervention.assignees)
        .where(Intervention.company_id == company_id, Membership.id.in_(people))
        .options(joinedload(Intervention.equipment))
        .order_by(Intervention.starts_at.desc(), Intervention.id)
        .add_columns(Membership.id)
    )
    if but is not None:
        query = query.where(Intervention.id != but)
    return {member_id: one for one, member_id in db.session.execute(query)} if people else {}


def equipment_words(other: Intervention) -> str:
    return _(
        "%(title)s is booked by %(reference)s %(when)s.",
        title=other.equipment.title,
        reference=other.reference,
        when=when_words(other),
    )


def bay_words(other: Intervention) -> str:
    return _(
        "Bay %(bay)s is taken by %(reference)s (%(title)s) %(when)s.",
        bay=other.bay,
        reference=other.reference,
        title=other.equipment.title,
        when=when_words(other),
    )


def when_words(other: Intervention) -> str:
    """Its time, as the clocks of the company show it."""
    zone = other.equipment.company.zone
    shown = [
        format_datetime(wall_at(moment, zone), "EEE d MMM HH:mm", rebase=False)
        for moment in (other.starts_at, other.ends_at)
        if moment
    ]
    return _("from %(start)s to %(end)s", start=shown[0], end=shown[1])


def named(other: Intervention) -> dict[str, str]:
    """What whoever is in its way is told of it."""
    times = {"starts_at": other.starts_at, "ends_at": other.ends_at}
    return {
        "id": str(other.id),
        "reference": other.reference,
        "title": other.title,
        **({"bay": other.bay} if other.bay else {}),
        **{name: iso(moment) for name, moment in times.items() if moment},
    }


def iso(moment: datetime) -> str:
    """In UTC, as the API writes it: 2026-11-22T09:30:00Z."""
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
