"""Equipment that is being worked on stands in the workshop, and leaves it with the last piece of work."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from billun.extensions import db
from billun.models import (
    ChangeKind,
    Equipment,
    EquipmentChange,
    EquipmentStatus,
    Intervention,
    InterventionStatus,
    Membership,
)
from billun.models.base import now
from billun.models.intervention_transitions import RUNNING_INTERVENTIONS
from billun.operations.after_commit import tell_after_commit
from billun.operations.history import record_change


def bring_in(actor: Membership, intervention: Intervention) -> None:
    """Say that equipment in use is in the workshop. The caller holds it."""
    if intervention.equipment.status == EquipmentStatus.ACTIVE:
        set_status(actor, intervention, EquipmentStatus.IN_WORKSHOP)


def let_out(actor: Membership, intervention: Intervention, before: InterventionStatus) -> None:
    """Say that it is in use again once nothing else runs on it, where work had brought it in and no person."""
    ran = before in RUNNING_INTERVENTIONS
    inside = intervention.equipment.status == EquipmentStatus.IN_WORKSHOP
    if not ran or not inside or is_worked_on_otherwise(intervention):
        return
    if was_brought_in(intervention.equipment):
        set_status(actor, intervention, EquipmentStatus.ACTIVE)


def was_brought_in(equipment: Equipment) -> bool:
    """Whether work was the last to change its status."""
    last = (
        select(EquipmentChange.kind)
        .where(
            EquipmentChange.equipment_id == equipment.id, EquipmentChange.changes.has_key("status")
        )
        .order_by(EquipmentChange.created_at.desc(), EquipmentChange.id.desc())
        .limit(1)
    )
    return db.session.scalar(last) == ChangeKind.INTERVENTION


def is_worked_on_otherwise(intervention: Intervention) -> bool:
    other = select(Intervention.id).where(
        Intervention.equipment_id == intervention.equipment_id,
        Intervention.id != intervention.id,
        Intervention.status.in_(RUNNING_INTERVENTIONS),
    )
    return db.session.scalar(other.limit(1)) is not None


def set_status(actor: Membership, intervention: Intervention, status: EquipmentStatus) -> None:
    equipment = intervention.equipment
    change: dict[str, list[Any]] = {
        "status": [equipment.status.value, status.value],
        "intervention": [None, intervention.reference],
    }
    equipment.status = status
    equipment.version += 1
    equipment.updated_at = now()
    record_change(actor, equipment, ChangeKind.INTERVENTION, change, equipment.version)
    db.session.flush()
    tell_after_commit(equipment.company_id, "equipment", equipment.id, equipment.billun_id)
