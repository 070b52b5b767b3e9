"""When a workshop is open: its hours by day of the week, the public holidays, the days on which it is closed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any

import holidays
from flask_babel import get_locale
from flask_babel import gettext as _

from billun.errors import Refused
from billun.extensions import db
from billun.models import Company, Workshop

Hours = dict[str, list[list[str]]]

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
USUAL_DAY = [["08:00", "12:00"], ["13:30", "18:00"]]
USUAL_HOURS: Hours = dict.fromkeys(DAYS[:5], USUAL_DAY) | {day: [] for day in DAYS[5:]}
END_OF_DAY = "24:00"
A_DAY = timedelta(days=1)
MOST_SPANS = 4
MOST_CLOSURES = 100
LONGEST_NAME = 80
# Where France has other days: Moselle and Alsace by the law of 1918, and overseas.
FRENCH_REGIONS = {
    "57": "57", "67": "6AE", "68": "6AE",
    "971": "971", "972": "972", "973": "973", "974": "974", "976": "976",
}  # fmt: skip


@dataclass(frozen=True)
class Span:
    """From one moment to another, in UTC; `name` says why it is closed, where a day has a reason."""

    starts_at: datetime
    ends_at: datetime
    name: str = ""


def hours_of(workshop: Workshop) -> Hours | None:
    """Its hours by day of the week. None for a workshop outside that nobody has said any of."""
    if workshop.opening_hours is None:
        return None if workshop.external else USUAL_HOURS
    return workshop.opening_hours


def is_open_at(workshop: Workshop, moment: datetime) -> bool:
    """Whether it is open at the moment; one whose hours nobody knows always is, its closures apart."""
    day = moment.astimezone(company_of(workshop).zone).date()
    if day in closed_days(workshop, day, day):
        return False
    spans = open_spans(workshop, day, day)
    return any(span.starts_at <= moment < span.ends_at for span in spans)


def open_spans(workshop: Workshop, since: date, until: date) -> list[Span]:
    """When it is open on these days, both included, the earliest first."""
    closed = closed_days(workshop, since, until)
    open_days = [day for day in days_between(since, until) if day not in closed]
    return [span for day in open_days for span in spans_on(workshop, day)]


def spans_on(workshop: Workshop, day: date) -> list[Span]:
    hours = hours_of(workshop)
    pairs = [["00:00", END_OF_DAY]] if hours is None else hours.get(DAYS[day.weekday()], [])
    zone = company_of(workshop).zone
    return [Span(clock(day, start).replace(tzinfo=zone).astimezone(UTC),
                 clock(day, end).replace(tzinfo=zone).astimezone(UTC)) for start, end in pairs]  # fmt: skip


def closed_spans(workshop: Workshop, since: date, until: date) -> list[Span]:
    """When it is not open on these days, both included: days with a name each by themselves, else from end to start."""
    zone = company_of(workshop).zone
    named = closed_days(workshop, since, until)
    found: list[Span] = []
    for day in days_between(since, until):
        start, end = (midnight(one, zone) for one in (day, day + A_DAY))
        if day in named:
            found.append(Span(start, end, named[day]))
            continue
        for gap in gaps_between(spans_on(workshop, day), start, end):
            if found and not found[-1].name and found[-1].ends_at == gap.starts_at:
                found[-1] = Span(found[-1].starts_at, gap.ends_at)
            else:
                found.append(gap)
    return found


def gaps_between(spans: Sequence[Span], start: datetime, end: datetime) -> Iterator[Span]:
    for span in spans:
        if start < span.starts_at:
            yield Span(start, span.starts_at)
        start = span.ends_at
    if start < end:
        yield Span(start, end)


def closed_days(workshop: Workshop, since: date, until: date) -> dict[date, str]:
    """The days, both ends included, on which it is closed whatever the day of the week, and why."""
    found: dict[date, str] = {}
    if workshop.closed_on_holidays and hours_of(workshop) is not None:
        found |= holidays_between(workshop, since, until)
    for closure in workshop.closures:
        first = max(since, date.fromisoformat(closure["from"]))
        last = min(until, date.fromisoformat(closure["until"]))
        name = closure.get("name") or _("Closed")
        found |= dict.fromkeys(days_between(first, last), name)
    return found


def holidays_between(workshop: Workshop, since: date, until: date) -> dict[date, str]:
    """The public holidays where the workshop stands, in the reader's language where the library has it."""
    country, postcode = place_of(workshop)
    region = next(
        (FRENCH_REGIONS[n] for n in (postcode[:3], postcode[:2]) if n in FRENCH_REGIONS), ""
    )
    language = str(get_locale() or "en")[:2]
    return {
        day: name
        for year in range(since.year, until.year + 1)
        for day, name in holidays_of(country, region if country == "FR" else "", language, year)
        if since <= day <= until
    }  # fmt: skip


