from __future__ import annotations

import random
import zipfile
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from billun.adapters.spreadsheets import Cell, ErrorCell, Fault, Nothing, Unreadable, open_table
from tests.fixtures.imports import xlsx_file

FILES = Path(__file__).parents[2] / "files"
HEADS = ("Plate", "Km", "Seen")


def rows(content: bytes) -> list[list[Cell]]:
    """The whole table, the heads first."""
    with open_table(BytesIO(content)) as table:
        return [list(table.heads), *(row.cells for row in table.rows)]


def refused(content: bytes) -> Unreadable:
    with pytest.raises(Unreadable) as caught:
        rows(content)
    return caught.value


def saved(book: Workbook) -> bytes:
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def repacked(
    content: bytes, parts: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED
) -> bytes:
    """The workbook with some of its parts replaced."""
    written = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(content)) as old,
        zipfile.ZipFile(written, "w", compression) as new,
    ):
        for name in {*old.namelist(), *parts}:
            new.writestr(name, parts[name] if name in parts else old.read(name))
    return written.getvalue()


def test_cells_keep_their_types() -> None:
    line = ("AB-123-CD", 412_300, date(2026, 3, 1))
    assert rows(xlsx_file(HEADS, line)) == [list(HEADS), list(line)]


def test_a_time_of_day_stays_beside_its_day() -> None:
    moment = datetime(2026, 3, 1, 8, 30)  # noqa: DTZ001  (spreadsheets know no time zones)
    assert rows(xlsx_file(HEADS, ("A", 1.5, moment)))[1] == ["A", 1.5, moment]


def test_errors_dashes_and_inert_texts_are_known() -> None:
    def spoil(sheet: Any) -> None:
        sheet["B2"].value, sheet["B2"].data_type = "#REF!", "e"

    assert rows(xlsx_file(HEADS, ("–", 0, "'=1+1"), change=spoil))[1] == [
        Nothing(),
        ErrorCell("#REF!"),
        "=1+1",
    ]


def test_the_first_sheet_that_holds_anything_is_read() -> None:
    book = Workbook()
    hidden: Any = book.create_sheet("Lists")
    hidden.append(["Not", "this"])
    hidden.sheet_state = "hidden"
    fleet: Any = book.create_sheet("Fleet")
    fleet.append(["Plate"])
    fleet.append(["AA"])
    assert rows(saved(book)) == [["Plate"], ["AA"]]


def test_rows_that_are_only_formatted_are_no_rows() -> None:
    def colour(sheet: Any) -> None:
        for number in range(3, 2000):
            sheet.cell(number, 2).number_format = "0.00"

    with open_table(BytesIO(xlsx_file(HEADS, ("A", 1, None), change=colour))) as table:
        assert [row.number for row in table.rows] == [2]


def test_a_formula_is_refused_and_named() -> None:
    unreadable = refused(xlsx_file(HEADS, ("A", 1, None), ("B", "=1+1", None)))
    assert (unreadable.fault, unreadable.about) == (Fault.FORMULA, {"cell": "B3"})


def test_merged_cells_are_refused_and_named() -> None:
    unreadable = refused(
        xlsx_file(HEADS, ("A", 1, 2), change=lambda sheet: sheet.merge_cells("A2:B2"))
    )
    assert (unreadable.fault, unreadable.about) == (Fault.MERGED, {"range": "A2:B2"})


def test_200_000_rows_are_too_many_in_a_workbook_too() -> None:
    row = b'<row><c t="inlineStr"><is><t>%d</t></is></c></row>'
    sheet = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        + b"".join(row % (n * 7919) for n in range(200_000))
        + b"</sheetData></worksheet>"
    )
    content = repacked(xlsx_file(HEADS), {"xl/worksheets/sheet1.xml": sheet})
    assert refused(content).fault == Fault.TOO_MANY_ROWS


@pytest.mark.parametrize(
    ("part", "size"),
    [
        ("xl/worksheets/sheet1.xml", 250_000_000),
        ("xl/sharedStrings.xml", 120_000_000),
        ("xl/styles.xml", 30_000_000),
    ],
)
def test_a_zip_bomb_is_refused_before_it_is_unpacked(part: str, size: int) -> None:
    content = repacked(xlsx_file(HEADS, ("A", 1, 2)), {part: bytes(size)})
    assert len(content) < 2_000_000
    assert refused(content).fault == Fault.ZIP_BOMB


