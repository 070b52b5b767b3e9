"""By which words the files of fleets call a column: column_names.ini beside this file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from configparser import ConfigParser
from pathlib import Path


def words(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.replace("\n", " ").split(","))


def read_names() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    parser = ConfigParser(delimiters=("=",), comment_prefixes=("#",), interpolation=None)
    parser.read_string(Path(__file__).with_suffix(".ini").read_text(encoding="utf-8"))
    return {
        section: {key: words(text) for key, text in parser[section].items()}
        for section in parser.sections()
    }


NAMES = read_names()
EQUIPMENT_NAMES, PEOPLE_NAMES = NAMES["equipment"], NAMES["people"]


def done_names(checks: Iterable[str]) -> tuple[str, ...]:
    """How files call the day on which a check of these names was done."""
    return tuple(form.format(name) for name in checks for form in NAMES["forms"]["done"])


def due_names(checks: Iterable[str]) -> tuple[str, ...]:
    """How files call the day by which it is due."""
    return tuple(form.format(name) for name in checks for form in NAMES["forms"]["due"])
