"""Meter readings: what a meter showed, when, and whether that can be."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from flask_babel import format_date, format_decimal
from flask_babel import gettext as _
from sqlalchemy import select

from billun.errors import Conflict, Missing, Refused
from billun.extensions import db
from billun.models import ChangeKind, Equipment, Membership, Meter, MeterReading, ReadingSource
from billun.models.base import new_id, now
from billun.operations.after_commit import tell_after_commit
from billun.operations.anomalies import CLOCKS_MAY_DIFFER
from billun.operations.fitness import lock_equipment
from billun.operations.history import record_change
from billun.operations.locks import lock_id
from billun.operations.plan_items import refresh_for
from billun.queries.meter_history import A_DAY, usual_a_day

HIGHEST = Decimal(10_000_000)
TENTH = Decimal("0.1")
LONGEST_REASON = 300
# More than this in a day no lorry drives and no engine runs.
MOST_A_DAY = {Meter.KM: Decimal(1500), Meter.HOURS: Decimal(24)}
# What is both so large a step and so many times the usual one is asked back.
LARGE_STEP = {Meter.KM: Decimal(2000), Meter.HOURS: Decimal(200)}
TIMES_THE_USUAL = 5


def record_reading(
    actor: Membership,
    equipment: Equipment,
    meter: Meter,
    value: Decimal,
    read_at: datetime | None = None,
    reason: str = "",
    confirmed: bool = False,
    id: UUID | None = None,
    source: ReadingSource = ReadingSource.PERSON,
) -> tuple[MeterReading, bool]:
    """The reading, and whether this call kept it; `value` in km or hours, to a tenth.

    Raises Refused for what cannot be; for one lower than before or higher than after without
    `reason`; for a step beyond all use that is neither explained nor `confirmed`. Conflict where
    the id has another content, Missing where it is another company's.
    """
    value, at = possible_value(value), possible_time(read_at)
    refuse_long_reason(reason)
    id = id or new_id()
    lock_id(id)
    equipment = equipment.in_its_place
    lock_equipment(equipment)
    reading = MeterReading(
        id=id,
        company_id=equipment.company_id,
        equipment_id=equipment.id,
        author_id=actor.id,
        meter=meter,
        value=value,
        read_at=at,
        source=source,
        reason=reason,
    )
    if first := db.session.get(MeterReading, id):
        return same_reading(actor, first, reading, read_at), False
    before, after = neighbours(reading)
    if not reason:
        zone = equipment.company.zone
        refuse_backwards(reading, before, after, zone)
        if not before and not confirmed:
            refuse_unlikely_first(equipment, reading)
        if before and not confirmed:
            refuse_leap(reading, before, usual_a_day(equipment.id, meter, at), zone)
    keep(actor, equipment, reading, before)
    return reading, True


def possible_value(value: Decimal) -> Decimal:
    if not value.is_finite() or value < 0:
        raise Refused("value", _("A meter shows a number from 0."))
    if value > HIGHEST:
        raise Refused(
            "value", _("No meter shows more than %(most)s.", most=format_decimal(HIGHEST))
        )
    return value.quantize(TENTH, ROUND_HALF_UP)


def possible_time(read_at: datetime | None) -> datetime:
    if read_at and read_at > now() + CLOCKS_MAY_DIFFER:
        raise Refused("read_at", _("This time is in the future. Check the clock of your device."))
    return read_at or now()


def refuse_long_reason(reason: str) -> None:
    if len(reason) > LONGEST_REASON:
        raise Refused("reason", _("Write at most %(count)s characters.", count=LONGEST_REASON))


def same_reading(
    actor: Membership, first: MeterReading, again: MeterReading, read_at: datetime | None
) -> MeterReading:
    """What was kept first under this id, where `again` says the same. A time may be left out both times."""
    if first.company_id != actor.company_id:
        raise Missing
    names = ("equipment_id", "meter", "value", "reason", "source")
    same = all(getattr(first, name) == getattr(again, name) for name in names)
    if not same or read_at not in (None, first.read_at):
        raise Conflict(_("This id was already used for another reading."))
    return first


def neighbours(reading: MeterReading) -> tuple[MeterReading | None, MeterReading | None]:
    """The readings of the same meter just before and just after it in time."""
    others = select(MeterReading).where(
        MeterReading.equipment_id == reading.equipment_id, MeterReading.meter == reading.meter
    )
    newest_first = (MeterReading.read_at.desc(), MeterReading.id.desc())
    before = others.where(MeterReading.read_at <= reading.read_at).order_by(*newest_first)
    after = others.where(MeterReading.read_at > reading.read_at).order_by(
        MeterReading.read_at, MeterReading.id
    )
    return db.session.scalar(before.limit(1)), db.session.scalar(after.limit(1))


def refuse_backwards(
    reading: MeterReading,
    before: MeterReading | None,
    after: MeterReading | None,
    zone: ZoneInfo,
) -> None:
    """A meter counts up; where it does not, somebody says why (product.md)."""
    if before and reading.value < before.value:
        text = _(
            "This is less than %(value)s on %(day)s. Say why, such as a new meter.",
            value=in_words(before),
            day=day_of(before, zone),
        )
        raise Refused("reason", text)
    if after and reading.value > after.value:
        text = _(
            "This is more than %(value)s on %(day)s, which came later. Say why.",
            value=in_words(after),
            day=day_of(after, zone),
        )
        raise Refused("reason", text)


def refuse_leap(
    reading: MeterReading, before: MeterReading, usual: Decimal | None, zone: ZoneInfo
) -> None:
    """Ask back where so much was never driven in that time, by anybody or by this one."""
    step = reading.value - before.value
    days = max(Decimal(1), Decimal((reading.read_at - before.read_at) / A_DAY))
    beyond_all = step > MOST_A_DAY[reading.meter] * days
    beyond_usual = (
        usual is not None
        and step > usual * days * TIMES_THE_USUAL
        and step > LARGE_STEP[reading.meter]
    )
    if beyond_all or beyond_usual:
        text = _(
            "That is %(step)s more than on %(day)s. Look again, and confirm it if it is right.",
            step=amount(step, reading.meter),
            day=day_of(before, zone),
        )
        raise Refused("confirmed", text)


def refuse_unlikely_first(equipment: Equipment, reading: MeterReading) -> None:
    """Ask back where nothing could have come so far since it was first registered."""
    registered = equipment.first_registered_on
    if registered is None:
        return
    days = max(1, (reading.read_at.date() - registered).days)
    if reading.value > MOST_A_DAY[reading.meter] * days + LARGE_STEP[reading.meter]:
        text = _(
            "That is much for equipment first registered on %(day)s. Look again, and confirm it if it is right.",
            day=format_date(registered, "d MMM y"),
        )
        raise Refused("confirmed", text)


def in_words(reading: MeterReading) -> str:
    return amount(reading.value, reading.meter)


def amount(value: Decimal, meter: Meter) -> str:
    """A number of a meter with its unit, in the reader's language: 412,300 km."""
    return f"{format_decimal(value.normalize())} {'km' if meter == Meter.KM else 'h'}"


