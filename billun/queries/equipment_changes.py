"""The history of a piece of equipment, and the names of what it speaks of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Text, cast, select, union_all
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import joinedload

from billun.extensions import db
from billun.models import Equipment, EquipmentChange, Membership, Site, Workshop
from billun.models.document import kinds_hidden_from
from billun.queries.pagination import Order, Page, paginate

NEWEST_FIRST = Order((EquipmentChange.created_at, EquipmentChange.id), descending=True)

# Changes that hold the id of something which people know by a name.
NAMING = ("site_id", "workshop_id", "parent_id", "replaced_by", "replaces")


def history_of(
    member: Membership, equipment: Equipment, limit: int = 30, cursor: str | None = None
) -> Page[EquipmentChange]:
    """A page of what happened to the item, the newest first, without the papers that the member does not see."""
    hidden = [f"document_{kind}" for kind in kinds_hidden_from(member)]
    query = (
        select(EquipmentChange)
        .where(
            EquipmentChange.equipment_id == equipment.id,
            ~EquipmentChange.changes.has_any(cast(hidden, ARRAY(Text))),
        )
        .options(joinedload(EquipmentChange.actor))
    )
    return paginate(query, NEWEST_FIRST, limit, cursor)


def changes_since(equipment: Equipment, version: int) -> Sequence[EquipmentChange]:
    """What was written of the item after this version, the oldest first."""
    return db.session.scalars(
        select(EquipmentChange)
        .where(EquipmentChange.equipment_id == equipment.id, EquipmentChange.version > version)
        .order_by(EquipmentChange.version, EquipmentChange.created_at)
        .options(joinedload(EquipmentChange.actor))
    ).all()


def names_in(changes: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """The names of sites, workshops and equipment whose ids stand in `{name: [before, after]}`, by id."""
    ids = {id for change in changes for id in ids_in(change)}
    if not ids:
        return {}
    names = union_all(
        select(Site.id, Site.name).where(Site.id.in_(ids)),
        select(Workshop.id, Workshop.name).where(Workshop.id.in_(ids)),
    )
    found = {str(row[0]): row[1] for row in db.session.execute(names)}
    items = db.session.scalars(select(Equipment).where(Equipment.id.in_(ids)))
    return found | {str(item.id): item.title for item in items}


def ids_in(change: Mapping[str, Any]) -> set[UUID]:
    texts = [text for name in NAMING for text in change.get(name) or () if text]
    return {UUID(str(text)) for text in texts}
