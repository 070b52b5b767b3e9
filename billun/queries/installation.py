"""The installation as a whole, in numbers."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from billun.extensions import db
from billun.models import Company, Delivery, DeliveryState, Photo, PhotoState, User


@dataclass(frozen=True)
class Numbers:
    companies: int
    people: int
    photos_waiting: int
    photos_failed: int
    messages_waiting: int
    messages_failed: int


def installation_in_numbers() -> Numbers:
    """Counts in one statement."""
    row = db.session.execute(
        select(
            select(func.count(Company.id)).scalar_subquery(),
            select(func.count(User.id)).scalar_subquery(),
            select(func.count(Photo.id)).where(Photo.state == PhotoState.STORED).scalar_subquery(),
            select(func.count(Photo.id)).where(Photo.state == PhotoState.FAILED).scalar_subquery(),
            select(func.count(Delivery.id))
            .where(Delivery.state == DeliveryState.QUEUED)
            .scalar_subquery(),
            select(func.count(Delivery.id))
            .where(Delivery.state == DeliveryState.FAILED)
            .scalar_subquery(),
        )
    ).one()
    return Numbers(*row)
