"""What may be done with a piece of equipment, derived from what is open and overdue on it (product.md)."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from billun.extensions import db
from billun.models import AnomalyStatus, Blocks, Criticality, Deadline, Equipment, Fitness
from billun.models.anomaly_transitions import PLANNED_STATUSES
from billun.operations.after_commit import tell_after_commit
from billun.operations.register import Register


def refresh_fitness(
    equipment: Equipment,
    deadlines: Iterable[Deadline] | None = None,
    register: Register | None = None,
) -> None:
    """Bring the equipment's fitness up to date. The caller holds the equipment's row lock."""
    register = register or Register(equipment.company)
    if deadlines is None:
        db.session.flush()
        deadlines = register.deadlines_of(equipment)
    fitness = fitness_of(register.open_anomalies_of(equipment), may_not_drive(equipment, deadlines))
    if fitness != equipment.fitness:
        equipment.fitness = fitness
        tell_after_commit(equipment.company_id, "equipment", equipment.id, equipment.billun_id)


def may_not_drive(equipment: Equipment, deadlines: Iterable[Deadline]) -> bool:
    """Whether a check is overdue without which the equipment may not drive."""
    today = equipment.company.today
    return any(
        deadline.blocks == Blocks.DRIVING and deadline.is_blocking_on(today)
        for deadline in deadlines
    )


def fitness_of(
    open_anomalies: Iterable[tuple[Criticality, AnomalyStatus]], driving_blocked: bool = False
) -> Fitness:
    """Immobilised by an open red or an overdue check, restricted by an open orange, then a planned yellow."""
    found = set(open_anomalies)
    if driving_blocked or any(criticality == Criticality.RED for criticality, _ in found):
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
