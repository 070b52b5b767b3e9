"""Retired equipment is taken back into use: the other half of `retire_equipment`."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import select

from billun.extensions import db
from billun.models import ChangeKind, Equipment, EquipmentChange, EquipmentStatus, Membership
from billun.operations.equipment import edit_equipment, form_of, lock_to_edit


def take_back_into_use(actor: Membership, equipment: Equipment) -> None:
    """Give it the status it had before. What is in use stays as it is. Raises Refused."""
    lock_to_edit(equipment)
    if equipment.status == EquipmentStatus.RETIRED:
        edit_equipment(
            actor, equipment, replace(form_of(equipment), status=status_before(equipment))
        )


def status_before(equipment: Equipment) -> EquipmentStatus:
    """The status from which it was last retired; active where nobody knows."""
    last = db.session.scalar(
        select(EquipmentChange)
        .where(
            EquipmentChange.equipment_id == equipment.id,
            EquipmentChange.kind == ChangeKind.RETIRED,
        )
        .order_by(EquipmentChange.created_at.desc())
        .limit(1)
    )
    before = last.changes.get("status", [None])[0] if last else None
    return EquipmentStatus(before or EquipmentStatus.ACTIVE)