@lru_cache(maxsize=500)
def holidays_of(
    country: str, region: str, language: str, year: int
) -> tuple[tuple[date, str], ...]:
    spoken = {"en": "en_US"}.get(language, language)
    try:
        found = holidays.country_holidays(
            country, subdiv=region or None, years=year, language=spoken, observed=True
        )
    except NotImplementedError:
        return ()
    return tuple(sorted(found.items()))


def place_of(workshop: Workshop) -> tuple[str, str]:
    """The country and postcode of its site, else of the company."""
    place = workshop.site or company_of(workshop)
    return place.country, (place.postcode or "").strip()


def company_of(workshop: Workshop) -> Company:
    return db.session.get_one(Company, workshop.company_id)


def days_between(since: date, until: date) -> list[date]:
    return [since + timedelta(days=number) for number in range((until - since).days + 1)]


def midnight(day: date, zone: Any) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(UTC)


def clock(day: date, text: str) -> datetime:
    """The day at "08:00"; "24:00" is the next midnight."""
    hour, minute = (int(part) for part in text.split(":"))
    return datetime.combine(day, time()) + timedelta(hours=hour, minutes=minute)


def valid_opening_hours(hours: Mapping[str, Sequence[Sequence[str]]] | None) -> Hours | None:
    """The hours with every day in the order of the week; None stands for the usual ones.

    Raises Refused("opening_hours.<day>") for a day that is none, hours that are none, end before they start
    or overlap.
    """
    if hours is None:
        return None
    for name in hours:
        if name not in DAYS:
            raise Refused("opening_hours", _("This is not a day of the week: %(name)s", name=name))
    return {day: valid_day(f"opening_hours.{day}", hours.get(day) or []) for day in DAYS}


def valid_day(field: str, spans: Sequence[Sequence[str]]) -> list[list[str]]:
    if len(spans) > MOST_SPANS:
        raise Refused(field, _("At most %(count)s times a day.", count=MOST_SPANS))
    pairs = sorted([valid_clock(field, text) for text in span] for span in spans)
    for place, pair in enumerate(pairs):
        if len(pair) != 2 or pair[0] >= pair[1]:
            raise Refused(field, _("Say from when until when it is open, the earlier time first."))
        if place and pair[0] < pairs[place - 1][1]:
            raise Refused(field, _("These hours overlap."))
    return pairs


def valid_clock(field: str, text: str) -> str:
    try:
        read = text if text == END_OF_DAY else f"{time.fromisoformat(text):%H:%M}"
    except (TypeError, ValueError) as error:
        raise Refused(field, _("Write times as 08:00.")) from error
    return read


def valid_closures(closures: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    """The days on which it is closed as well, by day, in what JSON holds.

    `from` and `until` are days or their ISO texts, both included. Raises Refused("closures.<place>.<key>").
    """
    if len(closures) > MOST_CLOSURES:
        raise Refused("closures", _("At most %(count)s of them.", count=MOST_CLOSURES))
    found = [valid_closure(f"closures.{place}", one) for place, one in enumerate(closures)]
    return sorted(found, key=lambda one: (one["from"], one["until"]))


def valid_closure(field: str, closure: Mapping[str, Any]) -> dict[str, str]:
    first, last = (valid_date(f"{field}.{key}", closure.get(key)) for key in ("from", "until"))
    name = " ".join(str(closure.get("name") or "").split())
    if last < first:
        raise Refused(f"{field}.until", _("The last day is before the first."))
    if (last - first).days > 366:
        raise Refused(f"{field}.until", _("At most a year at a time."))
    if len(name) > LONGEST_NAME:
        raise Refused(f"{field}.name", _("Write at most %(count)s characters.", count=LONGEST_NAME))
    return {"from": first.isoformat(), "until": last.isoformat(), "name": name}


def valid_date(field: str, given: Any) -> date:
    try:
        day = given if isinstance(given, date) else date.fromisoformat(str(given))
    except ValueError as error:
        raise Refused(field, _("This is not a date.")) from error
    if not 2000 <= day.year <= 2200:
        raise Refused(field, _("This is not a possible date."))
    return day
