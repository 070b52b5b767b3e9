"""Running clocks, and the labour that they leave when they stop."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from billun.extensions import db
from billun.models import (
    Intervention,
    InterventionEntryKind,
    InterventionLine,
    LineKind,
    Membership,
    WorkSession,
)
from billun.models.base import now
from billun.operations.intervention_lines import hourly_rate_of, keep_line
from billun.operations.intervention_timeline import record


def running_clock_of(worker: Membership) -> WorkSession | None:
    """What the person works on now, as the database has it."""
    return db.session.scalar(
        select(WorkSession)
        .where(WorkSession.worker_id == worker.id, WorkSession.ended_at.is_(None))
        .execution_options(populate_existing=True)
    )


def stop_all_clocks(actor: Membership, intervention: Intervention) -> None:
    """Stop everybody's clock on an intervention that the caller holds, each with its line of labour."""
    running = db.session.scalars(
        select(WorkSession)
        .where(WorkSession.intervention_id == intervention.id, WorkSession.ended_at.is_(None))
        .order_by(WorkSession.started_at, WorkSession.id)
        .execution_options(populate_existing=True)
    ).all()
    for clock in running:
        stop_clock(actor, clock)


def stop_clock(actor: Membership, clock: WorkSession, minutes: int | None = None) -> None:
    """End it now, or so many `minutes` after it began. The caller holds the intervention."""
    clock.ended_at = now() if minutes is None else clock.started_at + timedelta(minutes=minutes)
    if clock.minutes:
        keep_labour(actor, clock)
    what = {"minutes": clock.minutes, "worker": clock.worker.user.full_name}
    record(clock.intervention, actor, InterventionEntryKind.WORK_STOPPED, detail=what)


def keep_labour(actor: Membership, clock: WorkSession) -> None:
    """The line of labour for the time of a stopped clock, at the workshop's rate."""
    line = InterventionLine(
        kind=LineKind.LABOUR,
        minutes=clock.minutes,
        unit_price=hourly_rate_of(clock.intervention),
        worker=clock.worker,
        author_id=actor.id,
        session=clock,
        content={},
    )
    line.count()
    keep_line(line, clock.intervention)
