"""Reads one sheet of an XLSX. Values alone: a formula is never evaluated."""

from __future__ import annotations

import re
import warnings
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import IO, Any
from xml.etree.ElementTree import ParseError
from xml.parsers.expat import ExpatError
from zipfile import BadZipFile, ZipFile

from openpyxl import load_workbook
from openpyxl.cell.read_only import EmptyCell
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.workbook import Workbook
from openpyxl.worksheet._read_only import ReadOnlyWorksheet

from billun.adapters.spreadsheets.cells import Cell, ErrorCell, is_blank, plain, text_of
from billun.adapters.spreadsheets.limits import MOST_COLUMNS, Fault, Unreadable
from billun.adapters.spreadsheets.xlsx_outline import Outline, outline_of
from billun.adapters.spreadsheets.xlsx_package import refuse_bad_package

# How the libraries below say that a file is not what it should be.
BROKEN = (
    ArithmeticError,
    AttributeError,
    BadZipFile,
    EOFError,
    ExpatError,
    InvalidFileException,
    LookupError,
    NotImplementedError,
    OSError,
    ParseError,
    RuntimeError,
    TypeError,
    ValueError,
    zlib.error,
)


# Of the texts of a first row, how many are the names of columns that somebody knows.
Likeness = Callable[[list[str]], int]

HEADS_WITHIN = 100
# A number that is shown with leading zeros: fleet number 00012.
ZEROS = re.compile("0{2,20}")


@contextmanager
def xlsx_rows(
    file: IO[bytes], likeness: Likeness | None = None
) -> Iterator[tuple[Iterator[tuple[int, list[Cell]]], bool]]:
    """The rows of the sheet with the most known heads, else of the first that holds anything. Raises Unreadable.

    Beside them stands False: letters are never guessed.
    """
    with ExitStack() as opened:
        with told_as_broken():
            archive = opened.enter_context(ZipFile(file))
            refuse_bad_package(archive)
            workbook = open_workbook(file)
            opened.callback(workbook.close)
            sheet, outline = chosen(workbook, archive, likeness)
        yield lines(sheet, outline), False


@contextmanager
def told_as_broken() -> Iterator[None]:
    try:
        yield
    except BROKEN as error:
        raise Unreadable(Fault.BROKEN) from error


def open_workbook(file: IO[bytes]) -> Workbook:
    with warnings.catch_warnings():
        # What it does not understand of styles and rules for input is no matter of ours.
        warnings.simplefilter("ignore")
        return load_workbook(file, read_only=True, data_only=False, keep_links=False)


def chosen(workbook: Workbook, archive: ZipFile, likeness: Likeness | None) -> tuple[Any, Outline]:
    sheets = [sheet for sheet in workbook.worksheets if is_visible(sheet)]
    likely = likeliest(sheets, likeness) if likeness and len(sheets) > 1 else None
    for sheet in [likely] if likely else sheets:
        outline = outline_of(archive, path_of(sheet))
        if outline.last_row:
            return sheet, outline
    raise Unreadable(Fault.EMPTY)


def is_visible(sheet: Any) -> bool:
    return isinstance(sheet, ReadOnlyWorksheet) and sheet.sheet_state == "visible"


def likeliest(sheets: list[Any], likeness: Likeness) -> Any:
    """The sheet with the most known heads; None where fewer than two sheets have a first row."""
    heads = {sheet.title: first_texts(sheet) for sheet in sheets}
    filled = [sheet for sheet in sheets if heads[sheet.title]]
    if len(filled) < 2:
        return None
    best = max(filled, key=lambda sheet: likeness(heads[sheet.title]))
    if not likeness(heads[best.title]):
        raise Unreadable(Fault.STRANGE_SHEETS, sheets=", ".join(one.title for one in filled)[:200])
    return best


def first_texts(sheet: Any) -> list[str]:
    sheet.reset_dimensions()
    for cells in sheet.iter_rows(max_row=HEADS_WITHIN, max_col=MOST_COLUMNS):
        texts = [text_of(value_of(cell)) for cell in cells]
        if not all(map(is_blank, texts)):
            return texts
    return []


def path_of(sheet: Any) -> str:
    """Where the sheet lies in the package; the library knows and tells nobody."""
    path: str = sheet._worksheet_path  # noqa: SLF001
    return path


def lines(sheet: Any, outline: Outline) -> Iterator[tuple[int, list[Cell]]]:
    with told_as_broken():
        # Some programs declare a size that is not the sheet's.
        sheet.reset_dimensions()
        rows = sheet.iter_rows(max_row=outline.last_row, max_col=outline.last_column)
        for number, cells in enumerate(rows, start=1):
            # A million rows may lie between two that hold something.
            if set(map(type, cells)) != {EmptyCell}:
                yield number, [value_of(cell) for cell in cells]


def value_of(cell: Any) -> Cell:
    if cell.data_type == "e":
        return ErrorCell(str(cell.value))
    if isinstance(cell.value, int) and cell.data_type == "n":
        return with_zeros(cell)
    return plain(cell.value)


def with_zeros(cell: Any) -> Cell:
    """The number, as a text where it is shown with leading zeros."""
    shown = cell.number_format
    return str(cell.value).zfill(len(shown)) if ZEROS.fullmatch(shown) else int(cell.value)
