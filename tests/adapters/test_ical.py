"""A calendar for other programs: read back by another library, right on both sides of the change of clocks."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, tzinfo
from io import StringIO
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from dateutil.tz import tzical
from icalendar import Calendar

from billun.adapters.ical import Entry, calendar_file
from billun.adapters.ical_zone import zone_component

PARIS = ZoneInfo("Europe/Paris")
ID = UUID("019aaaaa-0000-7000-8000-000000000001")
ENTRY = Entry(
    id=ID,
    starts_at=datetime(2026, 12, 1, 8, tzinfo=UTC),
    ends_at=datetime(2026, 12, 1, 10, 30, tzinfo=UTC),
    title="AB-123-CD – Brakes",
    place="Atelier, bay 1",
    text="INT-2026-7K3F9Q\nStop now: Brakes",
    url="https://billun.example/maintenance/INT-2026-7K3F9Q",
    category="Corrective",
    version=3,
    created_at=datetime(2026, 11, 20, 9, tzinfo=UTC),
    updated_at=datetime(2026, 11, 24, 9, tzinfo=UTC),
)


def written(*entries: Entry, zone: ZoneInfo = PARIS) -> str:
    return calendar_file("Billun – Atelier", zone, entries, "billun.example").decode()


def event_in(text: str) -> Any:
    (event,) = Calendar.from_ical(text).walk("VEVENT")
    return event


def zone_read_by_others(key: str, year: int) -> tzinfo:
    """What dateutil, which knows nothing of ours, makes of the description of the zone."""
    description = zone_component(ZoneInfo(key), year).to_ical().decode()
    found: Any = tzical(StringIO(description)).get(key)
    return found  # type: ignore[no-any-return]


def test_an_entry_says_what_when_and_where() -> None:
    event = event_in(written(ENTRY))
    assert event["uid"] == f"{ID}@billun.example"
    assert (event["sequence"], event["status"], event["transp"]) == (3, "CONFIRMED", "OPAQUE")
    assert (event["summary"], event["location"]) == (ENTRY.title, ENTRY.place)
    assert (event["description"], event["url"]) == (ENTRY.text, ENTRY.url)
    assert event["categories"].cats == ["Corrective"]
    assert event["dtstart"].params["TZID"] == "Europe/Paris"
    assert event["dtstart"].dt == ENTRY.starts_at
    assert event["dtend"].dt == ENTRY.ends_at
    assert event["dtstamp"].dt == event["last-modified"].dt == ENTRY.updated_at


def test_the_calendar_has_its_name_and_says_when_to_look_again() -> None:
    calendar: Any = Calendar.from_ical(written(ENTRY))
    assert calendar["x-wr-calname"] == calendar["name"] == "Billun – Atelier"
    assert calendar["x-wr-timezone"] == "Europe/Paris"
    assert calendar["refresh-interval"].dt == timedelta(hours=1)
    assert str(calendar["x-published-ttl"]) == "PT1H"
    assert (calendar["version"], calendar["method"]) == ("2.0", "PUBLISH")


def test_what_is_cancelled_is_said_to_be() -> None:
    event = event_in(written(replace(ENTRY, cancelled=True, version=4)))
    assert (event["status"], event["transp"], event["sequence"]) == ("CANCELLED", "TRANSPARENT", 4)


@pytest.mark.parametrize(
    "text",
    [
        "commas, and; semicolons\\ too",
        "two\nlines",
        "🛞 brake – Zoé's “long” lorry " * 20,
        'a "b": c',
    ],
)
def test_any_text_comes_back_as_it_was(text: str) -> None:
    event = event_in(written(replace(ENTRY, title=text, text=text, place=text)))
    assert event["summary"] == event["description"] == event["location"] == text


def test_no_line_is_longer_than_75_bytes_and_each_ends_as_the_standard_says() -> None:
    text = written(replace(ENTRY, text="é🛞" * 100))
    lines = text.split("\r\n")
    assert max(len(line.encode()) for line in lines) <= 75
    assert "\n" not in text.replace("\r\n", "")


def test_nothing_planned_is_an_empty_calendar() -> None:
    assert list(Calendar.from_ical(written()).walk("VEVENT")) == []


def test_the_same_entries_are_the_same_file() -> None:
    assert written(ENTRY) == written(ENTRY)


@pytest.mark.parametrize(
    ("zone", "moment", "wall"),
    [
        ("Europe/Paris", datetime(2026, 7, 1, 8, tzinfo=UTC), "20260701T100000"),
        ("Europe/Paris", datetime(2026, 12, 1, 8, tzinfo=UTC), "20261201T090000"),
        ("America/New_York", datetime(2026, 7, 1, 8, tzinfo=UTC), "20260701T040000"),
        ("America/New_York", datetime(2026, 12, 1, 8, tzinfo=UTC), "20261201T030000"),
    ],
)
def test_times_are_those_of_the_clock_on_the_wall(zone: str, moment: datetime, wall: str) -> None:
    entry = replace(ENTRY, starts_at=moment, ends_at=moment + timedelta(hours=1))
    assert f"DTSTART;TZID={zone}:{wall}" in written(entry, zone=ZoneInfo(zone))


@pytest.mark.parametrize("key", ["Europe/Paris", "America/New_York", "Europe/Dublin", "Asia/Tokyo"])
def test_another_program_reads_the_same_offsets_in_every_week_of_three_years(key: str) -> None:
    read, ours = zone_read_by_others(key, 2026), ZoneInfo(key)
    noons = [datetime(2026, 1, 5, 12) + timedelta(days=7 * week) for week in range(3 * 52)]  # noqa: DTZ001
    assert [noon.replace(tzinfo=read).utcoffset() for noon in noons] == [
        noon.replace(tzinfo=ours).utcoffset() for noon in noons
    ]


@pytest.mark.parametrize(
    ("key", "first_of_summer", "first_of_winter"),
    [
        ("Europe/Paris", datetime(2027, 3, 28, 3), datetime(2027, 10, 31, 3)),  # noqa: DTZ001
        ("America/New_York", datetime(2027, 3, 14, 3), datetime(2027, 11, 7, 2)),  # noqa: DTZ001
    ],
)
def test_the_clocks_change_at_the_very_hour(
    key: str, first_of_summer: datetime, first_of_winter: datetime
) -> None:
    read, ours, an_hour = zone_read_by_others(key, 2026), ZoneInfo(key), timedelta(hours=1)
    for moment in (first_of_summer, first_of_winter):
        for wall in (moment - 2 * an_hour, moment, moment + an_hour):
            theirs, own = (wall.replace(tzinfo=zone).utcoffset() for zone in (read, ours))
            assert theirs == own, wall


def test_a_zone_whose_clocks_change_by_the_year_names_each_day() -> None:
    description = zone_component(ZoneInfo("Africa/Casablanca"), 2026).to_ical().decode()
    assert "RRULE" not in description
    assert description.count("RDATE") == 2


def test_the_rules_are_those_of_the_law() -> None:
    rules = {
        key: re.findall(r"RRULE:(\S+)", zone_component(ZoneInfo(key), 2026).to_ical().decode())
        for key in ("Europe/Paris", "America/New_York")
    }
    assert rules["Europe/Paris"] == [
        "FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3",
        "FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10",
    ]
    assert rules["America/New_York"] == [
        "FREQ=YEARLY;BYDAY=2SU;BYMONTH=3",
        "FREQ=YEARLY;BYDAY=1SU;BYMONTH=11",
    ]


def test_the_description_holds_from_before_the_first_entry() -> None:
    early = replace(
        ENTRY,
        starts_at=datetime(2026, 1, 2, 8, tzinfo=UTC),
        ends_at=datetime(2026, 1, 2, 9, tzinfo=UTC),
    )
    calendar: Any = Calendar.from_ical(written(early))
    (zone,) = calendar.walk("VTIMEZONE")
    begins = [part["dtstart"].dt.date() for part in zone.subcomponents]
    assert max(begins) < date(2026, 1, 1)
