"""What of the safety kit a piece of equipment must carry, what it carries, and what is missing."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from billun.catalogue import catalogue
from billun.catalogue.safety_kit import KitItem, KitRule
from billun.errors import Missing
from billun.extensions import db
from billun.models import Equipment, Membership, SafetyItem


@dataclass(frozen=True)
class KitLine:
    """One item of the catalogue: the rule that asks for it, and what is there of it."""

    item: KitItem
    rule: KitRule | None
    kept: SafetyItem | None

    @property
    def required(self) -> int:
        """How many must be there; of one crew member where it goes by crew member."""
        return self.rule.quantity if self.rule else 0

    @property
    def quantity(self) -> int:
        return self.kept.quantity if self.kept else 0

    @property
    def missing(self) -> int:
        return max(0, self.required - self.quantity)


@dataclass(frozen=True)
class Kit:
    """Every item of the catalogue, in its order: the required ones, the further ones kept, the rest."""

    required: Sequence[KitLine]
    kept: Sequence[KitLine]
    others: Sequence[KitLine]

    @property
    def missing(self) -> Sequence[KitLine]:
        return [line for line in self.required if line.missing]

    @property
    def lines(self) -> Sequence[KitLine]:
        return [*self.required, *self.kept, *self.others]

    @property
    def seen(self) -> str:
        """A mark that changes with what is there: a form that carries an older one was overtaken."""
        state = [
            (line.item.key, line.kept.quantity, str(line.kept.expires_on), line.kept.note)
            for line in self.lines
            if line.kept
        ]
        return hashlib.sha256(repr(sorted(state)).encode()).hexdigest()[:16]


def kit_of(equipment: Equipment) -> Kit:
    """The kit as it is and as it must be: one statement."""
    there = {item.item: item for item in items_of(equipment)}
    rules = dict(rules_for(equipment))
    lines = [
        KitLine(item, rules.get(key), there.get(key)) for key, item in catalogue.safety_kit.items()
    ]
    return Kit(
        required=[line for line in lines if line.rule],
        kept=[line for line in lines if line.kept and not line.rule],
        others=[line for line in lines if not line.kept and not line.rule],
    )


def rules_for(equipment: Equipment) -> Sequence[tuple[str, KitRule]]:
    asked = catalogue.safety_kit_for(equipment.family, equipment.kind, equipment.specs)
    return [(item.key, rule) for item, rule in asked]


def items_of(equipment: Equipment) -> Sequence[SafetyItem]:
    return db.session.scalars(
        select(SafetyItem)
        .where(SafetyItem.equipment_id == equipment.id)
        .order_by(SafetyItem.created_at, SafetyItem.id)
    ).all()


def safety_item_with_id(member: Membership, id: UUID) -> SafetyItem:
    """One item of the kit. Raises Missing."""
    item = db.session.scalar(
        SafetyItem.visible_to(member)
        .where(SafetyItem.id == id)
        .options(joinedload(SafetyItem.equipment))
    )
    if item is None:
        raise Missing
    return item