@pytest.mark.parametrize("number", [b"3000000000", b"1048577", b"0"])
def test_a_row_number_that_no_sheet_has_is_refused_at_once(number: bytes) -> None:
    part = zipfile.ZipFile(BytesIO(xlsx_file(HEADS, ("A", 1, 2)))).read("xl/worksheets/sheet1.xml")
    for plain in (b"A2", b"B2", b"C2"):
        part = part.replace(b' r="%s"' % plain, b"")
    part = part.replace(b'<row r="2"', b'<row r="%s"' % number)
    content = repacked(xlsx_file(HEADS, ("A", 1, 2)), {"xl/worksheets/sheet1.xml": part})
    assert refused(content).fault == Fault.BROKEN


def test_empty_rows_between_two_that_hold_something_are_passed_over() -> None:
    content = xlsx_file(HEADS, change=lambda sheet: sheet.cell(60_000, 2, 7))
    with open_table(BytesIO(content)) as table:
        assert [(row.number, row.cells) for row in table.rows] == [(60_000, [None, 7, None])]


@pytest.mark.parametrize("tags", [b"<xf/>" * 70_001, b"<a/>" * 500_001])
def test_more_formats_than_a_workbook_can_have_are_refused(tags: bytes) -> None:
    content = xlsx_file(HEADS, ("A", 1, 2))
    styles = zipfile.ZipFile(BytesIO(content)).read("xl/styles.xml")
    start, end = styles.split(b"</cellXfs>")
    bloated = {
        "xl/styles.xml": start + tags + b"</cellXfs>" + end,
        "xl/media/picture.png": random.Random(1).randbytes(100_000),
    }
    assert refused(repacked(content, bloated)).fault == Fault.ZIP_BOMB


def test_a_number_that_is_shown_with_leading_zeros_keeps_them() -> None:
    def show_zeros(sheet: Any) -> None:
        sheet["A2"].number_format = "00000"
        sheet["B2"].number_format = "0.00"

    assert rows(xlsx_file(HEADS, (12, 34, 56), change=show_zeros))[1] == ["00012", 34, 56]


def two_sheets(*second: str) -> bytes:
    book = Workbook()
    notes: Any = book.active
    notes.append(["Our fleet in spring", ""])
    notes.append(["Ask Anne", "=1+1"])
    fleet: Any = book.create_sheet("Fleet")
    fleet.append(second)
    fleet.append(["AA", 1])
    return saved(book)


def known(texts: list[str]) -> int:
    return len({"Plate", "Km"} & set(texts))


def test_of_several_sheets_the_one_with_the_most_known_heads_is_read() -> None:
    with open_table(BytesIO(two_sheets("Plate", "Km")), known) as table:
        assert (table.heads, [row.cells for row in table.rows]) == (["Plate", "Km"], [["AA", 1]])


def test_sheets_without_any_known_head_are_refused_and_named() -> None:
    with (
        pytest.raises(Unreadable) as caught,
        open_table(BytesIO(two_sheets("Kennzeichen", "Stand")), known),
    ):
        pass
    assert caught.value.fault == Fault.STRANGE_SHEETS
    assert caught.value.about == {"sheets": "Sheet, Fleet"}


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml"])
def test_a_part_that_declares_entities_is_refused(part: str) -> None:
    laughs = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><x>&b;</x>'
    assert refused(repacked(xlsx_file(HEADS), {part: laughs})).fault == Fault.BROKEN


def test_a_workbook_that_breaks_off_is_broken() -> None:
    content = xlsx_file(HEADS, *(("A", number, "text") for number in range(500)))
    assert refused(content[: len(content) // 2]).fault == Fault.BROKEN
    part = zipfile.ZipFile(BytesIO(content)).read("xl/worksheets/sheet1.xml")
    cut = repacked(content, {"xl/worksheets/sheet1.xml": part[: len(part) // 2]})
    assert refused(cut).fault == Fault.BROKEN


def test_bytes_that_were_changed_are_noticed() -> None:
    content = bytearray(repacked(xlsx_file(HEADS, ("A", 1, 2)), {}, zipfile.ZIP_STORED))
    at = content.find(b"<sheetData>")
    content[at + 1] ^= 1
    assert refused(bytes(content)).fault == Fault.BROKEN


def test_an_empty_workbook_is_empty() -> None:
    assert refused(saved(Workbook())).fault == Fault.EMPTY


@pytest.mark.parametrize(
    ("start", "fault"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), Fault.OLD_WORKBOOK),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            Fault.LOCKED,
        ),
    ],
)
def test_old_and_locked_workbooks_are_told_apart(start: bytes, fault: Fault) -> None:
    assert refused(start).fault == fault


def test_another_zip_is_no_workbook() -> None:
    written = BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr("readme.txt", "hello")
    assert refused(written.getvalue()).fault == Fault.UNKNOWN_FORMAT
