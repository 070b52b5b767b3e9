"""What labels are asked about: which items to print them for, what an item carries, what is in stock."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import and_, func, select

from billun.errors import Missing
from billun.extensions import db
from billun.models import BlankLabel, Equipment, EquipmentCode, Membership
from billun.queries.equipment_filter import EquipmentFilter, wanted_by


@dataclass(frozen=True)
class CarriedCode:
    """`is_label` tells a Billun label that was claimed from a code of somebody else's."""

    row: EquipmentCode
    is_label: bool


def codes_of(equipment: Equipment) -> list[CarriedCode]:
    """What leads to the item beside its own numbers, the oldest first."""
    rows = db.session.execute(
        select(EquipmentCode, BlankLabel.id)
        .outerjoin(
            BlankLabel,
            and_(
                BlankLabel.company_id == EquipmentCode.company_id,
                BlankLabel.billun_id_key == EquipmentCode.code_key,
                BlankLabel.equipment_id == EquipmentCode.equipment_id,
            ),
        )
        .where(EquipmentCode.equipment_id == equipment.id)
        .order_by(EquipmentCode.created_at, EquipmentCode.id)
    )
    return [CarriedCode(code, label is not None) for code, label in rows]


def labels_in_stock(member: Membership) -> int:
    """How many of the company's blank labels nothing carries yet."""
    waiting = BlankLabel.visible_to(member).where(BlankLabel.claimed_at.is_(None))
    return db.session.scalar(select(func.count()).select_from(waiting.subquery())) or 0


def equipment_with_ids(member: Membership, ids: Collection[UUID]) -> list[Equipment]:
    """These items by name. Raises Missing where one of them is not there or not the company's."""
    found = Equipment.visible_to(member).where(Equipment.id.in_(ids))
    items = list(db.session.scalars(found.order_by(Equipment.sort_key, Equipment.id)))
    if len(items) != len(set(ids)):
        raise Missing
    return items


def all_wanted(member: Membership, wanted: EquipmentFilter, most: int) -> list[Equipment]:
    """What the filter of the list leaves, by name, `most` items of it."""
    found = wanted_by(member, wanted).order_by(Equipment.sort_key, Equipment.id)
    return list(db.session.scalars(found.limit(most)))


def count_wanted(member: Membership, wanted: EquipmentFilter) -> int:
    """How many items the filter of the list leaves."""
    found = wanted_by(member, wanted).with_only_columns(func.count(Equipment.id))
    return db.session.scalar(found) or 0
