"""Anomalies by filter, the newest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select
from sqlalchemy.orm import joinedload, selectinload

from billun.models import Anomaly, AnomalyStatus, Criticality, Equipment, Membership, Sighting
from billun.models.anomaly_transitions import OPEN_STATUSES
from billun.queries.pagination import Order, Page, paginate

NEWEST_FIRST = Order((Anomaly.received_at, Anomaly.id), descending=True)


@dataclass(frozen=True, kw_only=True)
class AnomalyFilter:
    status: AnomalyStatus | None = None
    criticality: Criticality | None = None
    category: str | None = None
    equipment_id: UUID | None = None
    site_id: UUID | None = None
    workshop_id: UUID | None = None
    reporter_id: UUID | None = None
    since: datetime | None = None
    until: datetime | None = None
    open: bool = False


def list_anomalies(
    member: Membership, wanted: AnomalyFilter, limit: int = 25, cursor: str | None = None
) -> Page[Anomaly]:
    query = Anomaly.visible_to(member).options(
        joinedload(Anomaly.equipment),
        joinedload(Anomaly.reporter),
        selectinload(Anomaly.sightings).load_only(Sighting.id),
    )
    return paginate(narrowed(query, wanted), NEWEST_FIRST, limit, cursor)


def narrowed(query: Select[Anomaly], wanted: AnomalyFilter) -> Select[Anomaly]:
    for name in ("status", "criticality", "category", "equipment_id", "reporter_id"):
        value = getattr(wanted, name)
        if value is not None:
            query = query.where(getattr(Anomaly, name) == value)
    for name in ("site_id", "workshop_id"):
        value = getattr(wanted, name)
        if value is not None:
            query = query.where(Anomaly.equipment.has(getattr(Equipment, name) == value))
    if wanted.since:
        query = query.where(Anomaly.received_at >= wanted.since)
    if wanted.until:
        query = query.where(Anomaly.received_at < wanted.until)
    return query.where(Anomaly.status.in_(OPEN_STATUSES)) if wanted.open else query
