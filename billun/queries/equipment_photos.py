"""All photos of an item, from all of its reports."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager

from billun.models import Anomaly, Equipment, Photo, PhotoState
from billun.queries.pagination import Order, Page, paginate

AT_ONCE = 60
NEWEST_FIRST = Order((func.coalesce(Photo.taken_at, Photo.received_at), Photo.id), descending=True)


def photos_of(item: Equipment, cursor: str | None = None) -> Page[Photo]:
    """Those that are shown and developed, the newest first. Raises Refused for a bad cursor."""
    query = (
        select(Photo)
        .join(Photo.anomaly)
        .where(
            Anomaly.equipment_id == item.id,
            Photo.company_id == item.company_id,
            Photo.state == PhotoState.READY,
            Photo.removal.is_(None),
        )
        .options(contains_eager(Photo.anomaly))
    )
    return paginate(query, NEWEST_FIRST, AT_ONCE, cursor)
