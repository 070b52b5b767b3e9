"""The calendar of the workshops: what is planned when, in lanes by bay or by person, and when nobody is there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from billun.errors import Refused
from billun.extensions import db
from billun.models import (
    Absence,
    Intervention,
    InterventionStatus,
    Membership,
    Role,
    User,
    Workshop,
)
from billun.operations.bookings import overlapping
from billun.operations.local_times import wall_at
from billun.operations.opening_hours import Span, closed_spans
from billun.queries.intervention_list import with_plan

LONGEST = timedelta(days=100, hours=1)


class LaneKind(StrEnum):
    BAY = "bay"
    PERSON = "person"


@dataclass(frozen=True)
class Lane:
    """`bay:<workshop>:<bay>` or `person:<user>`; with nothing behind the last colon what has no bay, or nobody."""

    id: str
    name: str
    workshop_id: UUID | None = None


@dataclass(frozen=True)
class Closed:
    """When a workshop is closed; `span.name` says why, where it is a holiday or a closure."""

    workshop_id: UUID
    span: Span


@dataclass(frozen=True)
class Calendar:
    lane: LaneKind
    lanes: Sequence[Lane]
    items: Sequence[Intervention]
    closed: Sequence[Closed]
    absences: Sequence[Absence]


def calendar_of(
    member: Membership,
    since: datetime,
    until: datetime,
    lane: LaneKind | str = LaneKind.BAY,
    workshop_id: UUID | None = None,
) -> Calendar:
    """What of the company's (or one workshop's) lies in [since, until). The same few statements, whatever is in it.

    Raises Refused("to") for more than a hundred days, or an end before the start.
    """
    if until <= since:
        raise Refused("to", _("The end must be after the start."))
    if until - since > LONGEST:
        raise Refused("to", _("At most %(count)s days at a time.", count=LONGEST.days))
    kind = LaneKind(lane)
    workshops = workshops_shown(member, workshop_id)
    items = planned(member, since, until, workshop_id)
    people = people_shown(member, workshops, items, workshop_id is not None)
    lanes = bay_lanes(workshops, items) if kind == LaneKind.BAY else person_lanes(people)
    first, last = days_of(member, since, until)
    closed = [
        Closed(workshop.id, span)
        for workshop in workshops
        for span in closed_spans(workshop, first, last)
    ]
    return Calendar(kind, lanes, items, closed, absences_between(member, people, first, last))


def workshops_shown(member: Membership, workshop_id: UUID | None) -> Sequence[Workshop]:
    """Own ones first, by name."""
    query = Workshop.visible_to(member).order_by(Workshop.external, Workshop.name, Workshop.id)
    if workshop_id is not None:
        query = query.where(Workshop.id == workshop_id)
    return db.session.scalars(
        query.options(joinedload(Workshop.site), selectinload(Workshop.team))
    ).all()


def planned(
    member: Membership, since: datetime, until: datetime, workshop_id: UUID | None
) -> Sequence[Intervention]:
    """All that has its time there and was not cancelled, by time."""
    query = (
        Intervention.visible_to(member)
        .where(
            overlapping(since, until),
            Intervention.status != InterventionStatus.CANCELLED,
        )
        .order_by(Intervention.starts_at, Intervention.id)
        .options(*with_plan())
    )
    if workshop_id is not None:
        query = query.where(Intervention.workshop_id == workshop_id)
    return db.session.scalars(query).all()


def people_shown(
    member: Membership,
    workshops: Sequence[Workshop],
    items: Sequence[Intervention],
    one_workshop: bool,
) -> list[Membership]:
    """The workshop's people and whoever else is on an item, by name; of one workshop its team."""
    if one_workshop:
        found = {one for workshop in workshops for one in workshop.team if one.is_active}
    else:
        found = set(active_workshop_members(member))
    found |= {one for item in items for one in item.assignees}
    return sorted(found, key=lambda one: (one.user.full_name.casefold(), str(one.id)))


def active_workshop_members(member: Membership) -> Sequence[Membership]:
    return db.session.scalars(
        select(Membership)
        .join(User)
        .where(
            Membership.company_id == member.company_id,
            Membership.active(),
            Membership.role == Role.WORKSHOP,
        )
    ).all()


def bay_lanes(workshops: Sequence[Workshop], items: Sequence[Intervention]) -> list[Lane]:
    """Every bay in its workshop's order, then what is in none of them; bays that are gone while something is there."""
    lanes = [lane for workshop in workshops for lane in lanes_of(workshop)]
    known = {lane.id for lane in lanes}
    for item in items:
        id = bay_lane_id(item)
        if id not in known:
            known.add(id)
            name = " · ".join(part for part in (item.place_name, item.bay) if part)
            lanes.append(Lane(id, name or _("No workshop"), item.workshop_id))
    return lanes


def lanes_of(workshop: Workshop) -> Iterator[Lane]:
    for bay in workshop.bays:
        yield Lane(f"bay:{workshop.id}:{bay}", bay, workshop.id)
    yield Lane(f"bay:{workshop.id}:", workshop.name, workshop.id)


def person_lanes(people: Sequence[Membership]) -> list[Lane]:
    lanes = [Lane(f"person:{one.user_id}", one.user.full_name) for one in people]
    return [*lanes, Lane("person:", _("Nobody yet"))]


def lane_ids(item: Intervention, kind: LaneKind) -> list[str]:
    """The lanes in which an item lies: one bay, or every person who is on it."""
    if kind == LaneKind.BAY:
        return [bay_lane_id(item)]
    return [f"person:{one.user_id}" for one in item.assignees] or ["person:"]


def bay_lane_id(item: Intervention) -> str:
    return f"bay:{item.workshop_id or ''}:{item.bay or ''}"


def days_of(member: Membership, since: datetime, until: datetime) -> tuple[date, date]:
    """The first and the last day of a time where the company works."""
    zone = member.company.zone
    return wall_at(since, zone).date(), wall_at(until - timedelta(seconds=1), zone).date()


def absences_between(
    member: Membership, people: Sequence[Membership], first: date, last: date
) -> Sequence[Absence]:
    """Who of them is away on these days; a driver is not told."""
    if not (member.is_manager or member.is_workshop):
        return ()
    return db.session.scalars(
        select(Absence)
        .where(
            Absence.company_id == member.company_id,
            Absence.member_id.in_([one.id for one in people]),
            Absence.starts_on <= last,
            Absence.ends_on >= first,
        )
        .order_by(Absence.starts_on, Absence.id)
        .options(joinedload(Absence.member))
    ).all()
