"""What a driver did last: the reports, the equipment at hand, and who walked around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.orm import joinedload, selectinload

from billun.extensions import db
from billun.models import (
    Anomaly,
    Equipment,
    EquipmentStatus,
    Membership,
    Photo,
    PhotoState,
    TimelineEntry,
    TimelineKind,
    WalkAround,
)
from billun.models.anomaly import PHOTOS_REQUIRED


def last_reports(member: Membership, count: int = 20) -> Sequence[Anomaly]:
    """The member's own reports, the newest first."""
    return db.session.scalars(
        select(Anomaly)
        .where(Anomaly.reporter_id == member.id)
        .order_by(Anomaly.received_at.desc())
        .limit(count)
        .options(joinedload(Anomaly.equipment), selectinload(Anomaly.photos))
    ).all()


@dataclass(frozen=True)
class Outcome:
    """When a report last came into another state, and the newest comment since it came; None where neither is.

    `is_new` says that somebody moved it and its reporter has not looked since.
    """

    moved_at: datetime | None = None
    comment: str | None = None
    is_new: bool = False


# All of the entries of one anomaly. What its reporter did, and steps that no person took, are no news to the reporter.
MOVED_AT = func.max(TimelineEntry.at).filter(TimelineEntry.kind == TimelineKind.TRANSITION)
NEWS_AT = func.max(TimelineEntry.at).filter(
    TimelineEntry.kind.in_((TimelineKind.TRANSITION, TimelineKind.CRITICALITY, TimelineKind.MOVED)),
    TimelineEntry.actor_id != Anomaly.reporter_id,
)
COMMENTS = func.array_agg(
    aggregate_order_by(TimelineEntry.comment, TimelineEntry.at.desc(), TimelineEntry.id.desc())
).filter(TimelineEntry.comment != "", TimelineEntry.kind != TimelineKind.REPORTED)


def outcomes_of(reports: Sequence[Anomaly]) -> dict[UUID, Outcome]:
    """What became of each of these reports: one statement, none where there are none."""
    if not reports:
        return {}
    found = db.session.execute(
        select(TimelineEntry.anomaly_id, MOVED_AT, COMMENTS, NEWS_AT)
        .join(Anomaly, Anomaly.id == TimelineEntry.anomaly_id)
        .where(TimelineEntry.anomaly_id.in_([report.id for report in reports]))
        .group_by(TimelineEntry.anomaly_id)
    )
    became = {id: rest for id, *rest in found}
    return {
        report.id: outcome_of(report, *became.get(report.id, (None, None, None)))
        for report in reports
    }


def outcome_of(
    report: Anomaly, moved: datetime | None, said: Sequence[str] | None, news: datetime | None
) -> Outcome:
    return Outcome(moved, said[0] if said else None, is_unseen(news, report.reporter_looked_at))


def is_unseen(news: datetime | None, looked: datetime | None) -> bool:
    """Whether the reporter has not looked since the news."""
    return news is not None and (looked is None or looked < news)


def news_of(anomaly: Anomaly) -> datetime | None:
    """When somebody else last moved the report, raised, lowered or corrected it."""
    return db.session.scalar(
        select(NEWS_AT)
        .join(Anomaly, Anomaly.id == TimelineEntry.anomaly_id)
        .where(TimelineEntry.anomaly_id == anomaly.id)
    )


def last_walk_around(equipment: Equipment) -> WalkAround | None:
    """The newest walk-around of the item that found nothing to report."""
    return db.session.scalar(
        select(WalkAround)
        .where(WalkAround.equipment_id == equipment.id)
        .order_by(WalkAround.occurred_at.desc())
        .limit(1)
        .options(joinedload(WalkAround.author))
    )


def when_walked_around(member: Membership, id: str) -> datetime | None:
    """The time of the walk-around that the member sent under this id, if there is one."""
    return db.session.scalar(
        select(WalkAround.occurred_at).where(
            WalkAround.id == UUID(id), WalkAround.author_id == member.id
        )
    )


def photos_to_take_again(anomaly: Anomaly) -> list[Photo]:
    """Failed photos of an open report that no other photo has replaced yet, read from those loaded.

    One with a guide is replaced by a photo of the same guide, one without by the fourth that can be read.
    """
    if not anomaly.is_open:
        return []
    failed = [photo for photo in anomaly.shown_photos if photo.state == PhotoState.FAILED]
    readable = [photo for photo in anomaly.arrived_photos if photo.state != PhotoState.FAILED]
    there = {photo.guide for photo in readable if photo.guide}
    if len(readable) < PHOTOS_REQUIRED:
        return [photo for photo in failed if photo.guide not in there]
    return [photo for photo in failed if photo.guide and photo.guide not in there]


def last_equipment(member: Membership, count: int = 4) -> Sequence[Equipment]:
    """The equipment on which the member last reported, the latest first."""
    latest = (
        select(Anomaly.equipment_id, func.max(Anomaly.received_at).label("at"))
        .where(Anomaly.reporter_id == member.id)
        .group_by(Anomaly.equipment_id)
        .subquery()
    )
    return db.session.scalars(
        Equipment.visible_to(member)
        .join(latest, latest.c.equipment_id == Equipment.id)
        .where(Equipment.status != EquipmentStatus.RETIRED)
        .order_by(latest.c.at.desc())
        .limit(count)
    ).all()
