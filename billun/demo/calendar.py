"""Gives the demo's equipment its deadlines and meter readings, as if people had kept them."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta
from decimal import Decimal

from billun.catalogue import catalogue
from billun.demo.content.technical import days_until_due
from billun.extensions import db
from billun.models import Deadline, Equipment, Meter, MeterReading
from billun.models.base import new_id, now
from billun.operations.deadlines import refresh_deadlines, write_dates
from billun.operations.due_days import Schedule, schedules_of
from billun.operations.register import Register

# What an item of a kind's first meter does in a day, in kilometres or hours.
DAILY = {Meter.KM: Decimal(270), Meter.HOURS: Decimal(5)}
READINGS, DAYS_BETWEEN = 6, 30


def keep_calendar(equipment: Equipment) -> None:
    """Make the item's deadlines, say when each was done, and read its meters once a month."""
    register = Register(equipment.company)
    refresh_deadlines(equipment, register)
    db.session.flush()
    schedules = schedules_of(equipment, {})
    for deadline in register.deadlines_of(equipment):
        give_dates(equipment, deadline, schedules[deadline.code])
    refresh_deadlines(equipment, register)
    read_meters(equipment)


def give_dates(equipment: Equipment, deadline: Deadline, schedule: Schedule) -> None:
    if schedule.permanent:
        write_dates(equipment, deadline, equipment.first_registered_on, None)
        return
    longest = span_of(schedule, equipment.company.today)
    days = days_until_due(equipment.internal_id or "", deadline.code, longest)
    if days is None:
        return
    due_on = equipment.company.today + timedelta(days=days)
    done_on = schedule.interval.before(due_on) if schedule.interval else None
    if done_on and done_on < (equipment.first_registered_on or done_on):
        return
    write_dates(equipment, deadline, done_on, None if done_on and not schedule.follows else due_on)


def span_of(schedule: Schedule, today: date) -> int | None:
    return (schedule.interval.after(today) - today).days if schedule.interval else None


def read_meters(equipment: Equipment) -> None:
    for key in catalogue.kinds[equipment.kind].meters[:1]:
        meter = Meter(key)
        age = (equipment.company.today - (equipment.first_registered_on or date(2020, 1, 1))).days
        daily = DAILY[meter] * habit_of(equipment)
        for month in range(READINGS):
            days_ago = (READINGS - 1 - month) * DAYS_BETWEEN
            value = (daily * max(0, age - days_ago)).quantize(Decimal(1))
            add_reading(equipment, meter, value, days_ago)


def habit_of(equipment: Equipment) -> Decimal:
    """Between 60 and 120 % of what is usual: nobody drives like the other."""
    number = hashlib.sha256((equipment.internal_id or "").encode()).digest()[0]
    return Decimal(60 + number * 60 // 255) / 100


def add_reading(equipment: Equipment, meter: Meter, value: Decimal, days_ago: int) -> None:
    db.session.add(
        MeterReading(
            id=new_id(),
            company_id=equipment.company_id,
            equipment_id=equipment.id,
            author_id=None,
            meter=meter,
            value=value,
            read_at=now() - timedelta(days=days_ago, hours=3),
        )
    )
