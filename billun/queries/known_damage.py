"""What is already open on a piece of equipment: shown to the driver before a new report."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from billun.extensions import db
from billun.models import Anomaly, Equipment
from billun.models.anomaly_transitions import OPEN_STATUSES


def known_damage(equipment: Equipment) -> Sequence[Anomaly]:
    """The open anomalies of the equipment, the worst first."""
    return db.session.scalars(
        select(Anomaly)
        .where(Anomaly.equipment_id == equipment.id, Anomaly.status.in_(OPEN_STATUSES))
        .order_by(Anomaly.criticality_rank.desc(), Anomaly.received_at)
        .options(
            selectinload(Anomaly.photos),
            joinedload(Anomaly.reporter),
            joinedload(Anomaly.equipment),
        )
    ).all()
