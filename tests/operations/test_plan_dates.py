"""When recurring work is due, by the calendar and by the meter: a table of cases."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from billun.models import DueReason, IntervalUnit
from billun.operations.plan_dates import Due, MeterUse, Shown, due_after, shown_at
from billun.queries.average_use import use_of

PARIS = ZoneInfo("Europe/Paris")
TODAY = date(2026, 11, 24)
LAST = date(2026, 1, 31)
D, W, M = IntervalUnit.DAYS, IntervalUnit.WEEKS, IntervalUnit.MONTHS
INTERVAL, METER = DueReason.INTERVAL, DueReason.METER


@dataclass
class Rhythm:
    every: int | None = None
    unit: IntervalUnit | None = None
    meter_every: Decimal | None = None


def km(value: int) -> Decimal:
    return Decimal(value)


EVERY_30000 = Rhythm(meter_every=km(30_000))
HALF_A_YEAR_OR_30000 = Rhythm(6, M, km(30_000))


@pytest.mark.parametrize(
    ("every", "unit", "skipped", "day"),
    [
        (1, M, 0, date(2026, 2, 28)),
        (25, M, 0, date(2028, 2, 29)),
        (1, M, 1, date(2026, 3, 31)),
        (2, W, 0, date(2026, 2, 14)),
        (90, D, 0, date(2026, 5, 1)),
        (90, D, 2, date(2026, 10, 28)),
        (120, M, 0, date(2036, 1, 31)),
    ],
)
def test_an_interval_counts_from_when_it_was_last_done(
    every: int, unit: IntervalUnit, skipped: int, day: date
) -> None:
    due = due_after(Rhythm(every, unit), LAST, None, None, TODAY, skipped=skipped)
    assert due == Due(day, None, INTERVAL)


def test_the_hundredth_year_is_the_last_that_anybody_plans_for() -> None:
    due = due_after(Rhythm(120, M), LAST, None, None, TODAY, skipped=5_000)
    assert due.on is None
    assert due_after(Rhythm(3_650, D), LAST, None, None, TODAY, skipped=5_000).on is None


@pytest.mark.parametrize(
    ("meter_from", "use", "expected"),
    [
        # 20,000 km are left, at 100 a day 200 days.
        (400_000, MeterUse(km(410_000), TODAY, km(100)), Due(date(2027, 6, 12), km(430_000), METER)),
        # Before the meter comes to it, not behind: 66.7 days are 66.
        (400_000, MeterUse(km(410_000), TODAY, km(300)), Due(date(2027, 1, 29), km(430_000), METER)),
        (400_000, MeterUse(km(430_000), date(2026, 11, 1), km(300)), Due(TODAY, km(430_000), METER)),
        (400_000, MeterUse(km(431_000), date(2026, 11, 1)), Due(TODAY, km(430_000), METER)),
        # Nobody knows how much it is used, or whether at all.
        (400_000, MeterUse(km(410_000), TODAY), Due(None, km(430_000))),
        (400_000, MeterUse(km(410_000), TODAY, km(0)), Due(None, km(430_000))),
        (400_000, MeterUse(km(410_000), TODAY, Decimal("0.01")), Due(None, km(430_000))),
        (400_000, None, Due(None, km(430_000))),
        (None, None, Due()),
        # Another meter, that began at 150.
        (400_000, MeterUse(km(3_150), TODAY, km(100), km(150)), Due(date(2027, 8, 21), km(30_150), METER)),
        (400_000, MeterUse(km(3_150), TODAY, km(100)), Due()),
    ],
)  # fmt: skip
def test_a_meter_is_projected_from_its_average_use(
    meter_from: int | None, use: MeterUse | None, expected: Due
) -> None:
    counted = None if meter_from is None else km(meter_from)
    assert due_after(EVERY_30000, LAST, counted, use, TODAY) == expected


@pytest.mark.parametrize(
    ("a_day", "expected"),
    [
        (500, Due(date(2027, 1, 3), km(430_000), METER)),
        (50, Due(date(2027, 5, 1), km(430_000), INTERVAL)),
        (None, Due(date(2027, 5, 1), km(430_000), INTERVAL)),
    ],
)
def test_of_both_the_earlier_counts(a_day: int | None, expected: Due) -> None:
    use = MeterUse(km(410_000), TODAY, None if a_day is None else km(a_day))
    counted_from = date(2026, 11, 1)
    assert due_after(HALF_A_YEAR_OR_30000, counted_from, km(400_000), use, TODAY) == expected


def test_on_the_same_day_the_calendar_is_the_reason() -> None:
    use = MeterUse(km(429_900), TODAY, km(100))
    due = due_after(Rhythm(1, D, km(30_000)), TODAY, km(400_000), use, TODAY)
    assert (due.on, due.reason) == (TODAY + timedelta(days=1), INTERVAL)


def test_a_skipped_occurrence_moves_both_on() -> None:
    use = MeterUse(km(429_000), TODAY, km(100))
    due = due_after(HALF_A_YEAR_OR_30000, LAST, km(400_000), use, TODAY, skipped=1)
    assert due == Due(date(2027, 1, 31), km(460_000), INTERVAL)


def test_what_a_meter_has_passed_stays_due_since_that_was_first_seen() -> None:
    use = MeterUse(km(431_000), TODAY, km(100))
    monday = Due(date(2026, 11, 23), km(430_000), METER)
    assert due_after(EVERY_30000, LAST, km(400_000), use, TODAY, before=monday) == monday
    expected_later = Due(date(2027, 1, 5), km(430_000), METER)
    again = due_after(EVERY_30000, LAST, km(400_000), use, TODAY, before=expected_later)
    assert again == Due(TODAY, km(430_000), METER)
    before_it_was_done = Due(date(2026, 11, 2), km(400_000), METER)
    anew = due_after(EVERY_30000, LAST, km(400_000), use, TODAY, before=before_it_was_done)
    assert anew.on == TODAY


def days_ago(*readings: tuple[int, int]) -> list[tuple[datetime, Decimal]]:
    noon = datetime(2026, 11, 24, 12, tzinfo=UTC)
    return [(noon - timedelta(days=days), km(value)) for days, value in readings]


@pytest.mark.parametrize(
    ("before", "after", "a_day", "shown"),
    [
        (None, None, None, None),
        (None, (45_000, 5), 500, 45_000),
        ((40_000, -60), None, 500, 70_000),
        ((40_000, -60), None, None, 40_000),
        ((40_000, 0), None, 500, 40_000),
        ((40_000, -60), (41_000, 40), 500, 40_600),
        ((40_000, -60), (300, 40), 500, 40_000),
    ],
)
def test_what_a_meter_showed_on_a_day_is_told_by_its_readings_around(
    before: tuple[int, int] | None,
    after: tuple[int, int] | None,
    a_day: int | None,
    shown: int | None,
) -> None:
    sooner, later = (
        Shown(km(one[0]), TODAY + timedelta(days=one[1])) if one else None
        for one in (before, after)
    )
    assert shown_at(TODAY, sooner, later, None if a_day is None else km(a_day)) == shown


@pytest.mark.parametrize(
    ("readings", "a_day"),
    [
        (((40, 1_000), (0, 5_000)), 100),
        (((14, 1_000), (0, 2_400)), 100),
        (((13, 1_000), (0, 2_400)), None),
        (((0, 1_000),), None),
        # A slip of the finger that the next reading takes back.
        (((40, 1_000), (20, 30_000), (0, 5_000)), 100),
        # A new meter: what the old one counted stays, and nothing is negative.
        (((40, 9_000), (20, 11_000), (10, 0), (0, 2_000)), 100),
        (((40, 5_000), (0, 1_000)), 0),
    ],
)
def test_average_use_takes_fourteen_days_and_no_slip(
    readings: tuple[tuple[int, int], ...], a_day: int | None
) -> None:
    assert use_of(days_ago(*readings), PARIS).a_day == a_day


def test_a_reading_belongs_to_the_day_where_the_company_is() -> None:
    late = [(datetime(2026, 11, 24, 23, 30, tzinfo=UTC), km(5))]
    assert use_of(late, PARIS).read_on == date(2026, 11, 25)
    assert use_of(late, ZoneInfo("America/New_York")).read_on == date(2026, 11, 24)


def test_the_first_reading_of_a_new_meter_is_known() -> None:
    use = use_of(days_ago((40, 9_000), (20, 150), (0, 2_000)), PARIS)
    assert (use.changed_at, use.value) == (km(150), km(2_000))
    assert use_of(days_ago((40, 1_000), (0, 2_000)), PARIS).changed_at is None
