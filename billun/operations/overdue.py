"""What midnight changes: a check without which equipment may not drive has become overdue."""

from __future__ import annotations

from sqlalchemy import Date, cast, func, select

from billun.extensions import db
from billun.models import Blocks, Company, Deadline, Equipment, EquipmentStatus, Fitness
from billun.operations.fitness import lock_equipment, refresh_fitness

AT_ONCE = 100


def immobilise_what_became_overdue() -> int:
    """Follow the calendar on up to a hundred items and say how many changed; call again until it says none."""
    today = cast(func.timezone(Company.time_zone, func.now()), Date)
    overdue = db.session.scalars(
        select(Equipment)
        .join(Deadline, Deadline.equipment_id == Equipment.id)
        .join(Company, Company.id == Deadline.company_id)
        .where(
            Deadline.applies,
            Deadline.blocks == Blocks.DRIVING,
            Deadline.due_on < today,
            Equipment.fitness != Fitness.IMMOBILISED,
            Equipment.status != EquipmentStatus.RETIRED,
        )
        .distinct()
        .limit(AT_ONCE)
    ).all()
    return sum(changed_fitness(equipment) for equipment in overdue)


def changed_fitness(equipment: Equipment) -> bool:
    lock_equipment(equipment)
    before = equipment.fitness
    refresh_fitness(equipment)
    return equipment.fitness != before
