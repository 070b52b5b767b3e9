from __future__ import annotations

from io import BytesIO

import pytest

from billun.adapters.spreadsheets import (
    MOST_COLUMNS,
    MOST_ROWS,
    Cell,
    Fault,
    Nothing,
    Unreadable,
    open_table,
)

FLEET = [["Parc", "Désignation", "Prix"], ["T 07", "Tracteur été", "1,5"]]


def rows(content: bytes) -> list[list[Cell]]:
    """The whole table, the heads first."""
    with open_table(BytesIO(content)) as table:
        return [list(table.heads), *(row.cells for row in table.rows)]


def refused(content: bytes) -> Unreadable:
    with pytest.raises(Unreadable) as caught:
        rows(content)
    return caught.value


def joined(delimiter: str, encoding: str, newline: str = "\r\n") -> bytes:
    lines = (delimiter.join(f'"{cell}"' for cell in line) for line in FLEET)
    return newline.join(lines).encode(encoding)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1", "cp1252"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_a_table_is_read_in_every_usual_encoding_and_with_every_delimiter(
    delimiter: str, encoding: str
) -> None:
    assert rows(joined(delimiter, encoding)) == FLEET


@pytest.mark.parametrize("newline", ["\n", "\r", "\r\n"])
def test_lines_end_as_on_any_machine(newline: str) -> None:
    assert rows(joined(";", "utf-8", newline)) == FLEET


def test_the_line_with_which_excel_names_the_separator_is_no_row() -> None:
    with open_table(BytesIO(b"sep=;\r\nA,B;C\r\n1,5;2\r\n")) as table:
        assert table.heads == ["A,B", "C"]
        assert [(row.number, row.cells) for row in table.rows] == [(3, ["1,5", "2"])]


def test_a_comma_in_texts_does_not_pass_for_the_delimiter() -> None:
    assert rows(b"Plate;Note\nAA;red, new, fast\nBB;blue, old\n")[1] == ["AA", "red, new, fast"]


def test_a_quoted_cell_keeps_its_line_breaks_and_quotes() -> None:
    assert rows(b'Plate;Note\nAA;"two\nlines and ""quotes"""\n')[1] == [
        "AA",
        'two\nlines and "quotes"',
    ]


def test_empty_lines_are_no_rows_and_short_lines_are_filled_up() -> None:
    with open_table(BytesIO(b"\n\nPlate;Note;Km\n\nAA\n;;\nBB;x;1\n")) as table:
        found = [(row.number, row.cells) for row in table.rows]
    assert found == [(5, ["AA", None, None]), (7, ["BB", "x", "1"])]


def test_a_row_that_is_longer_than_the_heads_says_so() -> None:
    with open_table(BytesIO(b"A;B\n1;2;3\n1;2;;\n")) as table:
        assert [row.surplus for row in table.rows] == [True, False]


def test_what_was_exported_inert_comes_back_as_it_was() -> None:
    assert rows(b"A;B;C\n'=1+1;'@x;''-5\n")[1] == ["=1+1", "@x", "'-5"]


def test_a_lone_dash_says_that_there_is_nothing() -> None:
    line = rows("A;B;C;D\n-;–;—;'-\n".encode())[1]
    assert line == [Nothing(), Nothing(), Nothing(), "-"]


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", Fault.EMPTY),
        (b"\n\n ; ;\n", Fault.EMPTY),
        (b"Plate;Km\n", Fault.HEADS_ALONE),
        (b"Plate;Km\n;\n", Fault.HEADS_ALONE),
        (b"12;13\n14;15\n", Fault.NO_HEADS),
        (b"Plate;;Km\n1;2;3\n", Fault.NAMELESS_COLUMN),
        (b"Plate;Km;PLATE \n1;2;3\n", Fault.TWIN_HEADS),
        ("Désignation\nété".encode("utf-16"), Fault.WRONG_ENCODING),
        ("Désignation\nété".encode("utf-16-le"), Fault.WRONG_ENCODING),
        ("Véhicule;Modèle\nété;à".encode("cp850"), Fault.WRONG_ENCODING),
        ("Véhicule;Modèle\nété;à".encode("mac-roman"), Fault.WRONG_ENCODING),
        ("Véhicule;Modèle\nété;à".encode().decode("cp1252").encode(), Fault.LOST_LETTERS),
        ("Véhicule;Km\né;1".encode("latin-1").decode(errors="replace").encode(), Fault.LOST_LETTERS),
        (b"\x89PNG\r\n\x1a\n\x00\x01\x02pixels", Fault.UNKNOWN_FORMAT),
        (b"%PDF-1.7\n\x01\x02\x03 stream", Fault.UNKNOWN_FORMAT),
        (b'A;B\n1;"never closed\n2;3\n', Fault.OPEN_QUOTE),
        (b'A;B\n1;"' + b"x" * 40_000 + b'"\n', Fault.LONG_CELL),
        (b";".join(b"c%d" % n for n in range(MOST_COLUMNS + 1)) + b"\n1\n", Fault.TOO_MANY_COLUMNS),
        (b"A;B\n" + b"1;2\n" * 200_000, Fault.TOO_MANY_ROWS),
        (b"A\n" + b"x" * 20_000_001, Fault.TOO_LARGE),
    ],
)  # fmt: skip
def test_what_is_no_table_is_refused_with_its_reason(content: bytes, fault: Fault) -> None:
    assert refused(content).fault == fault


def test_as_many_rows_as_are_allowed_are_read() -> None:
    with open_table(BytesIO(b"A;B\n" + b"1;2\n" * MOST_ROWS)) as table:
        assert sum(1 for _row in table.rows) == MOST_ROWS


def test_the_refusal_names_the_place() -> None:
    assert refused(b"Plate;;Km\n1;2;3\n").about == {"column": "B"}
    assert refused(b"Plate;Km;Plate\n1;2;3\n").about == {"head": "Plate"}
    assert refused(b'A;B\n1;2\n3;"4\n').about == {"row": 3}


def test_letters_of_a_file_with_a_byte_order_mark_are_meant() -> None:
    for text in ("sociÃ©tÃ©", "lost \ufffd"):
        assert rows(f"Plate;Note\nAA;{text}\n".encode("utf-8-sig"))[1] == ["AA", text]
    assert refused("Plate\n\x01\x02\n".encode("utf-8-sig")).fault == Fault.UNKNOWN_FORMAT
