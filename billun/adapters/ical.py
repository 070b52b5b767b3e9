"""Calendars as other programs subscribe to them: iCalendar (RFC 5545 and 7986)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from billun.adapters.ical_zone import zone_component

MAKER = "-//Billun//Workshop calendar//EN"
# How often a calendar program is asked to look again; most have their own mind about it.
READ_AGAIN = timedelta(hours=1)


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One thing in the calendar. `version` grows with each change; times are aware of their zone."""

    id: UUID
    starts_at: datetime
    ends_at: datetime
    title: str
    place: str
    text: str
    url: str
    category: str
    version: int
    created_at: datetime
    updated_at: datetime
    cancelled: bool = False


def calendar_file(name: str, zone: ZoneInfo, entries: Sequence[Entry], host: str) -> bytes:
    """The calendar as a file; the same entries give the same bytes. Times are said in `zone`."""
    calendar = Calendar()
    calendar.add("prodid", MAKER)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", zone.key)
    calendar.add("refresh-interval", READ_AGAIN, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    years = [entry.starts_at.astimezone(zone).year for entry in entries]
    if years:
        calendar.add_component(zone_component(zone, min(years)))
    for entry in entries:
        calendar.add_component(event_of(entry, zone, host))
    file: bytes = calendar.to_ical()
    return file


def event_of(entry: Entry, zone: ZoneInfo, host: str) -> Event:
    event = Event()
    event.add("uid", f"{entry.id}@{host}")
    event.add("sequence", entry.version)
    # A fixed stamp, so that a calendar in which nothing changed is the same file.
    event.add("dtstamp", entry.updated_at)
    event.add("created", entry.created_at)
    event.add("last-modified", entry.updated_at)
    event.add("dtstart", entry.starts_at.astimezone(zone))
    event.add("dtend", entry.ends_at.astimezone(zone))
    event.add("summary", entry.title)
    if entry.place:
        event.add("location", entry.place)
    event.add("description", entry.text)
    event.add("url", entry.url)
    event.add("categories", [entry.category])
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if entry.cancelled else "OPAQUE")
    return event
