"""How much equipment is used: what its meters last showed, and how much is added to them in a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import (
    DateTime,
    Row,
    Uuid,
    any_,
    bindparam,
    column,
    func,
    literal,
    select,
    true,
)
from sqlalchemy.dialects.postgresql import ARRAY

from billun.extensions import db
from billun.models import Meter, MeterReading
from billun.models.base import now
from billun.operations.plan_dates import MeterUse, Shown, shown_at
from billun.queries.meter_history import average, latest_readings, without_slips

USED_OVER = timedelta(days=180)
FEWEST_DAYS = timedelta(days=14)

Reading = tuple[datetime, Decimal]


def average_use(ids: Sequence[UUID], meter: Meter, zone: ZoneInfo) -> Mapping[UUID, MeterUse]:
    """By equipment, over the last 180 days; missing are those whose meter nobody ever read.

    Two statements, however many they are. Without an average where no two readings lie 14 days apart.
    """
    recent = recent_readings(ids, meter)
    found = {id: use_of(readings, zone) for id, readings in recent.items()}
    for id, last in latest_readings(set(ids) - found.keys()).items():
        if meter in last:
            found[id] = use_of([(last[meter].read_at, last[meter].value)], zone)
    return found


def recent_readings(ids: Sequence[UUID], meter: Meter) -> Mapping[UUID, Sequence[Reading]]:
    """The readings of the last 180 days, the oldest first."""
    rows = db.session.execute(
        select(MeterReading.equipment_id, MeterReading.read_at, MeterReading.value)
        .where(
            MeterReading.equipment_id == any_(literal(list(ids), ARRAY(Uuid()))),
            MeterReading.meter == meter,
            MeterReading.read_at >= now() - USED_OVER,
        )
        .order_by(MeterReading.read_at, MeterReading.id)
    )
    found: dict[UUID, list[Reading]] = defaultdict(list)
    for row in rows:
        found[row.equipment_id].append((row.read_at, row.value))
    return found


def use_of(readings: Sequence[Reading], zone: ZoneInfo) -> MeterUse:
    """What these readings of one meter, the oldest first, tell of its use."""
    kept = without_slips(readings)
    read_at, value = kept[-1]
    lasted = read_at - kept[0][0]
    return MeterUse(
        value=value,
        read_on=read_at.astimezone(zone).date(),
        a_day=average(kept) if lasted >= FEWEST_DAYS else None,
        changed_at=first_since_a_fall(kept),
    )


def first_since_a_fall(readings: Sequence[Reading]) -> Decimal | None:
    """What a meter showed first after the last time that it showed less than before."""
    falls = [later for (_, sooner), (_, later) in pairwise(readings) if later < sooner]
    return falls[-1] if falls else None


def shown_on(
    days: Mapping[UUID, date], meter: Meter, zone: ZoneInfo, uses: Mapping[UUID, MeterUse]
) -> Mapping[UUID, Decimal]:
    """About what the meter of each of these items, used so much, showed on its day: one statement.

    By its last reading in the 180 days until the end of that day and the first one after it.
    """
    found = {}
    for row in readings_around({id: end_of(day, zone) for id, day in days.items()}, meter):
        before = seen(row.before_value, row.before_at, zone)
        after = seen(row.after_value, row.after_at, zone)
        use = uses.get(row.id)
        shown = shown_at(days[row.id], before, after, use.a_day if use else None)
        if shown is not None:
            found[row.id] = shown
    return found


def readings_around(ends: Mapping[UUID, datetime], meter: Meter) -> Sequence[Row[*tuple[Any, ...]]]:
    """By equipment, the reading before this moment and the one after it; None where there is none."""
    asked = (
        func.unnest(
            bindparam("ids", list(ends), ARRAY(Uuid())),
            bindparam("ends", list(ends.values()), ARRAY(DateTime(timezone=True))),
        )
        .table_valued(column("id", Uuid()), column("until", DateTime(timezone=True)))
        .render_derived(name="asked")
    )
    of_it = select(MeterReading.value, MeterReading.read_at).where(
        MeterReading.equipment_id == asked.c.id, MeterReading.meter == meter
    )
    until = of_it.where(
        MeterReading.read_at < asked.c.until, MeterReading.read_at >= asked.c.until - USED_OVER
    ).order_by(MeterReading.read_at.desc(), MeterReading.id.desc())
    since = of_it.where(MeterReading.read_at >= asked.c.until).order_by(
        MeterReading.read_at, MeterReading.id
    )
    before = until.limit(1).lateral("before")
    after = since.limit(1).lateral("after")
    return db.session.execute(
        select(
            asked.c.id,
            before.c.value.label("before_value"),
            before.c.read_at.label("before_at"),
            after.c.value.label("after_value"),
            after.c.read_at.label("after_at"),
        )
        .select_from(asked)
        .join(before, true(), isouter=True)
        .join(after, true(), isouter=True)
    ).all()


def seen(value: Decimal | None, at: datetime | None, zone: ZoneInfo) -> Shown | None:
    return None if value is None or at is None else Shown(value, at.astimezone(zone).date())


def end_of(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), zone)
