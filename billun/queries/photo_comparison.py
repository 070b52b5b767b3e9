"""What the same part of the same equipment looked like in other reports."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager

from billun.extensions import db
from billun.models import Anomaly, Photo, PhotoState
from billun.queries.photo_subjects import anomaly_of

SHOWN_AT_MOST = 12


def photos_of_the_same_shot(photo: Photo) -> Sequence[Photo]:
    """The photos of the same guide on the same equipment in other reports, the newest first.

    Raises Missing for a photo of work.
    """
    anomaly = anomaly_of(photo)
    return db.session.scalars(
        select(Photo)
        .join(Photo.anomaly)
        .where(
            Photo.company_id == photo.company_id,
            Photo.state == PhotoState.READY,
            Photo.removal.is_(None),
            Photo.guide.is_not_distinct_from(photo.guide),
            Photo.anomaly_id != anomaly.id,
            Anomaly.equipment_id == anomaly.equipment_id,
        )
        .options(contains_eager(Photo.anomaly))
        .order_by(func.coalesce(Photo.taken_at, Photo.received_at).desc(), Photo.id.desc())
        .limit(SHOWN_AT_MOST)
    ).all()
