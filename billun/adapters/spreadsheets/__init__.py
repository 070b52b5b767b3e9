"""Tables that people bring along and take away: CSV and XLSX, read and written row by row."""

from __future__ import annotations

from billun.adapters.spreadsheets.cells import Cell, ErrorCell, Nothing, is_blank, text_of
from billun.adapters.spreadsheets.limits import (
    MOST_BYTES,
    MOST_COLUMNS,
    MOST_ROWS,
    Fault,
    Unreadable,
)
from billun.adapters.spreadsheets.reading import Row, Table, open_table
from billun.adapters.spreadsheets.writing import csv_lines, workbook

__all__ = [
    "MOST_BYTES",
    "MOST_COLUMNS",
    "MOST_ROWS",
    "Cell",
    "ErrorCell",
    "Fault",
    "Nothing",
    "Row",
    "Table",
    "Unreadable",
    "csv_lines",
    "is_blank",
    "open_table",
    "text_of",
    "workbook",
]
