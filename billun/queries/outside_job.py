"""What a workshop outside sees of a job by its link, and what the company sees of its answer."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import joinedload, selectinload

from billun.errors import Missing
from billun.extensions import db
from billun.models import (
    Anomaly,
    Deadline,
    Intervention,
    InterventionEntry,
    InterventionEntryKind,
    OutsideLink,
    Photo,
    TakenAnomaly,
    TakenDeadline,
)

TIMES = ("starts_at", "ends_at")


def job_of(link: OutsideLink) -> Intervention:
    """The job with what its page outside shows: the item, its anomalies and photos."""
    anomaly = selectinload(Intervention.taken).joinedload(TakenAnomaly.anomaly)
    return db.session.scalars(
        select(Intervention)
        .where(Intervention.id == link.intervention_id)
        .options(
            joinedload(Intervention.equipment),
            joinedload(Intervention.company),
            joinedload(Intervention.workshop),
            selectinload(Intervention.taken_deadlines).joinedload(TakenDeadline.deadline),
            anomaly.selectinload(Anomaly.photos).selectinload(Photo.drawings),
            selectinload(Intervention.photos).selectinload(Photo.drawings),
        )
        .execution_options(populate_existing=True)
    ).one()


def held_by(job: Intervention) -> list[Anomaly]:
    """The anomalies that it is to repair."""
    return [one.anomaly for one in job.taken if one.outcome is None]


def checks_of(job: Intervention) -> list[Deadline]:
    """What is due on the item and to be done with the work."""
    open_ones = (
        one for one in job.taken_deadlines if not one.given_back and one.renewal_id is None
    )
    return [one.deadline for one in open_ones]


def said_by(link: OutsideLink) -> Sequence[InterventionEntry]:
    """What came by this link, the oldest first, and nothing of what the company says within itself."""
    return db.session.scalars(
        select(InterventionEntry)
        .where(
            InterventionEntry.link_id == link.id,
            InterventionEntry.intervention_id == link.intervention_id,
            InterventionEntry.kind != InterventionEntryKind.PHOTO_ADDED,
        )
        .order_by(InterventionEntry.at, InterventionEntry.id)
    ).all()


def photo_outside(link: OutsideLink, id: UUID) -> Photo:
    """A photo of this job, or of an anomaly that it holds. Raises Missing for any other."""
    taken = exists().where(
        TakenAnomaly.anomaly_id == Photo.anomaly_id,
        TakenAnomaly.intervention_id == link.intervention_id,
        TakenAnomaly.outcome.is_(None),
    )
    photo = db.session.scalar(
        select(Photo).where(
            Photo.id == id,
            Photo.company_id == link.company_id,
            or_(Photo.intervention_id == link.intervention_id, taken),
        )
    )
    if photo is None:
        raise Missing
    return photo


def was_moved_since_answer(link: OutsideLink) -> bool:
    """Whether the job has had another time since the workshop outside said what it thinks of the one then."""
    if link.answered_at is None:
        return False
    moves = db.session.scalars(
        select(InterventionEntry).where(
            InterventionEntry.intervention_id == link.intervention_id,
            InterventionEntry.kind == InterventionEntryKind.MOVED,
            InterventionEntry.at > link.answered_at,
        )
    )
    return any(is_another_time(move) for move in moves)


def is_another_time(move: InterventionEntry) -> bool:
    before, after = move.detail.get("from", {}), move.detail.get("to", {})
    return any(before.get(name) != after.get(name) for name in TIMES)
