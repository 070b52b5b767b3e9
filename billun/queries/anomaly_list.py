"""Anomalies by filter, in the order asked for: the list of the API and the queue of the workshop."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from billun.models import Anomaly, AnomalyStatus, Criticality, Equipment, Membership, Sighting
from billun.models.anomaly_transitions import OPEN_STATUSES, WAITING_STATUSES
from billun.models.base import now
from billun.queries.equipment_filter import with_words
from billun.queries.pagination import Order, Page, paginate

SORTS = {
    "newest": Order((Anomaly.received_at, Anomaly.id), descending=True),
    "oldest": Order((Anomaly.received_at, Anomaly.id)),
    # Of those that are equally bad the one that has waited longest comes first.
    "worst": Order((-Anomaly.criticality_rank, Anomaly.received_at, Anomaly.id)),
}

PLAIN = ("status", "criticality", "category", "sub_category", "equipment_id", "reporter_id")
OF_EQUIPMENT = ("kind", "site_id", "workshop_id")


@dataclass(frozen=True, kw_only=True)
class AnomalyFilter:
    """`q` is what is written on the equipment, `kind` what it is; `reporter_id` is a membership.

    `triage` leaves what nobody has taken on yet, `open` all that is not over.
    """

    q: str = ""
    status: AnomalyStatus | None = None
    criticality: Criticality | None = None
    category: str | None = None
    sub_category: str | None = None
    kind: str | None = None
    equipment_id: UUID | None = None
    site_id: UUID | None = None
    workshop_id: UUID | None = None
    reporter_id: UUID | None = None
    older_than_days: int | None = None
    since: datetime | None = None
    until: datetime | None = None
    open: bool = False
    triage: bool = False


def list_anomalies(
    member: Membership,
    wanted: AnomalyFilter,
    limit: int = 25,
    cursor: str | None = None,
    sort: str = "newest",
    total: int | None = None,
    *more_facts: ExecutableOption,
) -> Page[Anomaly]:
    """A page of what the member sees and asks for; `sort` is a key of SORTS."""
    query = Anomaly.visible_to(member).options(*with_facts(), *more_facts)
    query = narrowed(query, wanted)
    return paginate(query, SORTS[sort], limit, cursor, total)


def with_facts() -> tuple[ExecutableOption, ...]:
    """Options that load what a line about an anomaly tells."""
    return (
        joinedload(Anomaly.equipment),
        joinedload(Anomaly.reporter),
        joinedload(Anomaly.duplicate_of).load_only(Anomaly.reference),
        selectinload(Anomaly.sightings).load_only(Sighting.id),
    )


def narrowed(query: Select[Any], wanted: AnomalyFilter) -> Select[Any]:
    """What is left of a query on anomalies."""
    for name in PLAIN:
        value = getattr(wanted, name)
        if value is not None:
            query = query.where(getattr(Anomaly, name) == value)
    query = received(query, wanted)
    if wanted.triage:
        query = query.where(Anomaly.status.in_(WAITING_STATUSES))
    if wanted.open:
        query = query.where(Anomaly.status.in_(OPEN_STATUSES))
    return on_equipment(query, wanted)


def received(query: Select[Any], wanted: AnomalyFilter) -> Select[Any]:
    if wanted.since:
        query = query.where(Anomaly.received_at >= wanted.since)
    if wanted.until:
        query = query.where(Anomaly.received_at < wanted.until)
    if wanted.older_than_days is not None:
        query = query.where(Anomaly.received_at < now() - timedelta(days=wanted.older_than_days))
    return query


def on_equipment(query: Select[Any], wanted: AnomalyFilter) -> Select[Any]:
    """What is left by what stands in the register of the equipment."""
    asked = {name: getattr(wanted, name) for name in OF_EQUIPMENT}
    conditions: list[ColumnElement[bool]] = [
        getattr(Equipment, name) == value for name, value in asked.items() if value
    ]
    words = with_words(select(Equipment.id), wanted.q).whereclause
    if words is not None:
        conditions.append(words)
    if not conditions:
        return query
    # The owner is said once more, so that no other company's equipment is searched.
    owned = Equipment.company_id == Anomaly.company_id
    return query.where(Anomaly.equipment.has(and_(owned, *conditions)))
