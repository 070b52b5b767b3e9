"""What was done on a piece of equipment, and how long it was off the road for it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from billun.extensions import db
from billun.models import Equipment, Intervention, TakenAnomaly, TakenDeadline
from billun.models.base import now
from billun.queries.pagination import Order, Page, paginate

NEWEST = Order((Intervention.created_at, Intervention.id), descending=True)


def history_of(equipment: Equipment, limit: int, cursor: str | None = None) -> Page[Intervention]:
    """The interventions on it, the newest first, with what they took on and what they cost."""
    found = (
        select(Intervention)
        .where(Intervention.equipment_id == equipment.id)
        .options(
            joinedload(Intervention.workshop),
            selectinload(Intervention.taken).joinedload(TakenAnomaly.anomaly),
            selectinload(Intervention.taken_deadlines).joinedload(TakenDeadline.deadline),
            selectinload(Intervention.taken_deadlines).joinedload(TakenDeadline.renewal),
            selectinload(Intervention.lines),
            selectinload(Intervention.assignees),
        )
    )
    return paginate(found, NEWEST, limit, cursor)


def off_the_road(equipment: Equipment, since: datetime, until: datetime) -> timedelta:
    """For how long of this time work was going on on it; two at once count once."""
    begins = Intervention.started_at
    ends = func.coalesce(Intervention.completed_at, Intervention.cancelled_at, func.now())
    spans = db.session.execute(
        select(begins, ends).where(
            Intervention.equipment_id == equipment.id,
            begins < until,
            ends > since,
        )
    ).all()
    return covered((max(first, since), min(last, until)) for first, last in spans if first)


def covered(spans: Iterable[tuple[datetime, datetime]]) -> timedelta:
    """The time that the spans cover together."""
    total, reached = timedelta(), None
    for first, last in sorted(spans):
        begins = first if reached is None else max(first, reached)
        total += max(last - begins, timedelta())
        reached = last if reached is None else max(last, reached)
    return total


def time_off_the_road(intervention: Intervention) -> timedelta | None:
    """From its start until it was over, or until now; None where nobody has begun."""
    if intervention.started_at is None:
        return None
    over = intervention.completed_at or intervention.cancelled_at or now()
    return over - intervention.started_at
