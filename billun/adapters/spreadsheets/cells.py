"""What a cell holds, and how a text stays a text when a spreadsheet program opens it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta


@dataclass(frozen=True)
class ErrorCell:
    """What a spreadsheet program shows where a value could not be had: #REF!, #N/A."""

    text: str


@dataclass(frozen=True)
class Nothing:
    """A lone dash, by which people say that there is nothing; an empty cell says nothing at all."""


Cell = str | int | float | bool | date | datetime | ErrorCell | Nothing | None

DASHES = ("-", "–", "—")

# A program takes a text that begins with one of these for a formula (CWE-1236). A dash that is
# meant as a text is marked too.
FORMULA_LIKE = re.compile(r"'*(?:[=+\-@\t\r]|[–—]\Z)")
MARKED = re.compile(r"'+(?:[=+\-@\t\r]|[–—]\Z)")


def inert(text: str) -> str:
    """The text with an apostrophe before it where it would come to life in a spreadsheet program."""
    return f"'{text}" if FORMULA_LIKE.match(text) else text


def text_cell(text: str) -> Cell:
    """What a text in a file says: without the apostrophe that made it inert, and a dash as Nothing."""
    if text.strip() in DASHES:
        return Nothing()
    return text[1:] if MARKED.match(text) else text


def text_of(cell: Cell) -> str:
    """What people would read in the cell: whole numbers without a point, days as 2026-11-30."""
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, datetime):
        return cell.isoformat(" ", "minutes")
    if isinstance(cell, ErrorCell):
        return cell.text
    return "" if cell is None else "–" if isinstance(cell, Nothing) else str(cell)


def plain(value: object) -> Cell:
    """What a library read as one of our cells: midnight is a day, a time of day a text."""
    if isinstance(value, datetime):
        return value.date() if value.time() == time() else value
    if isinstance(value, str):
        return text_cell(value)
    if isinstance(value, time | timedelta):
        return str(value)
    if value is None or isinstance(value, bool | int | float | date):
        return value
    return str(value)


def is_blank(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())
