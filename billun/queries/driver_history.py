"""What a driver did last: the reports and the equipment at hand on the first page."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from billun.extensions import db
from billun.models import Anomaly, Equipment, EquipmentStatus, Membership, Photo, PhotoState
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


def photos_to_take_again(anomaly: Anomaly) -> list[Photo]:
    """Failed photos of an open report that no other photo has replaced yet, read from those loaded.

    One with a guide is replaced by a photo of the same guide, one without by the fourth that can be read.
    """
    if not anomaly.is_open:
        return []
    failed = [photo for photo in anomaly.photos if photo.state == PhotoState.FAILED]
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