def day_of(reading: MeterReading, zone: ZoneInfo) -> str:
    return str(format_date(reading.read_at.astimezone(zone).date(), "d MMM y"))


def keep(
    actor: Membership, equipment: Equipment, reading: MeterReading, before: MeterReading | None
) -> None:
    """Add a reading that may be kept, and note it."""
    db.session.add(reading)
    changes: dict[str, list[Any]] = {
        reading.meter.value: [in_json(before.value) if before else None, in_json(reading.value)]
    }
    if reading.reason:
        changes["reason"] = [None, reading.reason]
    record_change(actor, equipment, ChangeKind.METER, changes)
    db.session.flush()
    refresh_for(equipment)
    tell_after_commit(equipment.company_id, "equipment", equipment.id, equipment.billun_id)


def in_json(value: Decimal) -> float:
    """The number as JSON has it, a whole one without a point."""
    return int(value) if value == value.to_integral_value() else float(value)


def imported_reading(
    actor: Membership,
    equipment: Equipment,
    meter: Meter,
    value: Decimal,
    read_on: date | None,
    last: MeterReading | None,
) -> MeterReading | None:
    """The reading that a row of an import says, not yet added, or None where it says nothing new.

    For many rows: it asks the database nothing. `last` is the meter's last reading, from
    `queries.meter_history.latest_readings(ids)` for all items at once, then whatever was returned
    here before. What is older than `last`, or the same, is left out, so that a file may be imported
    again. Raises Refused, naming "value" or "read_on". A dry run drops what is returned; who adds
    it holds the equipment and records the change.
    """
    value, at = possible_value(value), end_of(equipment, read_on) if read_on else now()
    if last and (value == last.value or at < last.read_at):
        return None
    reading = MeterReading(
        id=new_id(),
        company_id=equipment.company_id,
        equipment_id=equipment.id,
        author_id=actor.id,
        meter=meter,
        value=value,
        read_at=at,
        source=ReadingSource.IMPORT,
        reason="",
    )
    if last:
        refuse_odd_row(reading, last, equipment)
    return reading


def end_of(equipment: Equipment, day: date) -> datetime:
    """The last moment of a day where the company is, or the present one of today."""
    if day > equipment.company.today:
        raise Refused("read_on", _("This day is still to come."))
    midnight = datetime.combine(day + timedelta(days=1), time(), equipment.company.zone)
    return min(midnight.astimezone(UTC) - timedelta(seconds=1), now())


def refuse_odd_row(reading: MeterReading, last: MeterReading, equipment: Equipment) -> None:
    zone = equipment.company.zone
    try:
        refuse_backwards(reading, last, None, zone)
        refuse_leap(reading, last, None, zone)
    except Refused as refused:
        raise Refused("value", refused.message) from refused
