"""What may be done with a piece of equipment, derived from what is open on it (product.md)."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from billun.extensions import db
from billun.models import Anomaly, AnomalyStatus, Criticality, Equipment, Fitness
from billun.models.anomaly_transitions import OPEN_STATUSES, PLANNED_STATUSES
from billun.operations.after_commit import tell_after_commit


def refresh_fitness(equipment: Equipment) -> None:
    """Bring the equipment's fitness up to date. The caller holds the equipment's row lock."""
    db.session.flush()
    open_ones = db.session.execute(
        select(Anomaly.criticality, Anomaly.status).where(
            Anomaly.equipment_id == equipment.id, Anomaly.status.in_(OPEN_STATUSES)
        )
    )
    fitness = fitness_of((row.criticality, row.status) for row in open_ones)
    if fitness != equipment.fitness:
        equipment.fitness = fitness
        tell_after_commit(equipment.company_id, "equipment", equipment.id, equipment.billun_id)


def fitness_of(open_anomalies: Iterable[tuple[Criticality, AnomalyStatus]]) -> Fitness:
    """Immobilised by an open red, restricted by an open orange, repair planned by a scheduled yellow."""
    found = set(open_anomalies)
    if any(criticality == Criticality.RED for criticality, _ in found):
        return Fitness.IMMOBILISED
    if any(criticality == Criticality.ORANGE for criticality, _ in found):
        return Fitness.RESTRICTED
    if any(c == Criticality.YELLOW and status in PLANNED_STATUSES for c, status in found):
        return Fitness.REPAIR_PLANNED
    return Fitness.FIT


def lock_equipment(equipment: Equipment) -> None:
    """Hold the equipment, so that its fitness is computed from one state of its anomalies."""
    db.session.execute(select(Equipment.id).where(Equipment.id == equipment.id).with_for_update())
    db.session.refresh(equipment, ["fitness", "status"])
