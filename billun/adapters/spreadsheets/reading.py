"""Opens a file as a table: heads, then rows, never more than a few of them in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import partial
from io import SEEK_END
from typing import IO

from openpyxl.utils import get_column_letter

from billun.adapters.spreadsheets.cells import Cell, is_blank, text_of
from billun.adapters.spreadsheets.csv_reading import csv_rows
from billun.adapters.spreadsheets.limits import (
    MOST_BYTES,
    MOST_COLUMNS,
    MOST_ROWS,
    Fault,
    Unreadable,
)
from billun.adapters.spreadsheets.xlsx_reading import Likeness, xlsx_rows

LONGEST_HEAD = 200
ZIP = b"PK\x03\x04"
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")


@dataclass(frozen=True)
class Row:
    """`number` is the one beside the row in a spreadsheet program. `surplus` are cells beyond the last head."""

    number: int
    cells: list[Cell]
    surplus: bool = False


@dataclass(frozen=True)
class Table:
    """`rows` can be gone through once. It raises Unreadable where the file breaks off or is too long.

    `encoding_guessed` where letters with accents may be read wrongly.
    """

    heads: list[str]
    rows: Iterator[Row]
    encoding_guessed: bool


Lines = Iterator[tuple[int, list[Cell]]]


@contextmanager
def open_table(file: IO[bytes], likeness: Likeness | None = None) -> Iterator[Table]:
    """The table in a CSV or XLSX file, whatever its name. Raises Unreadable.

    `likeness` says how many heads are known: of several sheets the one with the most is read.
    """
    with reader_for(file, likeness)(file) as (lines, guessed):
        number, first = first_line(lines)
        heads = heads_of(first)
        yield Table(heads, shaped(lines, len(heads), number), guessed)


def reader_for(
    file: IO[bytes], likeness: Likeness | None
) -> Callable[[IO[bytes]], AbstractContextManager[tuple[Lines, bool]]]:
    size = file.seek(0, SEEK_END)
    file.seek(0)
    start = file.read(8)
    file.seek(0)
    if size > MOST_BYTES:
        raise Unreadable(Fault.TOO_LARGE)
    if not start:
        raise Unreadable(Fault.EMPTY)
    if start == OLD_OFFICE:
        raise Unreadable(Fault.LOCKED if ENCRYPTED_PACKAGE in file.read() else Fault.OLD_WORKBOOK)
    return partial(xlsx_rows, likeness=likeness) if start.startswith(ZIP) else csv_rows


def first_line(lines: Lines) -> tuple[int, list[Cell]]:
    for number, cells in lines:
        if not all(map(is_blank, cells)):
            return number, cells
    raise Unreadable(Fault.EMPTY)


def heads_of(first: list[Cell]) -> list[str]:
    """The names of the columns. Raises Unreadable where they are no names or not told apart."""
    heads = [" ".join(text_of(cell).split())[:LONGEST_HEAD] for cell in first]
    while heads and not heads[-1]:
        heads.pop()
    if len(heads) > MOST_COLUMNS:
        raise Unreadable(Fault.TOO_MANY_COLUMNS)
    if not any(isinstance(cell, str) and has_letter(cell) for cell in first):
        raise Unreadable(Fault.NO_HEADS)
    seen: set[str] = set()
    for index, head in enumerate(heads, start=1):
        if not head:
            raise Unreadable(Fault.NAMELESS_COLUMN, column=get_column_letter(index))
        if head.casefold() in seen:
            raise Unreadable(Fault.TWIN_HEADS, head=head)
        seen.add(head.casefold())
    return heads


def has_letter(text: str) -> bool:
    return any(character.isalpha() for character in text)


def shaped(lines: Lines, width: int, heads_at: int) -> Iterator[Row]:
    """The rows that hold anything, each as wide as the heads."""
    count = 0
    for number, cells in lines:
        if all(map(is_blank, cells)):
            continue
        count += 1
        if count > MOST_ROWS:
            raise Unreadable(Fault.TOO_MANY_ROWS)
        surplus = not all(map(is_blank, cells[width:]))
        yield Row(number, cells[:width] + [None] * (width - len(cells)), surplus)
    if not count:
        raise Unreadable(Fault.HEADS_ALONE, row=heads_at)
