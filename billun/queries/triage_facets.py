"""How many reports each value of each filter would leave: the counts beside the choices of the queue."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, String, cast, func, literal, select, union_all

from billun.extensions import db
from billun.models import Anomaly, Equipment, Membership, User
from billun.models.anomaly_transitions import OPEN_STATUSES, WAITING_STATUSES
from billun.models.base import now
from billun.queries.anomaly_list import AnomalyFilter, narrowed

AGES = (1, 3, 7, 30)
# Each filter with the column that it narrows by; the status and the two groups of statuses narrow the same one.
COLUMNS: dict[str, Any] = {
    "criticality": Anomaly.criticality,
    "category": Anomaly.category,
    "status": Anomaly.status,
    "kind": Equipment.kind,
    "site_id": Equipment.site_id,
    "workshop_id": Equipment.workshop_id,
    "reporter_id": Anomaly.reporter_id,
}
OF_THE_STATUS: dict[str, Any] = {"status": None, "open": False, "triage": False}


@dataclass
class TriageFacets:
    """`counts["kind"]["van"]` is what the filter would leave with that kind instead, `reporters` are names by id."""

    counts: Mapping[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    reporters: dict[str, str] = field(default_factory=dict)

    @property
    def waiting(self) -> int:
        return sum(self.counts["status"][status] for status in WAITING_STATUSES)

    @property
    def open(self) -> int:
        return sum(self.counts["status"][status] for status in OPEN_STATUSES)

    @property
    def all(self) -> int:
        return self.counts["status"].total()

    def total(self, wanted: AnomalyFilter) -> int:
        """What the whole filter leaves."""
        if wanted.status:
            return self.counts["status"][wanted.status]
        if wanted.triage:
            return self.waiting
        return self.open if wanted.open else self.all


def count_triage(member: Membership, wanted: AnomalyFilter) -> TriageFacets:
    """All counts by one statement, and the names of those who reported by another."""
    facets = TriageFacets()
    branches = [by_value(member, wanted, name) for name in COLUMNS]
    branches += [older_than(member, wanted, days) for days in AGES]
    for name, value, number in db.session.execute(union_all(*branches)):
        if number and value is not None:
            facets.counts[name][value] = number
    facets.reporters = names_of(facets.counts["reporter_id"])
    return facets


def by_value(member: Membership, wanted: AnomalyFilter, name: str) -> Select[Any]:
    """How many there are of each value of this filter, whatever is chosen of it now."""
    freed = replace(wanted, **(OF_THE_STATUS if name == "status" else {name: None}))
    value = cast(COLUMNS[name], String)
    return counted(member, freed, name, value, func.count()).group_by(value)


def older_than(member: Membership, wanted: AnomalyFilter, days: int) -> Select[Any]:
    older = func.count().filter(Anomaly.received_at < now() - timedelta(days=days))
    freed = replace(wanted, older_than_days=None)
    return counted(member, freed, "older_than_days", literal(str(days)), older)


def counted(
    member: Membership,
    wanted: AnomalyFilter,
    name: str,
    value: ColumnElement[str],
    number: ColumnElement[int],
) -> Select[Any]:
    found = narrowed(Anomaly.visible_to(member), wanted)
    if name in ("kind", "site_id", "workshop_id"):
        found = found.join(Equipment, Equipment.id == Anomaly.equipment_id)
    columns: list[ColumnElement[Any]] = [
        literal(name).label("name"),
        value.label("value"),
        number.label("number"),
    ]
    return found.with_only_columns(*columns)


def names_of(reporters: Mapping[str, int]) -> dict[str, str]:
    """Their names, in that order."""
    if not reporters:
        return {}
    rows = db.session.execute(
        select(Membership.id, User.first_name, User.last_name)
        .join(User, User.id == Membership.user_id)
        .where(Membership.id.in_([UUID(id) for id in reporters]))
    )
    names = {str(id): f"{first} {last}" for id, first, last in rows}
    return dict(sorted(names.items(), key=lambda one: one[1].casefold()))
