"""What becomes of the rows of a file, whatever they are about."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol

from flask_babel import get_locale
from flask_babel import gettext as _

from billun.adapters.spreadsheets import Row, Table, is_blank
from billun.errors import Conflict, Missing, NotAllowed, Refused
from billun.operations.importing.columns import BadCell, Column, Columns

Values = dict[str, Any]

# A file in which every cell is wrong is not explained to its end.
TROUBLES_AT_MOST = 50_000


class Outcome(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    SAME = "same"


class BadRow(Exception):
    """A row that cannot be taken, and the key of the column to blame; "" where it is the row itself."""

    def __init__(self, column: str, message: str) -> None:
        super().__init__(f"{column}: {message}")
        self.column = column
        self.message = message


class NotYet(Exception):
    """The row speaks of something that a later row may bring. `refusal` is for when none does."""

    def __init__(self, refusal: BadRow) -> None:
        super().__init__(str(refusal))
        self.refusal = refusal


class Target(Protocol):
    """Takes rows one by one. A row that is refused has changed nothing."""

    columns: Columns

    def take(self, number: int, values: Values) -> Outcome:
        """Do what the row says. Raises BadRow, NotYet, and whatever an operation refuses with."""

    def settle(self) -> None:
        """Write what was taken. Raises Overtaken where somebody changed it meanwhile."""


class Overtaken(Exception):
    """Somebody changed what is to be written; the rows must be gone through once more."""


@dataclass
class Tally:
    """How the rows fared. `troubles` are as ImportRun keeps them."""

    rows: int = 0
    counts: dict[Outcome, int] = field(default_factory=lambda: dict.fromkeys(Outcome, 0))
    troubles: list[dict[str, Any]] = field(default_factory=list)

    @property
    def bad(self) -> int:
        return self.rows - sum(self.counts.values())


@dataclass
class Waiting:
    number: int
    values: Values
    refusal: BadRow


def go_through(
    table: Table, matching: Mapping[str, str], target: Target, progress: Callable[[int], None]
) -> Tally:
    """Let the target take every row, and say how each fared. `progress` hears how many are through.

    Rows that wait for others come once more after all, as long as that brings any of them further.
    """
    walk = Walk(matching, target)
    for row in table.rows:
        walk.tally.rows += 1
        walk.enter(row, table.heads)
        progress(walk.tally.rows)
    while walk.take_those_that_wait():
        progress(walk.tally.rows)
    for one in walk.waiting:
        walk.refuse(one.number, one.refusal)
    walk.tally.troubles.sort(key=lambda trouble: trouble["row"])
    return walk.tally


class Walk:
    def __init__(self, matching: Mapping[str, str], target: Target) -> None:
        self.matching, self.target = matching, target
        self.heads = {key: head for head, key in matching.items()}
        self.tally = Tally()
        self.waiting: list[Waiting] = []

    def enter(self, row: Row, heads: list[str]) -> None:
        if row.surplus:
            text = _("The row has more cells than there are heads. Look for a separator in a text.")
            self.refuse(row.number, BadRow("", text))
            return
        values: Values = {}
        bad: list[BadRow] = []
        for head, cell in zip(heads, row.cells, strict=True):
            key = self.matching.get(head)
            if key is None or is_blank(cell):
                continue
            try:
                values[key] = self.target.columns[key].value_of(cell)
            except BadCell as error:
                bad.append(BadRow(key, error.message))
        self.refuse(row.number, *bad) if bad else self.take(row.number, values)

    def take(self, number: int, values: Values) -> bool:
        """Whether the row is through, in one way or the other."""
        try:
            self.tally.counts[self.target.take(number, values)] += 1
        except NotYet as error:
            self.waiting.append(Waiting(number, values, error.refusal))
            return False
        except BadRow as error:
            self.refuse(number, error)
        except (Refused, Conflict, Missing, NotAllowed) as error:
            self.refuse(number, in_our_terms(error))
        return True

    def take_those_that_wait(self) -> bool:
        """Whether any of them came through."""
        waiting, self.waiting = self.waiting, []
        through = [self.take(one.number, one.values) for one in waiting]
        return any(through)

    def refuse(self, number: int, *reasons: BadRow) -> None:
        for reason in reasons[: TROUBLES_AT_MOST - len(self.tally.troubles)]:
            head = self.heads.get(reason.column) or self.label_of(reason.column)
            self.tally.troubles.append({"row": number, "column": head, "reason": reason.message})

    def label_of(self, key: str) -> str:
        column: Column | None = self.target.columns.get(key)
        return column.label(str(get_locale() or "en")) if column else ""


def in_our_terms(error: Exception) -> BadRow:
    if isinstance(error, Refused):
        return BadRow(COLUMN_OF.get(error.field, error.field), error.message)
    return BadRow("", str(error) or _("This is not in your company."))


# How operations name what columns name otherwise.
COLUMN_OF = {"parent_id": "parent", "site_id": "site", "workshop_id": "workshop"}
