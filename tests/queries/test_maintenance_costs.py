"""What maintenance cost, and how long equipment was off the road for it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from billun.errors import Refused
from billun.extensions import db
from billun.models import (
    Equipment,
    Intervention,
    InterventionKind,
    InterventionLine,
    InterventionStatus,
    LineKind,
    Membership,
)
from billun.models.reference import random_reference
from billun.queries.maintenance_costs import CostFilter, costs_of
from billun.queries.maintenance_history import covered, off_the_road, time_off_the_road
from tests.fixtures.cast import Cast

Look = Callable[..., Any]


def year(**more: Any) -> CostFilter:
    return CostFilter(first=date(2026, 1, 1), last=date(2026, 12, 31), **more)


def at(month: int, day: int, hour: int = 8) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=UTC)


def done(
    cast: Cast,
    begins: datetime,
    ends: datetime | None,
    *prices: str,
    kind: InterventionKind = InterventionKind.CORRECTIVE,
    item: Any = None,
) -> Intervention:
    """A job with one part at each of these prices, and an hour of labour at 60 euros where it has any."""
    intervention = Intervention(
        reference=random_reference("INT", begins),
        company_id=cast.vauquelin,
        equipment_id=item or cast.lorry.id,
        workshop_id=cast.workshop_id,
        kind=kind,
        title="Work",
        status=InterventionStatus.COMPLETED if ends else InterventionStatus.IN_PROGRESS,
        starts_at=begins,
        ends_at=begins + timedelta(hours=2),
        started_at=begins,
        completed_at=ends,
    )
    db.session.add(intervention)
    for price in prices:
        add(
            intervention,
            InterventionLine(kind=LineKind.PARTS, quantity=Decimal(1), unit_price=Decimal(price)),
        )
    if prices:
        add(
            intervention, InterventionLine(kind=LineKind.LABOUR, minutes=60, unit_price=Decimal(60))
        )
    db.session.flush()
    return intervention


def add(intervention: Intervention, line: InterventionLine) -> None:
    line.intervention = intervention
    line.count()
    db.session.add(line)


def manager_of(cast: Cast) -> Membership:
    return db.session.get_one(Membership, cast.manager.membership_id)


def test_costs_are_summed_by_month_and_kind(cast: Cast, look: Look) -> None:
    def costs() -> None:
        done(cast, at(3, 2), at(3, 3), "10.50", "9.50")
        done(cast, at(3, 5), at(3, 6), "100", kind=InterventionKind.PREVENTIVE)
        done(cast, at(4, 30), at(5, 1), "1.01")
        found = costs_of(manager_of(cast), year())
        assert (found.total, found.labour, found.parts) == (
            Decimal("301.01"),
            Decimal("180.00"),
            Decimal("121.01"),
        )
        months = {one.first.month: one for one in found.over_time}
        assert len(months) == 12
        assert months[3].by_kind[InterventionKind.CORRECTIVE] == Decimal("80.00")
        assert months[3].total == Decimal("240.00")
        # What is over in May counts in May.
        assert (months[4].total, months[5].total) == (Decimal("0.00"), Decimal("61.01"))
        assert found.by_kind[InterventionKind.STATUTORY] == 0
        assert [(item.id, cost) for item, cost in found.dearest] == [
            (cast.lorry.id, Decimal("301.01"))
        ]

    look(costs)


def test_the_month_is_the_one_where_the_company_works(cast: Cast, look: Look) -> None:
    def costs() -> None:
        # Half past eleven at night in UTC is the first of June in Paris.
        done(cast, at(5, 31, 8), datetime(2026, 5, 31, 23, 30, tzinfo=UTC), "40")
        june = CostFilter(first=date(2026, 6, 1), last=date(2026, 6, 30))
        assert costs_of(manager_of(cast), june).total == Decimal("100.00")
        may = CostFilter(first=date(2026, 5, 1), last=date(2026, 5, 31))
        assert costs_of(manager_of(cast), may).total == 0

    look(costs)


def test_work_that_goes_on_counts_when_its_lines_were_written(cast: Cast, look: Look) -> None:
    def costs() -> None:
        planned = done(cast, at(12, 1), None, "40")
        planned.status, planned.started_at = InterventionStatus.PLANNED, None
        labour, part = sorted(planned.lines, key=lambda line: line.cost, reverse=True)
        labour.created_at, part.created_at = at(3, 2), at(4, 2)
        db.session.flush()
        months = {
            one.first.month: one.total for one in costs_of(manager_of(cast), year()).over_time
        }
        assert (months[3], months[4], months[12]) == (Decimal(60), Decimal(40), Decimal(0))

    look(costs)


def test_costs_are_narrowed_and_never_another_companys(cast: Cast, look: Look) -> None:
    def costs() -> None:
        done(cast, at(3, 2), at(3, 3), "40")
        done(cast, at(3, 2), at(3, 3), "140", item=cast.loner.id)
        of_one = year(equipment_id=cast.loner.id)
        assert costs_of(manager_of(cast), of_one).total == Decimal("200.00")
        at_site = year(site_id=cast.site_id)
        assert costs_of(manager_of(cast), at_site).total == Decimal("100.00")
        stranger = db.session.get_one(Membership, cast.outsider.membership_id)
        assert costs_of(stranger, year()).total == 0

    look(costs)


@pytest.mark.parametrize(
    ("first", "last", "field"),
    [
        (date(2026, 2, 1), date(2026, 1, 1), "to"),
        (date(2000, 1, 1), date(2026, 1, 1), "from"),
    ],
)
def test_days_that_make_no_time_are_refused(
    cast: Cast, look: Look, first: date, last: date, field: str
) -> None:
    def costs() -> str:
        with pytest.raises(Refused) as refused:
            costs_of(manager_of(cast), CostFilter(first=first, last=last))
        return refused.value.field

    assert look(costs) == field


def test_two_jobs_at_once_keep_it_off_the_road_once(cast: Cast, look: Look) -> None:
    def off() -> None:
        done(cast, at(3, 2, 8), at(3, 2, 12))
        done(cast, at(3, 2, 10), at(3, 2, 15))
        done(cast, at(3, 9, 8), at(3, 9, 9))
        lorry = db.session.get_one(Equipment, cast.lorry.id)
        assert off_the_road(lorry, at(3, 1), at(4, 1)) == timedelta(hours=8)
        # Of what reaches beyond the days that are asked for, only what lies within counts.
        assert off_the_road(lorry, at(3, 2, 11), at(3, 2, 14)) == timedelta(hours=3)

    look(off)


def test_covered_is_what_spans_cover_together() -> None:
    hour = timedelta(hours=1)
    start = at(1, 1, 0)
    assert covered([]) == timedelta()
    assert covered([(start, start + 5 * hour), (start + hour, start + 2 * hour)]) == 5 * hour
    assert covered([(start + 3 * hour, start + 4 * hour), (start, start + hour)]) == 2 * hour


def test_what_nobody_has_begun_keeps_nothing_off_the_road() -> None:
    assert time_off_the_road(Intervention(started_at=None)) is None
    over = Intervention(started_at=at(1, 1, 8), cancelled_at=at(1, 1, 10))
    assert time_off_the_road(over) == timedelta(hours=2)
