"""How large a table may be, and what is said of one that cannot be read."""

from __future__ import annotations

from enum import StrEnum

MEGABYTE = 1_000_000

MOST_BYTES = 20 * MEGABYTE
MOST_ROWS = 50_000
MOST_COLUMNS = 300
LONGEST_CELL = 32_767

# What an XLSX may unpack to. An honest table of 20 MB shrinks to a tenth, seldom to a fiftieth.
MOST_UNPACKED = 300 * MEGABYTE
MOST_UNPACKED_TEXTS = 100 * MEGABYTE
MOST_UNPACKED_SETTINGS = 20 * MEGABYTE
MOST_SHRUNK = 200
# What Excel allows: rows of a sheet, formats of cells (64,000) and some room for what they refer to.
LAST_ROW = 1_048_576
MOST_FORMATS = 70_000
MOST_STYLE_TAGS = 500_000


class Fault(StrEnum):
    """Why a table is refused. What belongs to it stands in `Unreadable.about`."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    TOO_MANY_ROWS = "too_many_rows"
    TOO_MANY_COLUMNS = "too_many_columns"
    LONG_CELL = "long_cell"
    NO_HEADS = "no_heads"
    NAMELESS_COLUMN = "nameless_column"
    TWIN_HEADS = "twin_heads"
    STRANGE_SHEETS = "strange_sheets"
    HEADS_ALONE = "heads_alone"
    UNKNOWN_FORMAT = "unknown_format"
    OLD_WORKBOOK = "old_workbook"
    OPEN_DOCUMENT = "open_document"
    LOCKED = "locked"
    BROKEN = "broken"
    ZIP_BOMB = "zip_bomb"
    FORMULA = "formula"
    MERGED = "merged"
    WRONG_ENCODING = "wrong_encoding"
    LOST_LETTERS = "lost_letters"
    OPEN_QUOTE = "open_quote"


class Unreadable(Exception):
    """The file is not a table that can be taken.

    `about` holds what the fault speaks of: `cell` ("B7"), `range` ("A1:C1"), `row`, `column`, `head`,
    `sheets`.
    """

    def __init__(self, fault: Fault, **about: str | int) -> None:
        super().__init__(f"{fault.value} {about or ''}".strip())
        self.fault = fault
        self.about = about
