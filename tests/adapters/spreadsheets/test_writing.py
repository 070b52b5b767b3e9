from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook

from billun.adapters.spreadsheets import Cell, csv_lines, open_table, workbook

HEADS = ["Plaque", "Prix", "Vu le"]
LINE: list[Cell] = ["AB-123-CD", 1234.5, date(2026, 3, 1)]
# What a spreadsheet program would take for a formula, an error or a command (CWE-1236).
LIVELY = ["=1+1", "+33", "-5 °C", "@SUM(A1)", "\t=1", "\r=1", "#REF!", "'=x", "''@y", "-", "–", "—"]


def csv(*lines: list[Cell], locale: str = "en") -> str:
    return "".join(csv_lines(HEADS, lines, locale))


def back(content: bytes) -> list[list[Cell]]:
    with open_table(BytesIO(content)) as table:
        return [row.cells for row in table.rows]


def test_csv_is_written_as_a_program_of_the_language_opens_it() -> None:
    assert csv(LINE) == "\ufeffPlaque,Prix,Vu le\r\nAB-123-CD,1234.5,2026-03-01\r\n"
    assert csv(LINE, locale="fr") == "\ufeffPlaque;Prix;Vu le\r\nAB-123-CD;1234,5;2026-03-01\r\n"


def test_a_workbook_holds_numbers_and_days_as_such() -> None:
    sheet = load_workbook(BytesIO(workbook("Matériel", HEADS, [LINE]))).worksheets[0]
    assert (sheet.title, sheet.freeze_panes) == ("Matériel", "A2")
    assert back(workbook("Matériel", HEADS, [LINE])) == [LINE]


@pytest.mark.parametrize("text", LIVELY)
def test_no_text_comes_to_life(text: str) -> None:
    written = csv([text, None, None]).partition("\n")[2]
    assert written.lstrip('"').startswith("'") or text == "#REF!"
    sheet = load_workbook(BytesIO(workbook("A", HEADS, [[text, None, None]]))).worksheets[0]
    assert sheet["A2"].data_type == "s"


@pytest.mark.parametrize("text", [text for text in LIVELY if text.strip() == text])
def test_every_text_comes_back_as_it_was(text: str) -> None:
    line: list[Cell] = [text, "x", "y"]
    assert back(csv(line).encode()) == [line]
    assert back(workbook("A", HEADS, [line])) == [line]


def test_a_negative_number_stays_a_number() -> None:
    assert csv([-5, -2.5, None]).splitlines()[1] == "-5,-2.5,"


def test_a_character_that_no_workbook_can_hold_is_left_out() -> None:
    assert back(workbook("A", HEADS, [["a\x07b", 1, 2]])) == [["ab", 1, 2]]
