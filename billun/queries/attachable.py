"""What a piece of equipment may be coupled to or mounted on, and what may hang on it."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, false

from billun.catalogue import catalogue
from billun.extensions import db
from billun.models import Equipment, EquipmentStatus, Membership
from billun.queries.equipment_filter import with_words

MOST = 10


def may_hang_on(equipment: Equipment) -> bool:
    """Whether equipment of this kind can be attached to any other."""
    kind = catalogue.kinds.get(equipment.kind)
    return bool(kind and kind.attaches_to)


def may_carry(equipment: Equipment) -> bool:
    """Whether any kind can be attached to equipment of this family."""
    return bool(kinds_that_hang_on(equipment))


def kinds_that_hang_on(equipment: Equipment) -> list[str]:
    return [key for key, kind in catalogue.kinds.items() if equipment.family in kind.attaches_to]


def possible_parents(member: Membership, equipment: Equipment, words: str) -> Sequence[Equipment]:
    kind = catalogue.kinds.get(equipment.kind)
    fits = Equipment.family.in_(kind.attaches_to) if kind and kind.attaches_to else false()
    return candidates(member, equipment, words, fits)


def possible_children(member: Membership, equipment: Equipment, words: str) -> Sequence[Equipment]:
    return candidates(member, equipment, words, Equipment.kind.in_(kinds_that_hang_on(equipment)))


def candidates(
    member: Membership, equipment: Equipment, words: str, fits: ColumnElement[bool]
) -> Sequence[Equipment]:
    """The first ten by name that fit and carry the words."""
    query = Equipment.visible_to(member).where(
        fits, Equipment.id != equipment.id, Equipment.status != EquipmentStatus.RETIRED
    )
    ordered = with_words(query, words).order_by(Equipment.sort_key, Equipment.id)
    return db.session.scalars(ordered.limit(MOST)).all()
