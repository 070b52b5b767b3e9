"""A resolved anomaly that nobody contradicts closes by itself, unless it was red (product.md)."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from billun.extensions import db
from billun.models import Anomaly, AnomalyStatus, Criticality
from billun.models.anomaly_transitions import Part, rows_to
from billun.models.base import now
from billun.operations.anomalies import lock_with_equipment
from billun.operations.transitions import change_status

RESTS_FOR = timedelta(days=7)
AT_ONCE = 100


def close_what_rested() -> int:
    """Close up to a hundred of them and say how many; call again until it says none."""
    rested = db.session.scalars(
        select(Anomaly)
        .where(
            Anomaly.status == AnomalyStatus.RESOLVED,
            Anomaly.criticality.in_(closing_by_itself()),
            Anomaly.resolved_at < now() - RESTS_FOR,
        )
        .order_by(Anomaly.resolved_at)
        .limit(AT_ONCE)
    ).all()
    for anomaly in rested:
        lock_with_equipment(anomaly)
        if anomaly.status == AnomalyStatus.RESOLVED:
            change_status(anomaly, None, AnomalyStatus.CLOSED)
    return len(rested)


def closing_by_itself() -> list[Criticality]:
    """The criticalities that the table lets the system close."""
    (row,) = (row for row in rows_to(AnomalyStatus.CLOSED) if AnomalyStatus.RESOLVED in row.sources)
    return [level for level in Criticality if Part.SYSTEM in row.parts_for(level)]
