"""What is overdue or due within thirty days at one place of a company: the matter of the daily letter."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import contains_eager
from sqlalchemy.sql import ColumnElement

from billun.extensions import db
from billun.models import (
    Deadline,
    DeadlineDigest,
    DeadlineState,
    Equipment,
    EquipmentStatus,
)
from billun.models.deadline import SOON


def due_at(company_id: UUID, site_id: UUID | None, day: date) -> Select[Deadline]:
    """What is overdue or due in under thirty days from `day` on the equipment of the site, or of none."""
    return (
        select(Deadline)
        .join(Deadline.equipment)
        .where(*in_use_at(company_id, site_id), Deadline.due_on < day + SOON)
    )


def due_of(digest: DeadlineDigest, count: int) -> Sequence[Deadline]:
    """The first of what the letter speaks of: its news, then the rest, each by day."""
    query = due_at(digest.company_id, digest.site_id, digest.day)
    return db.session.scalars(
        query.options(contains_eager(Deadline.equipment))
        .order_by(Deadline.id.not_in(digest.news), Deadline.due_on, Equipment.sort_key, Deadline.id)
        .limit(count)
    ).all()


def numbers_of(digest: DeadlineDigest) -> dict[str, int]:
    """How many deadlines of the place are overdue, due soon, or without a date, as one statement tells."""
    today = digest.day
    states = (
        DeadlineState.OVERDUE,
        DeadlineState.DUE_15,
        DeadlineState.DUE_30,
        DeadlineState.UNKNOWN,
    )
    row = db.session.execute(
        select(*(func.count().filter(Deadline.in_state(state, today)) for state in states))
        .join(Deadline.equipment)
        .where(*in_use_at(digest.company_id, digest.site_id))
    ).one()
    return {state.value: number for state, number in zip(states, row, strict=True)}


def places_with_something_due(company_id: UUID, day: date) -> Sequence[UUID | None]:
    """The sites, and None for the equipment without one, that are owed a letter and have none of this day."""
    written = (
        select(DeadlineDigest.id)
        .where(
            DeadlineDigest.company_id == company_id,
            DeadlineDigest.day == day,
            DeadlineDigest.site_id.is_not_distinct_from(Equipment.site_id),
        )
        .exists()
    )
    return db.session.scalars(
        select(Equipment.site_id)
        .join(Deadline, Deadline.equipment_id == Equipment.id)
        .where(
            Deadline.company_id == company_id,
            Deadline.applies,
            Deadline.due_on < day + SOON,
            Equipment.status != EquipmentStatus.RETIRED,
            ~written,
        )
        .distinct()
    ).all()


def in_use_at(company_id: UUID, site_id: UUID | None) -> list[ColumnElement[bool]]:
    return [
        Deadline.company_id == company_id,
        Deadline.applies.is_(True),
        Equipment.status != EquipmentStatus.RETIRED,
        Equipment.site_id.is_not_distinct_from(site_id),
    ]
