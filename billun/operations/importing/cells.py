"""Reads single cells, whatever type a spreadsheet program gave them. What cannot be raises BadCell."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from difflib import get_close_matches
from functools import lru_cache
from typing import Any

from flask_babel import get_locale
from flask_babel import gettext as _

from billun.adapters.spreadsheets import Cell, text_of
from billun.catalogue import Field, FieldError, catalogue
from billun.catalogue.folding import fold
from billun.catalogue.reading import day_in, number_in, without_unit
from billun.operations.importing.columns import BadCell, Read, in_languages
from billun.operations.specs import trouble

SHORT_YEAR = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{2})")
# 31/12/61 is a day of the last century, 31/12/60 one to come.
LAST_YEAR_TO_COME = 60
YEARS = range(1900, 2200)


def text(longest: int) -> Read:
    """Reads one line of at most so many characters."""

    def read(cell: Cell) -> str:
        said = " ".join(text_of(cell).split())
        if len(said) > longest:
            raise BadCell(_("Write at most %(count)s characters.", count=longest))
        if any(unicodedata.category(sign) in ("Cc", "Cs") for sign in said):
            raise BadCell(_("This holds characters that cannot be stored."))
        return unicodedata.normalize("NFC", said)

    return read


def day(cell: Cell) -> date:
    """A date, also with a year of two digits."""
    if isinstance(cell, datetime):
        cell = cell.date()
    if isinstance(cell, str):
        cell = day_of_text(cell.strip())
    if not isinstance(cell, date) or cell.year not in YEARS:
        raise BadCell(_("Write a date, for example 2026-11-30."))
    return cell


def day_of_text(written: str) -> date | None:
    if short := SHORT_YEAR.fullmatch(written):
        century = "20" if int(short[4]) <= LAST_YEAR_TO_COME else "19"
        written = f"{short[1]}/{short[3]}/{century}{short[4]}"
    try:
        return day_in(written)
    except FieldError:
        return None


def number(unit: str) -> Read:
    """Reads a number with a decimal comma or point, with or without its unit."""

    def read(cell: Cell) -> Decimal:
        if isinstance(cell, bool) or not isinstance(cell, int | float | str):
            raise BadCell(_("Write a number."))
        try:
            return number_in(without_unit(text_of(cell), unit), whole=True)
        except FieldError as error:
            raise BadCell(_("Write a number.")) from error

    return read


def one_of(choices: Mapping[Any, Iterable[str]], offered: Callable[[], Iterable[str]]) -> Read:
    """Reads one of some words, in any case, accents and punctuation; `offered` are named in the refusal."""
    by_name = {fold(name): value for value, names in choices.items() for name in names}

    def read(cell: Cell) -> Any:
        name = fold(text_of(cell))
        if name not in by_name:
            raise BadCell(_("Choose one of: %(choices)s.", choices=", ".join(offered())))
        return by_name[name]

    return read


def worded(
    words: Mapping[Any, object], further: Mapping[Any, tuple[str, ...]] | None = None
) -> Read:
    """Reads one of our own words in any language, its key, or a further name of it."""
    names = {
        value: (str(value), *in_languages(word).values(), *(further or {}).get(value, ()))
        for value, word in words.items()
    }
    return one_of(names, lambda: [str(word) for word in words.values()])


def kind(cell: Cell) -> str:
    said = text_of(cell).strip()
    found = catalogue.kind_named(said)
    if found:
        return found.key
    if likely := likely_kind(said):
        label = catalogue.kinds[likely].label(str(get_locale() or "en"))
        text = _("Billun knows no kind called “%(name)s”. Did you mean “%(kind)s”?")
        raise BadCell(text % {"name": said[:80], "kind": label})
    raise BadCell(_("Billun knows no kind called “%(name)s”.", name=said[:80]))


@lru_cache(maxsize=1000)
def likely_kind(said: str) -> str | None:
    """The kind with the name that is most like this one; None where such names are of several families."""
    known = {fold(name): one for one in catalogue.kinds.values() for name in one.names}
    close = get_close_matches(fold(said[:80]), known, n=3, cutoff=0.8)
    families = {known[name].family for name in close}
    return known[close[0]].key if len(families) == 1 else None


def family(cell: Cell) -> str:
    name = fold(text_of(cell))
    for found in catalogue.families.values():
        if name in {fold(found.key), *(fold(label) for label in found.labels.texts.values())}:
            return found.key
    raise BadCell(_("Billun knows no family of this name."))


def field(described: Field) -> Read:
    """Reads a technical value as the catalogue describes it."""

    def read(cell: Cell) -> Any:
        try:
            return described.read(cell)
        except FieldError as error:
            raise BadCell(trouble(described, error)) from error

    return read
