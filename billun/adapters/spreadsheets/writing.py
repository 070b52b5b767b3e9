"""Writes tables for people: CSV line by line, XLSX as one file. No text of theirs comes to life as a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from io import BytesIO, StringIO
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from billun.adapters.spreadsheets.cells import DASHES, FORMULA_LIKE, MARKED, Cell, inert, text_of

BYTE_ORDER_MARK = "\ufeff"
NARROWEST, WIDEST = 10, 40


def csv_lines(heads: list[str], rows: Iterable[list[Cell]], locale: str) -> Iterator[str]:
    """The lines of a CSV in the form that a spreadsheet program of this language opens by itself.

    French ones want semicolons between cells, since their numbers hold commas. The byte order mark
    tells them that it is UTF-8.
    """
    delimiter, point = (";", ",") if locale == "fr" else (",", ".")
    yield BYTE_ORDER_MARK + csv_line([inert(head) for head in heads], delimiter)
    for cells in rows:
        yield csv_line([csv_text(cell, point) for cell in cells], delimiter)


def csv_line(texts: list[str], delimiter: str) -> str:
    written = StringIO()
    csv.writer(written, delimiter=delimiter).writerow(texts)
    return written.getvalue()


def csv_text(cell: Cell, point: str) -> str:
    if isinstance(cell, float):
        return text_of(cell).replace(".", point)
    return inert(cell) if isinstance(cell, str) else text_of(cell)


def workbook(title: str, heads: list[str], rows: Iterable[list[Cell]]) -> bytes:
    """An XLSX of one sheet, the heads bold and always in sight. It takes seconds: hold no event loop up."""
    book = Workbook(write_only=True)
    sheet: Any = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for index, head in enumerate(heads, start=1):
        width = min(max(len(head) + 2, NARROWEST), WIDEST)
        sheet.column_dimensions[get_column_letter(index)].width = width
    sheet.append([bold(sheet, head) for head in heads])
    for cells in rows:
        sheet.append([xlsx_value(sheet, cell) for cell in cells])
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def bold(sheet: Any, head: str) -> Any:
    cell = as_text(sheet, head)
    cell.font = Font(bold=True)
    return cell


def xlsx_value(sheet: Any, cell: Cell) -> Any:
    if isinstance(cell, str):
        text = ILLEGAL_CHARACTERS_RE.sub("", cell)
        return as_text(sheet, text) if may_be_mistaken(text) else text
    return cell


def may_be_mistaken(text: str) -> bool:
    # The library takes "#N/A" for an error, and the formulas are a spreadsheet program's own.
    return text.startswith("#") or FORMULA_LIKE.match(text) is not None


def as_text(sheet: Any, text: str) -> Any:
    """A cell that is a text whatever it begins with, also once somebody edits it.

    It needs no apostrophe before it, save where reading would take one off or see a mere dash.
    """
    marked = MARKED.match(text) or text.strip() in DASHES
    cell: Any = WriteOnlyCell(sheet, f"'{text}" if marked else text)
    cell.data_type = "s"
    cell.quotePrefix = True
    return cell
