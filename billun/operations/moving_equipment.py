"""Equipment moves from one place to another, all of it at once."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import func, select

from billun.extensions import db
from billun.models import ChangeKind, Equipment, Membership, Site, Workshop
from billun.models.base import now
from billun.operations.history import record_change

COLUMNS = {Site: "site_id", Workshop: "workshop_id"}


def count_at(place: type[Site | Workshop], id: UUID) -> int:
    """How much equipment belongs to a place, retired items included."""
    column = getattr(Equipment, COLUMNS[place])
    return db.session.scalar(select(func.count(Equipment.id)).where(column == id)) or 0


def move_equipment(actor: Membership, place: type[Site | Workshop], old: UUID, new: UUID) -> None:
    """Let everything that belongs to the one belong to the other, each item with a line in its history."""
    name = COLUMNS[place]
    items = db.session.scalars(
        select(Equipment)
        .where(getattr(Equipment, name) == old)
        .order_by(Equipment.id)
        .with_for_update(of=Equipment)
    ).all()
    for item in items:
        setattr(item, name, new)
        item.version += 1
        item.updated_at = now()
        change = {name: [str(old), str(new)]}
        record_change(actor, item, ChangeKind.EDITED, change, item.version)
    db.session.flush()
