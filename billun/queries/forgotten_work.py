"""What was acknowledged and is not done: the sweep finds here what a dead Redis or worker forgot."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from billun.extensions import db
from billun.models import Delivery, DeliveryState, Photo, PhotoState
from billun.models.base import now

LONG_ENOUGH_FOR_A_JOB = timedelta(seconds=30)
AT_ONCE = 500


def undeveloped_photos() -> Sequence[UUID]:
    """Photos stored for a while and still without their sizes."""
    return db.session.scalars(
        select(Photo.id)
        .where(Photo.state == PhotoState.STORED, Photo.received_at < now() - LONG_ENOUGH_FOR_A_JOB)
        .order_by(Photo.received_at)
        .limit(AT_ONCE)
    ).all()


def unsent_deliveries() -> Sequence[UUID]:
    """Messages whose next try is due."""
    return db.session.scalars(
        select(Delivery.id)
        .where(
            Delivery.state == DeliveryState.QUEUED,
            Delivery.next_attempt_at < now() - timedelta(seconds=5),
        )
        .order_by(Delivery.next_attempt_at)
        .limit(AT_ONCE)
    ).all()
