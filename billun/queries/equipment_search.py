"""Which equipment a member looks for: by what is written on it, by what it is, by how it stands."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, false, func, select
from sqlalchemy.orm import joinedload

from billun.extensions import db
from billun.models import Anomaly, Equipment, EquipmentStatus, Fitness, Membership
from billun.models.anomaly_transitions import OPEN_STATUSES
from billun.models.folding import fold
from billun.queries.pagination import Order, Page, paginate

BY_NAME = Order((Equipment.sort_key, Equipment.id))


@dataclass(frozen=True, kw_only=True)
class EquipmentFilter:
    q: str = ""
    family: str | None = None
    kind: str | None = None
    status: EquipmentStatus | None = None
    fitness: Fitness | None = None
    site_id: UUID | None = None
    workshop_id: UUID | None = None


def search_equipment(
    member: Membership, wanted: EquipmentFilter, limit: int = 25, cursor: str | None = None
) -> Page[Equipment]:
    """A page of what the member sees and asks for, by name; retired items only when asked for."""
    query = Equipment.visible_to(member).options(joinedload(Equipment.site))
    return paginate(narrowed(query, wanted), BY_NAME, limit, cursor)


def narrowed(query: Select[Equipment], wanted: EquipmentFilter) -> Select[Equipment]:
    words = [fold(word) for word in wanted.q.split()]
    if words and not any(words):
        # Nothing that is written on equipment consists of signs alone.
        return query.where(false())
    for word in words:
        query = query.where(Equipment.search_key.contains(word, autoescape=True))
    for name in ("family", "kind", "fitness", "site_id", "workshop_id"):
        value = getattr(wanted, name)
        if value is not None:
            query = query.where(getattr(Equipment, name) == value)
    if wanted.status:
        return query.where(Equipment.status == wanted.status)
    return query.where(Equipment.status != EquipmentStatus.RETIRED)


def open_anomaly_counts(equipment: list[UUID]) -> dict[UUID, int]:
    """How many anomalies are open on each of these; absent where none is."""
    rows = db.session.execute(
        select(Anomaly.equipment_id, func.count())
        .where(Anomaly.equipment_id.in_(equipment), Anomaly.status.in_(OPEN_STATUSES))
        .group_by(Anomaly.equipment_id)
    )
    return {row[0]: row[1] for row in rows}
