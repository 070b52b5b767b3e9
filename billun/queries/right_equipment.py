"""What a report may be about instead of what it names now, and what a provisional item may turn out to be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import reduce
from operator import add
from typing import Any

from sqlalchemy import ColumnElement, case, false, func, literal, or_, select, union_all

from billun.catalogue import catalogue
from billun.catalogue.folding import fold
from billun.extensions import db
from billun.models import (
    Anomaly,
    Document,
    Equipment,
    EquipmentCode,
    EquipmentStatus,
    Membership,
    MeterReading,
    WalkAround,
)
from billun.queries.equipment_filter import with_words

MOST = 10
# So many signs at its beginning or its end make a plate like another one, and so do all signs but a few misread ones.
ALIKE = 4
MISREAD = 2
OUT_OF_USE = (EquipmentStatus.RETIRED, EquipmentStatus.PROVISIONAL)
MOVES_ALONG: dict[str, Any] = {
    "reports": Anomaly,
    "walk_arounds": WalkAround,
    "readings": MeterReading,
    "documents": Document,
    "codes": EquipmentCode,
}


def right_equipment(member: Membership, item: Equipment, words: str) -> Sequence[Equipment]:
    """The first ten others in use that carry the words: the same plate first, then what hangs together with
    `item`, then plates like its own; among equals its kind, or the one that its description names, then its family.
    """
    query = Equipment.visible_to(member).where(
        Equipment.id != item.id, Equipment.status.not_in(OUT_OF_USE)
    )
    order = (likeness(item), kinship(item), Equipment.sort_key, Equipment.id)
    return db.session.scalars(with_words(query, words).order_by(*order).limit(MOST)).all()


def likeness(item: Equipment) -> ColumnElement[int]:
    """How near each is to the item: 0 is nearest."""
    plate, alike = plate_conditions(item.plate_key)
    coupled = or_(
        Equipment.parent_id == item.id,
        Equipment.id == item.parent_id if item.parent_id else false(),
    )
    return case((plate, 0), (coupled, 1), (alike, 2), else_=3)


def kinship(item: Equipment) -> ColumnElement[int]:
    """How near each is by what it is: 0 is nearest."""
    same_kind = Equipment.kind.in_([item.kind] if item.kind else kinds_named_in(item))
    return case((same_kind, 0), (Equipment.family == item.family, 1), else_=2)


def kinds_named_in(item: Equipment) -> list[str]:
    """The kinds of the item's family of which its description has a name, in any language."""
    said = fold(item.description)
    return [
        kind.key
        for kind in catalogue.kinds.values()
        if kind.family == item.family and any(fold(name) in said for name in kind.names)
    ]


def plate_conditions(key: str | None) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Whether a plate is the one with this folded key, and whether it is like it."""
    if not key:
        return false(), false()
    begins, ends = key[:ALIKE], key[-ALIKE:]
    alike = or_(
        Equipment.plate_key.startswith(begins),
        Equipment.plate_key.endswith(ends),
        signs_in_common(key) >= max(ALIKE, len(key) - MISREAD),
    )
    return Equipment.plate_key == key, alike


def signs_in_common(key: str) -> ColumnElement[int]:
    """How many signs a plate has at the same place as this folded key."""
    signs = (
        func.substr(Equipment.plate_key, place, 1) == sign for place, sign in enumerate(key, 1)
    )
    return reduce(add, (case((same, 1), else_=0) for same in signs))


def what_moves_along(provisional: Equipment) -> Mapping[str, int]:
    """How many records of each sort the right item takes over: one statement."""
    branches = [
        select(literal(name), func.count()).where(model.equipment_id == provisional.id)
        for name, model in MOVES_ALONG.items()
    ]
    return {row[0]: row[1] for row in db.session.execute(union_all(*branches))}
