"""Who of the workshop is away, and what was planned with them in those days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from billun.extensions import db
from billun.models import Absence, Intervention, Membership
from billun.models.intervention import intervention_assignee
from billun.models.intervention_transitions import OPEN_INTERVENTIONS
from billun.queries.pagination import Order, Page, paginate
from billun.queries.people import is_person

BY_DAY = Order((Absence.starts_on, Absence.id))


@dataclass(frozen=True, kw_only=True)
class AbsenceFilter:
    """Absences of a person, and those that touch the days from `first` to `last`."""

    user_id: UUID | None = None
    first: date | None = None
    last: date | None = None


def list_absences(
    member: Membership, wanted: AbsenceFilter, limit: int, cursor: str | None = None
) -> Page[Absence]:
    """By their first day."""
    found = Absence.visible_to(member).options(joinedload(Absence.member))
    if wanted.user_id:
        people = select(Membership.id).where(is_person(wanted.user_id))
        found = found.where(Absence.member_id.in_(people))
    if wanted.first:
        found = found.where(Absence.ends_on >= wanted.first)
    if wanted.last:
        found = found.where(Absence.starts_on <= wanted.last)
    return paginate(found, BY_DAY, limit, cursor)


def planned_meanwhile(absence: Absence) -> Sequence[Intervention]:
    """The open jobs that count on the person in those days, in their order."""
    zone = absence.member.company.zone
    begins = datetime.combine(absence.starts_on, time.min, zone)
    ends = datetime.combine(absence.ends_on + timedelta(days=1), time.min, zone)
    return db.session.scalars(
        select(Intervention)
        .join(intervention_assignee)
        .where(
            intervention_assignee.c.membership_id == absence.member_id,
            Intervention.status.in_(OPEN_INTERVENTIONS),
            Intervention.starts_at < ends,
            Intervention.ends_at > begins,
        )
        .order_by(Intervention.starts_at, Intervention.id)
        .options(joinedload(Intervention.equipment))
    ).all()
