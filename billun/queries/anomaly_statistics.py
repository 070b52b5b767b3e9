"""How many anomalies there were in a time, of which sort, and how soon they were seen to."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Literal
from uuid import UUID

from dateutil.relativedelta import relativedelta
from flask_babel import gettext as _
from sqlalchemy import Date, Subquery, and_, cast, func, select, tuple_

from billun.errors import Refused
from billun.extensions import db
from billun.models import Anomaly, AnomalyStatus, Company, Criticality, Equipment, Membership
from billun.queries.anomaly_list import AnomalyFilter, narrowed

Step = Literal["week", "month"]
STEPS: Mapping[str, relativedelta] = {
    "week": relativedelta(weeks=1),
    "month": relativedelta(months=1),
}
# What a chart can show and a table be read of: three years of weeks, ten of months.
LONGEST = {"week": timedelta(days=3 * 366), "month": timedelta(days=10 * 366)}


@dataclass(frozen=True, kw_only=True)
class StatisticsFilter:
    """The days from `first` to `last`, both included, where the company works, in steps of `by`."""

    first: date
    last: date
    by: Step = "month"
    site_id: UUID | None = None
    workshop_id: UUID | None = None
    kind: str | None = None


@dataclass(frozen=True)
class Bucket:
    """A week (from Monday) or month, as far as it lies within what was asked for."""

    first: date
    last: date
    by_criticality: Mapping[Criticality, int]

    @property
    def total(self) -> int:
        return sum(self.by_criticality.values())


@dataclass(frozen=True)
class Speed:
    """The median of how long something took in seconds, None where it was never done, and of how many."""

    seconds: float | None
    of: int


@dataclass(frozen=True, kw_only=True)
class Statistics:
    """Anomalies that came within a time. `by_category` holds counts by sub-category, None where none was chosen.

    `by_site` has None for equipment without a site. `to_acknowledge` and `to_resolve` count from the arrival here.
    """

    total: int
    by_status: Mapping[AnomalyStatus, int]
    by_criticality: Mapping[Criticality, int]
    by_category: Mapping[str, Mapping[str | None, int]]
    by_kind: Mapping[str, int]
    by_site: Mapping[UUID | None, int]
    over_time: Sequence[Bucket]
    to_acknowledge: Speed
    to_resolve: Speed


def last_months(company: Company, count: int = 12) -> tuple[date, date]:
    """The first day of so many months, the present one among them, and today."""
    today = company.today
    return today.replace(day=1) - relativedelta(months=count - 1), today


def statistics_of(member: Membership, wanted: StatisticsFilter) -> Statistics:
    """Two statements, however much there is. Raises Refused for days that make no time, or too long a one."""
    refuse_bad_days(wanted)
    found = counted(member, wanted)
    criticality: Counter[Criticality] = Counter()
    times: dict[date, Counter[Criticality]] = defaultdict(Counter)
    for (day, level), number in found["over_time"].items():
        criticality[level] += number
        times[day][level] += number
    acknowledged, resolved = speeds(member, wanted)
    return Statistics(
        total=criticality.total(),
        by_status={one: found["status"][(one,)] for one in AnomalyStatus},
        by_criticality={one: criticality[one] for one in reversed(Criticality)},
        by_category=categories(found["category"]),
        by_kind={kind: number for (kind,), number in found["kind"].most_common()},
        by_site={site: number for (site,), number in found["site"].most_common()},
        over_time=[bucket(first, wanted, times[first]) for first in firsts(wanted)],
        to_acknowledge=acknowledged,
        to_resolve=resolved,
    )


def refuse_bad_days(wanted: StatisticsFilter) -> None:
    if wanted.last < wanted.first:
        raise Refused("to", _("This day is before the first one."))
    if wanted.last - wanted.first > LONGEST[wanted.by]:
        raise Refused(
            "from",
            _("Choose at most ten years.")
            if wanted.by == "month"
            else _("Choose at most three years, or count by month."),
        )


def anomalies_in(company: Company, wanted: StatisticsFilter) -> AnomalyFilter:
    """The filter of the list that shows what is counted."""
    return AnomalyFilter(
        since=datetime.combine(wanted.first, time(), company.zone),
        until=datetime.combine(wanted.last + timedelta(days=1), time(), company.zone),
        site_id=wanted.site_id,
        workshop_id=wanted.workshop_id,
        kind=wanted.kind,
    )


# Each set of columns by which they are counted; all of them in one going through.
SETS = {
    "status": ("status",),
    "category": ("category", "sub_category"),
    "kind": ("kind",),
    "site": ("site_id",),
    "over_time": ("bucket", "criticality"),
}
COLUMNS = tuple(dict.fromkeys(name for names in SETS.values() for name in names))


def counted(member: Membership, wanted: StatisticsFilter) -> Mapping[str, Counter[Any]]:
    rows = counted_rows(member, wanted)
    sets = [tuple_(*(rows.c[name] for name in names)) for names in SETS.values()]
    # A bit is set for each column that is not in the set of the row.
    which = func.grouping(*(rows.c[name] for name in COLUMNS))
    query = select(which, func.count(), *(rows.c[name] for name in COLUMNS)).group_by(
        func.grouping_sets(*sets)
    )
    names_of = {mask_of(names): (key, names) for key, names in SETS.items()}
    found: dict[str, Counter[Any]] = {key: Counter() for key in SETS}
    for mask, number, *values in db.session.execute(query):
        key, names = names_of[mask]
        row = dict(zip(COLUMNS, values, strict=True))
        found[key][tuple(row[name] for name in names)] = number
    return found


def mask_of(names: tuple[str, ...]) -> int:
    bits = "".join("0" if name in names else "1" for name in COLUMNS)
    return int(bits, 2)


def counted_rows(member: Membership, wanted: StatisticsFilter) -> Subquery:
    """What is asked for, a row each, with the day on which its week or month begins where the company works."""
    there = func.timezone(member.company.time_zone, Anomaly.received_at)
    # With the company the index of its list answers, and no other company's equipment is read.
    same = and_(Equipment.id == Anomaly.equipment_id, Equipment.company_id == Anomaly.company_id)
    query = Anomaly.visible_to(member).join(Equipment, same)
    return (
        narrowed(query, anomalies_in(member.company, wanted))
        .with_only_columns(
            Anomaly.status,
            Anomaly.criticality,
            Anomaly.category,
            Anomaly.sub_category,
            Equipment.kind,
            Equipment.site_id,
            cast(func.date_trunc(wanted.by, there), Date).label("bucket"),
        )
        .subquery()
    )


def categories(found: Counter[Any]) -> Mapping[str, Mapping[str | None, int]]:
    """By category, the most frequent first, and within each by sub-category."""
    by_category: dict[str, dict[str | None, int]] = defaultdict(dict)
    for (category, sub_category), number in found.most_common():
        by_category[category][sub_category] = number
    return dict(sorted(by_category.items(), key=lambda one: -sum(one[1].values())))


def firsts(wanted: StatisticsFilter) -> Iterator[date]:
    """The first days of all weeks or months, those without any anomaly too."""
    day = wanted.first - timedelta(days=wanted.first.weekday())
    if wanted.by == "month":
        day = wanted.first.replace(day=1)
    while day <= wanted.last:
        yield day
        day += STEPS[wanted.by]


def bucket(first: date, wanted: StatisticsFilter, counts: Counter[Criticality]) -> Bucket:
    following = first + STEPS[wanted.by]
    return Bucket(
        max(first, wanted.first),
        min(following - timedelta(days=1), wanted.last),
        {level: counts[level] for level in reversed(Criticality)},
    )


def speeds(member: Membership, wanted: StatisticsFilter) -> tuple[Speed, Speed]:
    """How soon they were acknowledged, and resolved."""
    moments = (Anomaly.acknowledged_at, Anomaly.resolved_at)
    taken = [func.extract("epoch", moment - Anomaly.received_at) for moment in moments]
    medians = [func.percentile_cont(0.5).within_group(one) for one in taken]
    query = narrowed(Anomaly.visible_to(member), anomalies_in(member.company, wanted))
    columns = (*medians, *(func.count(moment) for moment in moments))
    row = db.session.execute(query.with_only_columns(*columns)).one()
    return Speed(row[0], row[2]), Speed(row[1], row[3])
