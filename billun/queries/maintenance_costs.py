"""What maintenance cost: by month and kind, labour and parts, and on which equipment."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from uuid import UUID

from dateutil.relativedelta import relativedelta
from flask_babel import gettext as _
from sqlalchemy import Date, cast, func, select
from sqlalchemy.sql import ColumnElement

from billun.errors import Refused
from billun.extensions import db
from billun.models import (
    Equipment,
    Intervention,
    InterventionKind,
    InterventionLine,
    LineKind,
    Membership,
)

LONGEST = timedelta(days=10 * 366)
DEAREST = 20
NOTHING = Decimal("0.00")
# When the work was over counts; as long as it is not, when the line was written. Nothing costs in the future.
COUNTED_AT = func.coalesce(
    Intervention.completed_at, Intervention.cancelled_at, InterventionLine.created_at
)


@dataclass(frozen=True, kw_only=True)
class CostFilter:
    """The days from `first` to `last`, both included, where the company works."""

    first: date
    last: date
    equipment_id: UUID | None = None
    site_id: UUID | None = None
    workshop_id: UUID | None = None


@dataclass(frozen=True)
class MonthOfCost:
    """A month as far as it lies within what was asked for; euros without tax, by the kind of the work."""

    first: date
    last: date
    by_kind: Mapping[InterventionKind, Decimal]

    @property
    def total(self) -> Decimal:
        return sum(self.by_kind.values(), NOTHING)


@dataclass(frozen=True, kw_only=True)
class Costs:
    """In euros without tax. `dearest` names the equipment that cost most, the most first."""

    labour: Decimal
    parts: Decimal
    by_kind: Mapping[InterventionKind, Decimal]
    over_time: Sequence[MonthOfCost]
    dearest: Sequence[tuple[Equipment, Decimal]]

    @property
    def total(self) -> Decimal:
        return self.labour + self.parts


def costs_of(member: Membership, wanted: CostFilter) -> Costs:
    """Two statements, however much there is. Raises Refused for days that make no time, or too long a one."""
    refuse_bad_days(wanted)
    by_sort: dict[LineKind, Decimal] = defaultdict(Decimal)
    by_kind: dict[InterventionKind, Decimal] = defaultdict(Decimal)
    months: dict[date, dict[InterventionKind, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    month = cast(func.date_trunc("month", there(member)), Date)
    groups = (month, Intervention.kind, InterventionLine.kind)
    for first, kind, sort, cost in db.session.execute(
        select(*groups, func.sum(InterventionLine.cost))
        .join(Intervention, Intervention.id == InterventionLine.intervention_id)
        .join(Equipment, Equipment.id == Intervention.equipment_id)
        .where(*conditions(member, wanted))
        .group_by(*groups)
    ):
        by_sort[sort] += cost
        by_kind[kind] += cost
        months[first][kind] += cost
    return Costs(
        labour=by_sort[LineKind.LABOUR] or NOTHING,
        parts=by_sort[LineKind.PARTS] or NOTHING,
        by_kind=of_each_kind(by_kind),
        over_time=[month_of(first, wanted, months[first]) for first in firsts(wanted)],
        dearest=dearest(member, wanted),
    )


def refuse_bad_days(wanted: CostFilter) -> None:
    if wanted.last < wanted.first:
        raise Refused("to", _("This day is before the first one."))
    if wanted.last - wanted.first > LONGEST:
        raise Refused("from", _("Choose at most ten years."))


def there(member: Membership) -> ColumnElement[datetime]:
    """The time that counts, by the clocks where the company works."""
    return func.timezone(member.company.time_zone, COUNTED_AT)


def conditions(member: Membership, wanted: CostFilter) -> list[ColumnElement[bool]]:
    zone = member.company.zone
    asked = {
        Intervention.equipment_id: wanted.equipment_id,
        Equipment.site_id: wanted.site_id,
        Intervention.workshop_id: wanted.workshop_id,
    }
    return [
        Intervention.company_id == member.company_id,
        datetime.combine(wanted.first, time(), zone) <= COUNTED_AT,
        datetime.combine(wanted.last + timedelta(days=1), time(), zone) > COUNTED_AT,
        *(column == id for column, id in asked.items() if id),
    ]


def dearest(member: Membership, wanted: CostFilter) -> Sequence[tuple[Equipment, Decimal]]:
    cost = func.sum(InterventionLine.cost)
    found = db.session.execute(
        select(Equipment, cost)
        .join(Intervention, Intervention.equipment_id == Equipment.id)
        .join(InterventionLine, InterventionLine.intervention_id == Intervention.id)
        .where(*conditions(member, wanted))
        .group_by(Equipment.id)
        .having(cost > 0)
        .order_by(cost.desc(), Equipment.sort_key, Equipment.id)
        .limit(DEAREST)
    )
    return [(item, amount) for item, amount in found]


def of_each_kind(found: Mapping[InterventionKind, Decimal]) -> Mapping[InterventionKind, Decimal]:
    return {kind: found.get(kind, NOTHING) for kind in InterventionKind}


def firsts(wanted: CostFilter) -> Iterator[date]:
    """The first days of all months, those that cost nothing too."""
    day = wanted.first.replace(day=1)
    while day <= wanted.last:
        yield day
        day += relativedelta(months=1)


def month_of(
    first: date, wanted: CostFilter, found: Mapping[InterventionKind, Decimal]
) -> MonthOfCost:
    ends = first + relativedelta(months=1) - timedelta(days=1)
    return MonthOfCost(max(first, wanted.first), min(ends, wanted.last), of_each_kind(found))
