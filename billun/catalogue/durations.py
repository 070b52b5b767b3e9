"""Lengths of time as laws write them: `6 months`, `4 years`, `90 days`."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal, cast

from babel.units import format_unit
from dateutil.relativedelta import relativedelta

TimeUnit = Literal["days", "months", "years"]

FORM = re.compile(r"([0-9]{1,5}) (day|month|year)s?")

# Nothing in a fleet lasts a century, and a later day would soon leave the calendar.
LONGEST = {"days": 36_500, "months": 1_200, "years": 100}


@dataclass(frozen=True)
class Duration:
    """A number of days, calendar months or calendar years. Raises ValueError for none or too many."""

    count: int
    unit: TimeUnit

    def __post_init__(self) -> None:
        if not 1 <= self.count <= LONGEST[self.unit]:
            raise ValueError(f"{self.count} {self.unit} is no duration between a day and a century")

    @classmethod
    def parse(cls, text: str) -> "Duration":
        """The duration that `1 month`, `6 months`, `90 days` … names. Raises ValueError for another text."""
        found = FORM.fullmatch(text.strip())
        if not found:
            raise ValueError(f"“{text}” is not a duration such as 6 months")
        return cls(int(found[1]), cast(TimeUnit, f"{found[2]}s"))

    def after(self, day: date) -> date:
        """The day this long after `day`; a month after 31 January is the last day of February."""
        return day + self._delta

    def before(self, day: date) -> date:
        """The day this long before `day`; a month before 31 March is the last day of February."""
        return day - self._delta

    def label(self, locale: str) -> str:
        """The duration in the words of `locale`: `6 months`, `6 mois`."""
        return format_unit(
            self.count, f"duration-{self.unit.removesuffix('s')}", locale=locale.replace("-", "_")
        )

    def as_json(self) -> str:
        return str(self)

    def __str__(self) -> str:
        return f"{self.count} {self.unit.removesuffix('s') if self.count == 1 else self.unit}"

    @property
    def _delta(self) -> relativedelta:
        return relativedelta(**{self.unit: self.count})  # type: ignore[arg-type]
