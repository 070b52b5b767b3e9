"""What a column of a file may tell us, how it is read and written, and by which names it is known."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _

from billun.adapters.spreadsheets import Cell, ErrorCell, Nothing
from billun.catalogue import LANGUAGES
from billun.catalogue.folding import fold

Words = Mapping[str, str]
Read = Callable[[Cell], Any]
Show = Callable[[Any], Cell]

IN_BRACKETS = re.compile(r"\s*[(\[].*?[)\]]\s*")


class BadCell(Exception):
    """A cell that cannot be taken; `message` says why and what to write instead."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True)
class Column:
    """One thing that a file may tell.

    `labels` and `group` are by language, the labels unique among all columns; `names` are further
    words by which files call it. `read` turns a cell into a value, or raises BadCell; a column
    without it is only ever written. `show` is the way back; a column without it is only ever read.
    """

    key: str
    labels: Words
    group: Words
    read: Read | None
    show: Show | None = None
    names: tuple[str, ...] = ()
    can_be_emptied: bool = True

    def label(self, locale: str) -> str:
        return self.labels.get(locale, self.labels["en"])

    def value_of(self, cell: Cell) -> Any:
        """What the cell says; None where it says that there is nothing. Raises BadCell."""
        assert self.read is not None
        if isinstance(cell, ErrorCell):
            raise BadCell(_("The cell holds the error %(error)s.", error=cell.text))
        if isinstance(cell, Nothing):
            if not self.can_be_emptied:
                raise BadCell(_("This cannot be emptied."))
            return None
        return self.read(cell)


Columns = Mapping[str, Column]


def in_languages(text: object) -> Words:
    """A text that waits for its reader, in every language."""

    def said(language: str) -> str:
        with force_locale(language):
            return str(text)

    return {language: said(language) for language in LANGUAGES}


def told_apart(columns: Iterable[Column]) -> Columns:
    """The columns by key, those of one label told apart by their group, else by their key."""
    told = list(columns)
    for suffix in (lambda column, language: column.group[language], lambda column, _: column.key):
        told = with_suffixes(told, suffix)
    return {column.key: column for column in told}


def with_suffixes(columns: list[Column], suffix: Callable[[Column, str], str]) -> list[Column]:
    twins = {
        language: {
            label
            for label, count in Counter(column.labels[language] for column in columns).items()
            if count > 1
        }
        for language in LANGUAGES
    }
    return [
        replace(
            column,
            labels={
                language: f"{label} ({suffix(column, language)})"
                if label in twins[language]
                else label
                for language, label in column.labels.items()
            },
        )
        for column in columns
    ]


def proposed(heads: Sequence[str], columns: Columns) -> dict[str, str]:
    """The column that each head most likely means; heads that mean none of ours are left out."""
    known = known_names(columns)
    matching: dict[str, str] = {}
    for look in (fold, without_brackets):
        for head in heads:
            key = known.get(look(head))
            if key and head not in matching and key not in matching.values():
                matching[head] = key
    return {head: matching[head] for head in heads if head in matching}


def without_brackets(head: str) -> str:
    return fold(IN_BRACKETS.sub(" ", head))


def known_names(columns: Columns) -> dict[str, str]:
    """Which column a folded name means. A name of two columns means neither, a label goes before a name.

    What is only ever written means none: an export that comes back has it, too.
    """
    known: dict[str, str] = {}
    for names_of in (keys_and_labels, further_names):
        found: dict[str, set[str]] = {}
        for column in columns.values():
            for name in names_of(column):
                found.setdefault(name, set()).add(column.key if column.read else "")
        certain = {name: keys.pop() for name, keys in found.items() if len(keys) == 1}
        known = certain | known
    known.pop("", None)
    return known


def keys_and_labels(column: Column) -> set[str]:
    return {fold(column.key), *(fold(label) for label in column.labels.values())}


def further_names(column: Column) -> set[str]:
    plain = {without_brackets(label) for label in column.labels.values()}
    return {*plain, *(fold(name) for name in column.names)}
