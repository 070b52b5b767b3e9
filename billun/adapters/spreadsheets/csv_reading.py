"""Reads CSV as offices write it: any of three delimiters, UTF-8 or the Western encoding of Windows."""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from itertools import islice
from typing import IO

from billun.adapters.spreadsheets.cells import Cell, is_blank, text_cell
from billun.adapters.spreadsheets.limits import LONGEST_CELL, MOST_COLUMNS, Fault, Unreadable

DELIMITERS = (";", ",", "\t")
LINES_TO_JUDGE_BY = 20
CHUNK = 1 << 20
# Nothing in a file tells it from the encoding of another part of the world.
GUESSED = "cp1252"
UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)

csv.field_size_limit(LONGEST_CELL)

# Control characters that no text holds; a tab and the ends of lines are none of them.
BINARY = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
# é as UTF-8 that somebody read as Windows-1252, and the sign for a letter that is lost.
TWICE_ENCODED = re.compile("Ã[\u0080-\u00bf‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ€]|â€[™œ\u009d“”]")
LOST = "\ufffd"
# Between two letters of a word these are é, è, ç … of MS-DOS or of an old Macintosh.
OF_ANOTHER_MACHINE = re.compile("[A-Za-z][‚ƒ„†‡ˆ‰Š‹Ž\u0081\u008d\u008f\u0090\u009d][a-z]")
SEPARATOR_LINE = re.compile(r"sep=(.)\r?\n?")


@contextmanager
def csv_rows(file: IO[bytes]) -> Iterator[tuple[Iterator[tuple[int, list[Cell]]], bool]]:
    """The records with their numbers, the first being 1, and whether the encoding is a guess. Raises Unreadable."""
    encoding = encoding_of(file)
    text = TextIOWrapper(file, encoding, newline="")
    try:
        delimiter, start = delimiter_of(text)
        text.seek(0)
        yield records(text, delimiter, start), encoding == GUESSED
    finally:
        # The file is its opener's, who may want it once more.
        text.detach()


def encoding_of(file: IO[bytes]) -> str:
    """UTF-8 where the whole file is that, else Windows-1252 where it can be. Raises Unreadable."""
    if is_of_wide_characters(file.read(200)):
        raise Unreadable(Fault.WRONG_ENCODING)
    for encoding in ("utf-8-sig", GUESSED):
        try:
            read_through(file, encoding)
        except UnicodeDecodeError:
            continue
        file.seek(0)
        return encoding
    raise Unreadable(Fault.WRONG_ENCODING)


def is_of_wide_characters(start: bytes) -> bool:
    """UTF-16, which Excel calls Unicode text: every other byte of a Western text is then zero."""
    return start.startswith(UTF_16) or start.count(0) * 3 > len(start)


def read_through(file: IO[bytes], encoding: str) -> None:
    file.seek(0)
    # A program that says what it writes meant every letter, also one that looks broken.
    marked = file.read(3) == codecs.BOM_UTF8
    file.seek(0)
    decoder = codecs.getincrementaldecoder(encoding)()
    before = ""
    while chunk := file.read(CHUNK):
        text = decoder.decode(chunk)
        refuse_binary(before + text)
        if not marked:
            refuse_broken_letters(before + text, encoding)
        before = text[-2:]
    decoder.decode(b"", final=True)


def refuse_binary(text: str) -> None:
    if BINARY.search(text):
        raise Unreadable(Fault.UNKNOWN_FORMAT)


def refuse_broken_letters(text: str, encoding: str) -> None:
    if LOST in text or TWICE_ENCODED.search(text):
        raise Unreadable(Fault.LOST_LETTERS)
    if encoding == GUESSED and OF_ANOTHER_MACHINE.search(text):
        raise Unreadable(Fault.WRONG_ENCODING)


def delimiter_of(text: TextIOWrapper) -> tuple[str, int]:
    """What stands between the cells, and how many lines of the file only say so.

    Excel writes `sep=;` as a first line. Otherwise it is what gives the most columns and keeps
    to their number.
    """
    first = SEPARATOR_LINE.fullmatch(text.readline(20))
    if first and first[1] in DELIMITERS:
        return first[1], 1
    return max(DELIMITERS, key=lambda delimiter: evenness(text, delimiter)), 0


def evenness(text: TextIOWrapper, delimiter: str) -> tuple[float, int]:
    text.seek(0)
    try:
        widths = [
            len(cells)
            for _number, cells in islice(records(text, delimiter, 0), LINES_TO_JUDGE_BY)
            if cells
        ]
    except Unreadable:
        return (0, 0)
    if not widths or widths[0] < 2:
        return (0, 0)
    like_the_heads = sum(width == widths[0] for width in widths)
    return (like_the_heads / len(widths) >= 0.5, widths[0])


def records(text: TextIOWrapper, delimiter: str, start: int) -> Iterator[tuple[int, list[Cell]]]:
    reader = csv.reader(text, delimiter=delimiter, strict=True)
    number = 0
    try:
        for number, fields in enumerate(reader, start=1):
            if number > start:
                yield number, cells_of(fields)
    except csv.Error as error:
        raise told(error, number + 1) from error


def cells_of(fields: list[str]) -> list[Cell]:
    if len(fields) > MOST_COLUMNS and not all(map(is_blank, fields[MOST_COLUMNS:])):
        raise Unreadable(Fault.TOO_MANY_COLUMNS)
    return [text_cell(field) for field in fields]


def told(error: csv.Error, row: int) -> Unreadable:
    long = "field larger" in str(error)
    return Unreadable(Fault.LONG_CELL if long else Fault.OPEN_QUOTE, row=row)
