"""Turns the table of interventions into records: what was planned, what really happened, what it cost."""

from collections.abc import Iterator
from configparser import ConfigParser, SectionProxy
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from uuid import UUID
from zoneinfo import ZoneInfo

from billun.demo.content.identity import demo_id, intervention_reference
from billun.demo.content.moments import duration

SATURDAY = 5


@dataclass(frozen=True)
class DemoLine:
    """Labour of `worker` for so many minutes, or parts."""

    id: UUID
    kind: str
    worker: str | None = None
    minutes: int | None = None
    reference: str = ""
    description: str = ""
    quantity: Decimal | None = None
    unit_price: Decimal | None = None


@dataclass(frozen=True)
class DemoIntervention:
    """`people`, `equipment` and the rest are keys of the other tables."""

    key: str
    id: UUID
    reference: str
    equipment: str
    workshop: str
    bay: str
    kind: str
    priority: str
    status: str
    title: str
    starts_at: datetime
    ends_at: datetime
    people: tuple[str, ...]
    anomalies: tuple[str, ...]
    deadlines: tuple[str, ...]
    lines: tuple[DemoLine, ...]
    parts_awaited: str
    parts_expected_on: date | None


def interventions_of(
    table: ConfigParser, now: datetime, time_zone: str
) -> tuple[DemoIntervention, ...]:
    """The interventions of the table, by their start."""
    found = (intervention(table[key], now, ZoneInfo(time_zone)) for key in table.sections())
    return tuple(sorted(found, key=lambda one: one.starts_at))


def intervention(section: SectionProxy, now: datetime, zone: ZoneInfo) -> DemoIntervention:
    today = now.astimezone(zone).date()
    day = working_day(today, int(section["day"]))
    starts = datetime.combine(day, time.fromisoformat(section["start"]), zone)
    expected = section.get("parts_expected")
    return DemoIntervention(
        key=section.name,
        id=demo_id("intervention", section.name),
        reference=intervention_reference(section.name, starts.year),
        equipment=section["equipment"],
        workshop=section["workshop"],
        bay=section["bay"],
        kind=section["kind"],
        priority=section.get("priority", "normal"),
        status=section.get("status", "planned"),
        title=section["title"],
        starts_at=starts.astimezone(now.tzinfo),
        # So long by the clock on the wall, whatever the night did to it.
        ends_at=(starts + duration(section["length"])).astimezone(now.tzinfo),
        people=keys_in(section, "people"),
        anomalies=keys_in(section, "anomalies"),
        deadlines=keys_in(section, "deadlines"),
        lines=tuple(lines_in(section)),
        parts_awaited=section.get("parts_awaited", ""),
        parts_expected_on=working_day(today, int(expected)) if expected else None,
    )


def working_day(today: date, number: int) -> date:
    """So many working days from today, before it where the number is negative."""
    day, step = today, 1 if number > 0 else -1
    for _day in range(abs(number)):
        day += timedelta(days=step)
        while day.weekday() >= SATURDAY:
            day += timedelta(days=step)
    return day


def keys_in(section: SectionProxy, name: str) -> tuple[str, ...]:
    return tuple(key.strip() for key in section.get(name, "").split(",") if key.strip())


def lines_in(section: SectionProxy) -> Iterator[DemoLine]:
    for place, text in enumerate(section.get("lines", "").strip().splitlines()):
        id = demo_id("intervention_line", f"{section.name}/{place}")
        kind, *rest = (part.strip() for part in text.split("|"))
        if kind == "labour":
            yield DemoLine(id, kind, worker=rest[0], minutes=int(rest[1]))
        else:
            yield DemoLine(
                id,
                kind,
                reference=rest[0],
                description=rest[1],
                quantity=Decimal(rest[2]),
                unit_price=Decimal(rest[3]),
            )
