"""Loads what hangs on an item's label."""

from __future__ import annotations

from uuid import UUID

from billun.blueprints.access import actor
from billun.errors import Missing
from billun.extensions import db
from billun.models import Equipment, EquipmentCode


def code_on(item: Equipment, id: UUID) -> EquipmentCode:
    """The code with this id that leads to the item. Raises Missing."""
    carried = db.session.scalar(
        EquipmentCode.visible_to(actor()).where(
            EquipmentCode.id == id, EquipmentCode.equipment_id == item.id
        )
    )
    if carried is None:
        raise Missing
    return carried
