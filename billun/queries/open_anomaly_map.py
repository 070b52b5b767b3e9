"""Where what is open was reported: every mark of the map, and the list beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from billun.extensions import db
from billun.models import Anomaly, Criticality, Equipment, Membership
from billun.models.anomaly_transitions import OPEN_STATUSES
from billun.queries.pagination import Order, Page, paginate

ROWS = 50
# The worst first, of those the newest.
WORST_FIRST = Order((Anomaly.criticality_rank, Anomaly.received_at, Anomaly.id), descending=True)


@dataclass(frozen=True, kw_only=True)
class MapFilter:
    criticality: Criticality | None = None
    category: str | None = None
    site_id: UUID | None = None


def marks_of(member: Membership, wanted: MapFilter) -> Sequence[Any]:
    """Reference, criticality, latitude, longitude, category and the item's names of each: one statement.

    The worst come first: those near each other are drawn under the first of them.
    """
    columns = (
        Anomaly.reference, Anomaly.criticality, Anomaly.latitude, Anomaly.longitude, Anomaly.category,
        Equipment.plate, Equipment.internal_id, Equipment.billun_id,
    )  # fmt: skip
    query = open_with_place(member, wanted).join(Anomaly.equipment).with_only_columns(*columns)
    return db.session.execute(query.order_by(*WORST_FIRST.clauses())).all()


def listed(member: Membership, wanted: MapFilter, total: int, cursor: str | None) -> Page[Anomaly]:
    """The rows beside the map. Raises Refused for a bad cursor."""
    query = open_with_place(member, wanted).options(
        joinedload(Anomaly.equipment), selectinload(Anomaly.photos)
    )
    return paginate(query, WORST_FIRST, ROWS, cursor, total)


def levels_of(member: Membership, wanted: MapFilter) -> dict[Criticality, int]:
    """How many there are of each criticality, whichever of them is chosen."""
    others = MapFilter(category=wanted.category, site_id=wanted.site_id)
    query = open_with_place(member, others).with_only_columns(Anomaly.criticality, func.count())
    return {row[0]: row[1] for row in db.session.execute(query.group_by(Anomaly.criticality))}


def without_place(member: Membership) -> int:
    """How many are open of which nobody said where."""
    query = select(func.count()).where(
        Anomaly.company_id == member.company_id,
        Anomaly.status.in_(OPEN_STATUSES),
        Anomaly.latitude.is_(None),
    )
    return db.session.scalar(query) or 0


def open_with_place(member: Membership, wanted: MapFilter) -> Select[Anomaly]:
    query = Anomaly.visible_to(member).where(
        Anomaly.status.in_(OPEN_STATUSES), Anomaly.latitude.is_not(None)
    )
    for name in ("criticality", "category"):
        value = getattr(wanted, name)
        if value is not None:
            query = query.where(getattr(Anomaly, name) == value)
    if wanted.site_id:
        query = query.where(Anomaly.equipment.has(Equipment.site_id == wanted.site_id))
    return query
