"""Reads the first sheet of an XLSX that holds anything. Values alone: a formula is never evaluated."""

from __future__ import annotations

import warnings
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import IO, Any
from xml.etree.ElementTree import ParseError
from xml.parsers.expat import ExpatError
from zipfile import BadZipFile, ZipFile

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.workbook import Workbook
from openpyxl.worksheet._read_only import ReadOnlyWorksheet

from billun.adapters.spreadsheets.cells import Cell, ErrorCell, plain
from billun.adapters.spreadsheets.limits import Fault, Unreadable
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


@contextmanager
def xlsx_rows(file: IO[bytes]) -> Iterator[Iterator[tuple[int, list[Cell]]]]:
    """The rows of the first sheet that holds anything, with their numbers. Raises Unreadable."""
    with ExitStack() as opened:
        with told_as_broken():
            archive = opened.enter_context(ZipFile(file))
            refuse_bad_package(archive)
            workbook = open_workbook(file)
            opened.callback(workbook.close)
            sheet, outline = first_filled(workbook, archive)
        yield lines(sheet, outline)


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


def first_filled(workbook: Workbook, archive: ZipFile) -> tuple[Any, Outline]:
    for sheet in workbook.worksheets:
        if isinstance(sheet, ReadOnlyWorksheet) and sheet.sheet_state == "visible":
            outline = outline_of(archive, path_of(sheet))
            if outline.last_row:
                return sheet, outline
    raise Unreadable(Fault.EMPTY)


def path_of(sheet: Any) -> str:
    """Where the sheet lies in the package; the library knows and tells nobody."""
    path: str = sheet._worksheet_path  # noqa: SLF001
    return path


def lines(sheet: Any, outline: Outline) -> Iterator[tuple[int, list[Cell]]]:
    with told_as_broken():
        # Some programs declare a size that is not the sheet's.
        sheet.reset_dimensions()
        rows = sheet.iter_rows(max_row=outline.last_row)
        for number, cells in enumerate(rows, start=1):
            yield number, [value_of(cell) for cell in cells[: outline.last_column]]


def value_of(cell: Any) -> Cell:
    if cell.data_type == "e":
        return ErrorCell(str(cell.value))
    return plain(cell.value)
