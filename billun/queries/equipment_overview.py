"""What the overview of an item says: its anomalies, its deadlines, its papers, what is coupled to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import and_, func, select
from sqlalchemy.orm import joinedload, selectinload

from billun.extensions import db
from billun.models import (
    Anomaly,
    Document,
    Equipment,
    EquipmentStatus,
    Membership,
    Meter,
    MeterReading,
)
from billun.models.anomaly_transitions import OPEN_STATUSES
from billun.queries.equipment_standing import Standing, standing_of
from billun.queries.meter_history import latest_readings
from billun.queries.safety_kit import Kit, kit_of, rules_for

MOST_ANOMALIES = 100
MOST_ENDED = 20


@dataclass(frozen=True)
class Overview:
    """`open_ones` are the worst first, `ended` the newest first; `kit` only where one is asked for."""

    open_ones: Sequence[Anomaly]
    ended: Sequence[Anomaly]
    has_more_ended: bool
    standing: Standing
    documents: int
    attached: Sequence[Equipment]
    readings: Mapping[Meter, MeterReading]
    kit: Kit | None


def overview_of(member: Membership, equipment: Equipment) -> Overview:
    anomalies = anomalies_of(equipment)
    open_ones = [anomaly for anomaly in anomalies if anomaly.is_open]
    ended = [anomaly for anomaly in anomalies if not anomaly.is_open]
    documents, attached = papers_and_attached(member, equipment)
    return Overview(
        open_ones,
        ended[:MOST_ENDED],
        len(ended) > MOST_ENDED,
        standing_of(equipment, len(open_ones)),
        documents,
        attached,
        latest_readings([equipment.id]).get(equipment.id, {}),
        kit_of(equipment) if rules_for(equipment) else None,
    )


def anomalies_of(equipment: Equipment) -> Sequence[Anomaly]:
    """The open ones, the worst first, then the newest of those that ended."""
    is_open = Anomaly.status.in_(OPEN_STATUSES)
    return db.session.scalars(
        select(Anomaly)
        .where(Anomaly.equipment_id == equipment.id)
        .order_by(
            is_open.desc(),
            (Anomaly.criticality_rank * is_open.cast(Anomaly.criticality_rank.type)).desc(),
            Anomaly.received_at.desc(),
        )
        .limit(MOST_ANOMALIES)
        .options(selectinload(Anomaly.photos), joinedload(Anomaly.equipment))
    ).all()


def papers_and_attached(member: Membership, equipment: Equipment) -> tuple[int, list[Equipment]]:
    """How many of its documents the member sees, and what is coupled to it or mounted on it: one statement for both."""
    documents = (
        Document.visible_to(member)
        .where(Document.equipment_id == equipment.id)
        .with_only_columns(func.count())
        .subquery()
    )
    hangs_on_it = and_(
        Equipment.parent_id == equipment.id, Equipment.status != EquipmentStatus.RETIRED
    )
    rows = db.session.execute(
        select(documents.c[0], Equipment)
        .select_from(documents)
        .outerjoin(Equipment, hangs_on_it)
        .order_by(Equipment.sort_key, Equipment.id)
    ).all()
    return rows[0][0], [child for _number, child in rows if child]
