"""The list of equipment: a page of what a member asks for, in the order asked for."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import case, func, literal, select

from billun.extensions import db
from billun.models import Anomaly, Equipment, Fitness, Membership, Site
from billun.models.anomaly_transitions import OPEN_STATUSES
from billun.queries.equipment_filter import EquipmentFilter, narrowed, wanted_by
from billun.queries.pagination import Order, Page, paginate

__all__ = ["SORTS", "EquipmentFilter", "narrowed", "open_anomaly_counts", "search_equipment"]

WORST_FIRST = (Fitness.IMMOBILISED, Fitness.RESTRICTED, Fitness.REPAIR_PLANNED, Fitness.FIT)

# Each sorts what is absent last.
FITNESS_RANK = case(
    {fitness.value: rank for rank, fitness in enumerate(WORST_FIRST)}, value=Equipment.fitness
)
NEXT_DUE = func.coalesce(Equipment.next_due_on, func.make_date(9999, 12, 31))
SITE_NAME = func.coalesce(func.lower(Site.name), literal("\U0010ffff"))

SORTS = {
    "name": Order((Equipment.sort_key, Equipment.id)),
    "fitness": Order((FITNESS_RANK, Equipment.sort_key, Equipment.id)),
    "due": Order((NEXT_DUE, Equipment.sort_key, Equipment.id)),
    "site": Order((SITE_NAME, Equipment.sort_key, Equipment.id)),
    "kind": Order((Equipment.kind, Equipment.sort_key, Equipment.id)),
    "newest": Order((Equipment.created_at, Equipment.id), descending=True),
}


def search_equipment(
    member: Membership,
    wanted: EquipmentFilter,
    limit: int = 25,
    cursor: str | None = None,
    sort: str = "name",
    total: int | None = None,
) -> Page[Equipment]:
    """A page of what the member sees and asks for; retired items only when asked for.

    `sort` is a key of SORTS. The ids are found in an index that holds all that is asked for
    (ix_equipment_company_id_list); only the rows of the page are then read.
    """
    query = wanted_by(member, wanted).with_only_columns(Equipment.id)
    if sort == "site":
        query = query.outerjoin(Site, Site.id == Equipment.site_id)
    page: Page[UUID] = paginate(query, SORTS[sort], limit, cursor, total)
    return Page(in_order(page.items), page.next_cursor, page.total)


def in_order(ids: Sequence[UUID]) -> list[Equipment]:
    """The items with these ids, in their order."""
    query = select(Equipment).where(Equipment.id.in_(ids))
    found = {item.id: item for item in db.session.scalars(query)}
    return [found[id] for id in ids]


def open_anomaly_counts(equipment: list[UUID]) -> dict[UUID, int]:
    """How many anomalies are open on each of these; absent where none is."""
    rows = db.session.execute(
        select(Anomaly.equipment_id, func.count())
        .where(Anomaly.equipment_id.in_(equipment), Anomaly.status.in_(OPEN_STATUSES))
        .group_by(Anomaly.equipment_id)
    )
    return {row[0]: row[1] for row in rows}
