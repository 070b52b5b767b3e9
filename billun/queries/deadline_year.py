"""The deadlines of a year as a calendar: twelve months of weeks, with how many fall on each day."""

from __future__ import annotations

from calendar import Calendar
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from billun.models import DeadlineState, Membership
from billun.models.deadline import state_of
from billun.queries.deadline_list import DeadlineFilter, count_by_day

FIRST_YEAR, LAST_YEAR = 1990, 2199


@dataclass(frozen=True)
class DueDay:
    """A day of the calendar, how many deadlines fall on it, and how they stand."""

    day: date
    number: int
    state: DeadlineState


@dataclass(frozen=True)
class Month:
    """`weeks` begin on Monday; None stands where a week reaches into another month."""

    first: date
    weeks: Sequence[Sequence[DueDay | None]]

    @property
    def days(self) -> list[DueDay]:
        return [day for week in self.weeks for day in week if day]

    @property
    def last(self) -> date:
        return self.days[-1].day

    @property
    def number(self) -> int:
        return sum(day.number for day in self.days)

    @cached_property
    def by_state(self) -> Mapping[DeadlineState, int]:
        """How many of each state, the worst first; only what is there."""
        found: Counter[DeadlineState] = Counter()
        for day in self.days:
            found[day.state] += day.number
        return {state: found[state] for state in WORST_FIRST if found[state]}


WORST_FIRST = (
    DeadlineState.OVERDUE,
    DeadlineState.DUE_15,
    DeadlineState.DUE_30,
    DeadlineState.OK,
)


def year_of(member: Membership, wanted: DeadlineFilter, year: int) -> list[Month]:
    """The twelve months of the year, of what the filter lets through."""
    numbers, today = count_by_day(member, wanted, year), member.company.today
    return [month_of(date(year, month, 1), numbers, today) for month in range(1, 13)]


def month_of(first: date, numbers: Mapping[date, int], today: date) -> Month:
    weeks = Calendar().monthdatescalendar(first.year, first.month)
    return Month(
        first,
        [
            [
                DueDay(day, numbers.get(day, 0), state_of(day, today))
                if day.month == first.month
                else None
                for day in week
            ]
            for week in weeks
        ],
    )
