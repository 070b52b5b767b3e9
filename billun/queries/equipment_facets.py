"""How many items each value of each filter would leave: the counts beside the choices of the list."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, Select, and_, func, literal, select, union_all
from sqlalchemy.sql import Subquery

from billun.extensions import db
from billun.models import Deadline, Equipment, EquipmentStatus, Membership
from billun.models.deadline import SOON, VERY_SOON
from billun.queries.equipment_filter import MISSING, EquipmentFilter, with_words

PLAIN = ("family", "kind", "status", "fitness", "ownership", "site_id", "workshop_id")
# The deadline states that the item itself does not know: they are asked of its deadlines.
WITHIN = ("15", "30")


@dataclass
class Facets:
    """`total` is what the whole filter leaves; `counts["kind"]["van"]` what it would with that kind instead."""

    total: int = 0
    counts: Mapping[str, Counter[Any]] = field(default_factory=lambda: defaultdict(Counter))


def count_facets(member: Membership, wanted: EquipmentFilter) -> Facets:
    """All counts by one statement, which meets each item of the company that carries the words once.

    Items with a deadline within 30 days come a second time, for the counts of those alone.
    """
    facets = Facets()
    for row in db.session.execute(alike(member, wanted, member.company.today)).mappings():
        failed = [name for name in PLAIN if not passes(name, row[name], wanted)]
        if not failed:
            facets.counts["deadline"].update(dict.fromkeys(states_of(row), row["number"]))
        if decides(row, wanted):
            count_row(facets, row, failed)
    return facets


def count_row(facets: Facets, row: Mapping[Any, Any], failed: list[str]) -> None:
    if not failed:
        facets.total += row["number"]
    if len(failed) < 2:
        # One that stands in the way is the one whose other values are counted.
        for name in failed or PLAIN:
            facets.counts[name][row[name]] += row["number"]


def decides(row: Mapping[Any, Any], wanted: EquipmentFilter) -> bool:
    """Whether the row speaks of items that the wanted deadline state lets through."""
    if wanted.deadline in WITHIN or row["soon"]:
        return row["soon"] and wanted.deadline in states_of(row)
    return wanted.deadline is None or wanted.deadline in states_of(row)


def states_of(row: Mapping[Any, Any]) -> Collection[str]:
    if row["soon"]:
        return WITHIN if row["very_soon"] else WITHIN[1:]
    return [state for state in ("overdue", "unknown") if row[state]]


def passes(name: str, value: Any, wanted: EquipmentFilter) -> bool:
    asked = getattr(wanted, name)
    if asked is None:
        return name != "status" or value != EquipmentStatus.RETIRED
    return bool(asked == value)


def alike(member: Membership, wanted: EquipmentFilter, today: date) -> CompoundSelect[Any]:
    """How many items are alike in all that can be filtered by."""
    soon = due_soon(member, today)
    every = grouped(member, wanted, today, literal(False), literal(False))
    due = grouped(member, wanted, today, literal(True), soon.c.very_soon)
    due = due.join(soon, soon.c.equipment_id == Equipment.id)
    # Nothing of an item is due before its next due day: an index leads to the few that can be meant.
    return union_all(every, due.where(Equipment.next_due_on < today + SOON))


def grouped(
    member: Membership,
    wanted: EquipmentFilter,
    today: date,
    soon: ColumnElement[bool],
    very_soon: ColumnElement[bool],
) -> Select[Any]:
    columns: list[ColumnElement[Any]] = [
        *(getattr(Equipment, name).expression for name in PLAIN),
        (Equipment.next_due_on < today).label("overdue"),
        (Equipment.unknown_deadlines > 0).label("unknown"),
        very_soon.label("very_soon"),
    ]
    query = Equipment.visible_to(member).with_only_columns(
        *columns, soon.label("soon"), func.count().label("number")
    )
    if wanted.missing:
        query = query.where(MISSING[wanted.missing])
    return with_words(query, wanted.q).group_by(*columns)


def due_soon(member: Membership, today: date) -> Subquery:
    """The items with a deadline within 30 days, and whether one is within 15."""
    return (
        select(
            Deadline.equipment_id,
            func.bool_or(Deadline.due_on < today + VERY_SOON).label("very_soon"),
        )
        .where(
            and_(Deadline.company_id == member.company_id, Deadline.applies),
            Deadline.due_on >= today,
            Deadline.due_on < today + SOON,
        )
        .group_by(Deadline.equipment_id)
        .subquery()
    )
