"""Equipment is coupled to other equipment or mounted on it, and taken off again."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from sqlalchemy import select

from billun.extensions import db
from billun.models import ChangeKind, Equipment, Membership
from billun.operations.equipment import edit_equipment, form_of, lock_to_edit


def attach(actor: Membership, equipment: Equipment, parent: Equipment) -> None:
    """Couple or mount it; what it was attached to before lets it go. Raises Refused, Missing."""
    hold_both(equipment, parent)
    change_parent(actor, equipment, parent.id)


def detach(actor: Membership, equipment: Equipment) -> None:
    """Take it off. What hangs on nothing stays so."""
    lock_to_edit(equipment)
    change_parent(actor, equipment, None)


def hold_both(equipment: Equipment, parent: Equipment) -> None:
    """Two people cannot attach each to the other at once."""
    ids = [equipment.id, parent.id]
    db.session.execute(
        select(Equipment.id).where(Equipment.id.in_(ids)).order_by(Equipment.id).with_for_update()
    )
    for item in (equipment, parent):
        db.session.refresh(item)


def change_parent(actor: Membership, equipment: Equipment, parent_id: UUID | None) -> None:
    form = replace(form_of(equipment), parent_id=parent_id)
    edit_equipment(actor, equipment, form, kind=ChangeKind.ATTACHED)
