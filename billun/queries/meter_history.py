"""What the meters of equipment showed: the last of each, all of one, and how much is usual in a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from uuid import UUID

from sqlalchemy import Select, Uuid, any_, literal, select
from sqlalchemy.dialects.postgresql import ARRAY, distinct_on
from sqlalchemy.orm import joinedload

from billun.extensions import db
from billun.models import Equipment, Meter, MeterReading
from billun.models.base import now
from billun.queries.pagination import Order

NEWEST_FIRST = Order((MeterReading.read_at, MeterReading.id), descending=True)
USUAL_OVER = timedelta(days=90)
A_DAY = timedelta(days=1)
# A suggestion is a round number: people then see that nobody has read it.
ROUNDED_TO = {Meter.KM: 100, Meter.HOURS: 10}


@dataclass(frozen=True)
class Usual:
    """What a meter counts in a day, and about what it shows by now; None where that is no news."""

    meter: Meter
    a_day: Decimal
    by_now: Decimal | None


def latest_readings(ids: Iterable[UUID]) -> Mapping[UUID, Mapping[Meter, MeterReading]]:
    """The last reading of each meter of each of these items: one statement, however many they are."""
    last = db.session.scalars(
        select(MeterReading)
        .where(MeterReading.equipment_id == any_(literal(list(ids), ARRAY(Uuid()))))
        .ext(distinct_on(MeterReading.equipment_id, MeterReading.meter))
        .order_by(
            MeterReading.equipment_id,
            MeterReading.meter,
            MeterReading.read_at.desc(),
            MeterReading.id.desc(),
        )
    )
    found: dict[UUID, dict[Meter, MeterReading]] = defaultdict(dict)
    for reading in last:
        found[reading.equipment_id][reading.meter] = reading
    return found


def readings_of(equipment: Equipment, meter: Meter | None = None) -> Select[MeterReading]:
    """The readings of one item, of one meter or of all, with who read them."""
    query = (
        select(MeterReading)
        .where(MeterReading.equipment_id == equipment.id)
        .options(joinedload(MeterReading.author))
    )
    return query.where(MeterReading.meter == meter) if meter else query


def latest_of(newest_first: Iterable[MeterReading]) -> Mapping[Meter, MeterReading]:
    """The last reading of each meter among these."""
    found: dict[Meter, MeterReading] = {}
    for reading in newest_first:
        found.setdefault(reading.meter, reading)
    return found


def usual_of(newest_first: Sequence[MeterReading]) -> Mapping[Meter, Usual]:
    """What is usual of each meter; nothing of those of which these readings tell too little."""
    found = {}
    for meter, last in latest_of(newest_first).items():
        since = last.read_at - USUAL_OVER
        recent = [
            (one.read_at, one.value)
            for one in reversed(newest_first)
            if one.meter == meter and one.read_at >= since
        ]
        a_day = average(recent)
        if a_day is not None:
            found[meter] = Usual(meter, a_day, reached(last, a_day))
    return found


def reached(last: MeterReading, a_day: Decimal) -> Decimal | None:
    """About what the meter shows by now, in a round number."""
    step = ROUNDED_TO[last.meter]
    added = a_day * Decimal((now() - last.read_at) / A_DAY)
    return Decimal(round((last.value + added) / step) * step) if added >= step else None


def usual_a_day(equipment_id: UUID, meter: Meter, until: datetime) -> Decimal | None:
    """What is added to the meter in a day, over the 90 days before; None where too little is known."""
    rows = db.session.execute(
        select(MeterReading.read_at, MeterReading.value)
        .where(
            MeterReading.equipment_id == equipment_id,
            MeterReading.meter == meter,
            MeterReading.read_at.between(until - USUAL_OVER, until),
        )
        .order_by(MeterReading.read_at, MeterReading.id)
    )
    return average([(row.read_at, row.value) for row in rows])


def average(readings: Sequence[tuple[datetime, Decimal]]) -> Decimal | None:
    """The sum of the steps forward by day: a meter that was changed starts lower and adds nothing.

    A peak that the next reading takes back was a slip of the finger, and does not count.
    """
    readings = without_slips(readings)
    if len(readings) < 2:
        return None
    days = Decimal((readings[-1][0] - readings[0][0]) / A_DAY)
    if days < 1:
        return None
    forward = sum(
        (max(later - sooner, Decimal(0)) for (_, sooner), (_, later) in pairwise(readings)),
        Decimal(0),
    )
    return forward / days


def without_slips(readings: Sequence[tuple[datetime, Decimal]]) -> list[tuple[datetime, Decimal]]:
    """The readings but for peaks: those from which the next one falls, and not below the one before."""
    kept: list[tuple[datetime, Decimal]] = []
    for at, value in readings:
        if len(kept) > 1 and kept[-2][1] <= value < kept[-1][1]:
            kept.pop()
        kept.append((at, value))
    return kept
