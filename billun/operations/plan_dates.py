"""When recurring work is due: by the calendar, by the meter, or by whichever comes first. Rules only, no database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_FLOOR, Decimal
from typing import Protocol

from dateutil.relativedelta import relativedelta

from billun.models import DueReason, IntervalUnit

# What is further away than this is no plan, and days have an end.
FURTHEST = 36_500


class Rhythm(Protocol):
    """What of a plan says how often: `every` `unit`s, `meter_every` km or hours, or both."""

    every: int | None
    unit: IntervalUnit | None
    meter_every: Decimal | None


@dataclass(frozen=True)
class MeterUse:
    """What a meter last showed, on which local day, and how much is added to it in a day, where that is known.

    `changed_at` is what it showed first since it was changed for another one, where it was lately.
    """

    value: Decimal
    read_on: date
    a_day: Decimal | None = None
    changed_at: Decimal | None = None


@dataclass(frozen=True)
class Shown:
    """What a meter showed on a local day on which it was read."""

    value: Decimal
    on: date


@dataclass(frozen=True)
class Due:
    """The day, None where nobody can tell it yet; what the meter will show; and which of the two it is."""

    on: date | None = None
    meter: Decimal | None = None
    reason: DueReason | None = None


def due_after(
    rhythm: Rhythm,
    counted_from: date,
    meter_from: Decimal | None,
    use: MeterUse | None,
    today: date,
    *,
    skipped: int = 0,
    before: Due | None = None,
) -> Due:
    """When it is due after `counted_from`, when the meter showed `meter_from`.

    `skipped` occurrences that somebody cancelled are left out. `before` is what was known until now: of a
    meter that has passed its mark the day is kept on which that was first seen.
    """
    by_calendar = interval_day(rhythm, counted_from, skipped + 1)
    mark = meter_mark(rhythm, counted_from, meter_from, use, skipped + 1)
    by_meter = meter_day(mark, use, today, before) if mark is not None and use else None
    if by_meter and (by_calendar is None or by_meter < by_calendar):
        return Due(by_meter, mark, DueReason.METER)
    return Due(by_calendar, mark, DueReason.INTERVAL if by_calendar else None)


def interval_day(rhythm: Rhythm, counted_from: date, times: int = 1) -> date | None:
    """So many intervals later; a month after 31 January is the last day of February."""
    if rhythm.every is None or rhythm.unit is None or rhythm.every * times > FURTHEST:
        return None
    return counted_from + relativedelta(**{rhythm.unit.value: rhythm.every * times})  # type: ignore[arg-type]


def meter_mark(
    rhythm: Rhythm,
    counted_from: date,
    meter_from: Decimal | None,
    use: MeterUse | None,
    times: int = 1,
) -> Decimal | None:
    """What the meter will show; None as long as nobody knows from where it counts.

    A meter that has since shown less than it did then is another one, and counts from what that showed first.
    """
    if rhythm.meter_every is None or meter_from is None:
        return None
    if use and use.value < meter_from and use.read_on >= counted_from:
        meter_from = use.changed_at
    return None if meter_from is None else meter_from + rhythm.meter_every * times


def shown_at(
    day: date, before: Shown | None, after: Shown | None, a_day: Decimal | None
) -> Decimal | None:
    """About what a meter showed on a day, from the last reading until then and the first one behind it.

    Between the two it went evenly, after the last one as usual: `a_day`. Never less than the last one showed.
    """
    if before is None:
        return after.value if after else None
    if after:
        a_day = max(after.value - before.value, Decimal(0)) / (after.on - before.on).days
    return before.value + ((a_day or Decimal(0)) * (day - before.on).days).to_integral_value()


def meter_day(mark: Decimal, use: MeterUse, today: date, before: Due | None) -> date | None:
    """The day on which the meter comes to the mark as things go; None where its use is unknown."""
    if use.value >= mark:
        return seen_before(mark, today, before) or today
    if not use.a_day:
        return None
    days = ((mark - use.value) / use.a_day).to_integral_value(ROUND_FLOOR)
    return use.read_on + timedelta(days=int(days)) if days <= FURTHEST else None


def seen_before(mark: Decimal, today: date, before: Due | None) -> date | None:
    """The day since which it is known to be due, so that it does not move on with each new day."""
    if before is None or before.on is None or before.reason != DueReason.METER:
        return None
    return before.on if before.meter == mark and before.on <= today else None
