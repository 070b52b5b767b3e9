"""How far a sheet reaches, and whether it holds what no table has: formulas, merged cells."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar
from xml.parsers import expat
from zipfile import ZipFile

from openpyxl.utils import column_index_from_string, get_column_letter

from billun.adapters.spreadsheets.limits import (
    LAST_ROW,
    MOST_COLUMNS,
    MOST_ROWS,
    Fault,
    Unreadable,
)

CHUNK = 1 << 18
REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


@dataclass
class Outline:
    """The last row and column that hold a value, counted from 1; 0 where none does."""

    last_row: int = 0
    last_column: int = 0


def outline_of(archive: ZipFile, path: str) -> Outline:
    """The outline of a sheet. Raises Unreadable, naming the cell or range, and for a sheet too large."""
    walk = Walk()
    with archive.open(path.lstrip("/")) as sheet:
        while chunk := sheet.read(CHUNK):
            walk.parser.Parse(chunk)
        walk.parser.Parse(b"", True)
    if walk.outline.last_row and walk.merged:
        raise Unreadable(Fault.MERGED, range=walk.merged)
    return walk.outline


class Walk:
    """Follows the sheet's XML from tag to tag; merged cells stand behind all rows."""

    def __init__(self) -> None:
        self.outline = Outline()
        self.merged = ""
        self.row = self.column = self.filled_rows = 0
        self.parser = expat.ParserCreate(namespace_separator="}")
        self.parser.StartElementHandler = self.enter

    def enter(self, name: str, attributes: dict[str, str]) -> None:
        step = self.STEPS.get(name.rpartition("}")[2])
        if step:
            step(self, attributes)

    def enter_row(self, attributes: dict[str, str]) -> None:
        self.row = int(attributes.get("r", self.row + 1))
        if not 0 < self.row <= LAST_ROW:
            raise Unreadable(Fault.BROKEN)
        self.column = 0

    def enter_cell(self, attributes: dict[str, str]) -> None:
        reference = REFERENCE.fullmatch(attributes.get("r", ""))
        self.column = column_index_from_string(reference[1]) if reference else self.column + 1

    def enter_value(self, _attributes: dict[str, str]) -> None:
        if self.row > self.outline.last_row:
            self.outline.last_row = self.row
            self.filled_rows += 1
        self.outline.last_column = max(self.outline.last_column, self.column)
        # The heads are a row too.
        if self.filled_rows > MOST_ROWS + 1:
            raise Unreadable(Fault.TOO_MANY_ROWS)
        if self.column > MOST_COLUMNS:
            raise Unreadable(Fault.TOO_MANY_COLUMNS)

    def enter_formula(self, _attributes: dict[str, str]) -> None:
        raise Unreadable(Fault.FORMULA, cell=f"{get_column_letter(self.column)}{self.row}")

    def enter_merged(self, attributes: dict[str, str]) -> None:
        self.merged = self.merged or attributes.get("ref", "")

    STEPS: ClassVar[dict[str, Callable[[Walk, dict[str, str]], None]]] = {
        "row": enter_row,
        "c": enter_cell,
        "v": enter_value,
        "is": enter_value,
        "f": enter_formula,
        "mergeCell": enter_merged,
    }
