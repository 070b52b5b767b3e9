"""Which equipment a member looks for: by what is written on it, by what it is, by how it stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, false, or_, select

from billun.models import (
    Deadline,
    Equipment,
    EquipmentStatus,
    Fitness,
    Membership,
    Ownership,
)
from billun.models.deadline import SOON, VERY_SOON
from billun.models.folding import readings_of

# What the filter `deadline` may ask for: some deadline of the item is overdue, due within so many days, or unknown.
DEADLINE_STATES = ("overdue", "15", "30", "unknown")

# What the filter `missing` may ask for: what somebody has yet to say of the item.
MISSING: dict[str, ColumnElement[bool]] = {
    "site": Equipment.site_id.is_(None),
    "workshop": Equipment.workshop_id.is_(None),
    "number": and_(Equipment.plate_key.is_(None), Equipment.internal_id_key.is_(None)),
}

PLAIN = ("family", "kind", "fitness", "ownership", "site_id", "workshop_id")


@dataclass(frozen=True, kw_only=True)
class EquipmentFilter:
    """`deadline` is a key of DEADLINE_STATES, `missing` one of MISSING; `ids` are those somebody ticked."""

    q: str = ""
    family: str | None = None
    kind: str | None = None
    status: EquipmentStatus | None = None
    fitness: Fitness | None = None
    ownership: Ownership | None = None
    deadline: str | None = None
    missing: str | None = None
    site_id: UUID | None = None
    workshop_id: UUID | None = None
    ids: tuple[UUID, ...] | None = None


def wanted_by(member: Membership, wanted: EquipmentFilter) -> Select[Equipment]:
    """What the member sees and asks for; retired items only when asked for."""
    return narrowed(Equipment.visible_to(member), wanted, member.company.today)


def narrowed(query: Select[Equipment], wanted: EquipmentFilter, today: date) -> Select[Equipment]:
    query = with_words(query, wanted.q)
    for name in PLAIN:
        value = getattr(wanted, name)
        if value is not None:
            query = query.where(getattr(Equipment, name) == value)
    if wanted.ids is not None:
        query = query.where(Equipment.id.in_(wanted.ids))
    if wanted.missing:
        query = query.where(MISSING[wanted.missing])
    if wanted.deadline:
        query = query.where(due(wanted.deadline, today))
    return query.where(in_status(wanted.status))


def with_words(query: Select[Any], text: str) -> Select[Any]:
    """Only what carries each of the words somewhere."""
    words = [readings_of(word) for word in text.split()]
    if words and not any(folded for folded, *_as_end in words):
        # Nothing that is written on equipment consists of signs alone.
        return query.where(false())
    for readings in words:
        query = query.where(
            or_(*(Equipment.search_key.contains(one, autoescape=True) for one in readings))
        )
    return query


def in_status(status: EquipmentStatus | None) -> ColumnElement[bool]:
    if status:
        return Equipment.status == status
    return Equipment.status != EquipmentStatus.RETIRED


def due(wanted: str, today: date) -> ColumnElement[bool]:
    """Whether some deadline of the item is in a state of DEADLINE_STATES.

    The two that the item itself keeps are asked of it: the list then needs no other table. For the
    others it keeps at least a bound, since nothing of it is due before its next due day.
    """
    if wanted == "overdue":
        return Equipment.next_due_on < today
    if wanted == "unknown":
        return Equipment.unknown_deadlines > 0
    until = today + (VERY_SOON if wanted == "15" else SOON)
    due_then = select(Deadline.equipment_id).where(
        Deadline.company_id == Equipment.company_id,
        Deadline.applies,
        Deadline.due_on >= today,
        Deadline.due_on < until,
    )
    return and_(Equipment.next_due_on < until, Equipment.id.in_(due_then))
