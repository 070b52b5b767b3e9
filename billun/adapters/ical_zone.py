"""A time zone as calendars of other makers read it: when its clocks change, as a yearly rule where there is one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

# The law of a zone is looked up for so many years: enough to tell a last Sunday from a fourth one.
YEARS = 8
AN_HOUR = timedelta(hours=1)
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True)
class Change:
    """The clocks of a zone change: the moment by the clock as it was until then, and both offsets from UTC."""

    at: datetime
    before: timedelta
    after: timedelta
    name: str
    is_summer: bool

    @property
    def kind(self) -> tuple[timedelta, timedelta, str, bool]:
        return (self.before, self.after, self.name, self.is_summer)


def zone_component(zone: ZoneInfo, year: int) -> Timezone:
    """The VTIMEZONE of a zone that holds from the year before `year` on."""
    component = Timezone()
    component.add("tzid", zone.key)
    changes = changes_of(zone, year - 1)
    for kind in dict.fromkeys(change.kind for change in changes):
        component.add_component(part_of([one for one in changes if one.kind == kind]))
    if not changes:
        component.add_component(unchanging(zone, year))
    return component


def part_of(changes: list[Change]) -> TimezoneDaylight | TimezoneStandard:
    """One kind of change: yearly by a rule, else each by its day."""
    first = changes[0]
    part = TimezoneDaylight() if first.is_summer else TimezoneStandard()
    part.add("dtstart", first.at)
    part.add("tzoffsetfrom", first.before)
    part.add("tzoffsetto", first.after)
    part.add("tzname", first.name)
    rule = yearly_rule([change.at for change in changes])
    if rule:
        part.add("rrule", rule)
    elif len(changes) > 1:
        part.add("rdate", [change.at for change in changes[1:]])
    return part


def unchanging(zone: ZoneInfo, year: int) -> TimezoneStandard:
    start = datetime(year - 1, 1, 1)  # noqa: DTZ001  (by the clock of the zone)
    there = start.replace(tzinfo=zone)
    part = TimezoneStandard()
    part.add("dtstart", start)
    part.add("tzoffsetfrom", there.utcoffset())
    part.add("tzoffsetto", there.utcoffset())
    part.add("tzname", there.tzname() or zone.key)
    return part


def yearly_rule(moments: list[datetime]) -> dict[str, str | int] | None:
    """Such as the last Sunday of March, where all these are that, at the same hour, and one in each year."""
    if len(moments) < YEARS or len({moment.year for moment in moments}) < len(moments):
        return None
    if len({(one.month, one.weekday(), one.time()) for one in moments}) > 1:
        return None
    places = set.intersection(*(places_in_month(moment) for moment in moments))
    if not places:
        return None
    weekday = WEEKDAYS[moments[0].weekday()]
    # As the law says it: the last one where it always was that.
    place = -1 if -1 in places else places.pop()
    return {"freq": "yearly", "bymonth": moments[0].month, "byday": f"{place}{weekday}"}


def places_in_month(moment: datetime) -> set[int]:
    """Which one of its weekday it is in its month: the third, or the last."""
    last = (moment + timedelta(days=7)).month != moment.month
    return {(moment.day - 1) // 7 + 1} | ({-1} if last else set())


@lru_cache(maxsize=200)
def changes_of(zone: ZoneInfo, year: int) -> tuple[Change, ...]:
    """Every change of the clocks in the years from this one on, to the minute."""
    return tuple(find_changes(zone, datetime(year, 1, 1, tzinfo=UTC)))


def find_changes(zone: ZoneInfo, start: datetime) -> Iterator[Change]:
    end = start.replace(year=start.year + YEARS)
    moment = start
    while moment < end:
        later = moment + timedelta(days=7)
        if look(zone, moment) != look(zone, later):
            yield change_between(zone, moment, later)
        moment = later


def change_between(zone: ZoneInfo, before: datetime, after: datetime) -> Change:
    """The one change between two moments, of which the second is the first that is different."""
    while after - before > timedelta(minutes=1):
        middle = before + (after - before) / 2
        middle = middle.replace(second=0, microsecond=0)
        if middle == before:
            break
        if look(zone, middle) == look(zone, before):
            before = middle
        else:
            after = middle
    old, new = before.astimezone(zone), after.astimezone(zone)
    offsets = (old.utcoffset() or timedelta(), new.utcoffset() or timedelta())
    by_old_clock = (after + offsets[0]).replace(tzinfo=None)
    return Change(by_old_clock, *offsets, new.tzname() or zone.key, offsets[1] > offsets[0])


def look(zone: ZoneInfo, moment: datetime) -> tuple[timedelta | None, str | None]:
    there = moment.astimezone(zone)
    return there.utcoffset(), there.tzname()
