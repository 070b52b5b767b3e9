"""Dates that are typed for many deadlines at once: one row each, written all together or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from uuid import UUID

from flask_babel import gettext as _

from billun.errors import Missing
from billun.extensions import db
from billun.models import Deadline, Membership
from billun.operations.completing import Dates, complete_dates

EARLIEST_YEAR, LATEST_YEAR = 1950, 2199
ROWS_AT_MOST = 200
NAMES = ("done_on", "due_on")


@dataclass
class DatesRow:
    """A deadline with the texts that somebody typed for it, to be shown again where one of them is no day."""

    deadline: Deadline
    done_on: str = ""
    due_on: str = ""
    error: str = ""


def ids_typed(form: Mapping[str, str]) -> list[UUID]:
    """The deadlines for which a form holds a day. Raises Missing for what is no id."""
    filled = (key.partition("-") for key, text in form.items() if text.strip())
    ids = dict.fromkeys(id for name, _dash, id in filled if name in NAMES)
    try:
        return [UUID(id) for id in islice(ids, ROWS_AT_MOST)]
    except ValueError as error:
        raise Missing from error


def rows_of(deadlines: Iterable[Deadline], form: Mapping[str, str]) -> list[DatesRow]:
    """A row for each deadline, with what the form holds for it."""
    return [
        DatesRow(one, *(form.get(f"{name}-{one.id}", "").strip()[:20] for name in NAMES))
        for one in deadlines
    ]


def write_rows(actor: Membership, rows: Sequence[DatesRow]) -> bool:
    """Whether all rows went through. Else nothing is written, and the rows say what was wrong with them."""
    dates: dict[Deadline, Dates] = {}
    for row in rows:
        try:
            dates[row.deadline] = Dates(day_of(row.done_on), day_of(row.due_on))
        except ValueError:
            row.error = str(_("This is not a possible date."))
    refused = complete_dates(actor, dates)
    for row in rows:
        row.error = row.error or refused.get(row.deadline.id, "")
    if any(row.error for row in rows):
        db.session.rollback()
        return False
    return True


def day_of(text: str) -> date | None:
    """The day of an ISO date, None for an empty text. Raises ValueError for any other."""
    day = date.fromisoformat(text) if text else None
    if day and not EARLIEST_YEAR <= day.year <= LATEST_YEAR:
        raise ValueError(text)
    return day
