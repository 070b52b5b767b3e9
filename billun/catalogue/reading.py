"""Reads what people and programs give for a field, one function a type.

Forms give texts, spreadsheets also numbers, dates and truth values, JSON also lists. Whatever
else comes is refused with a FieldError and never breaks.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from math import isfinite
from typing import TYPE_CHECKING

from billun.catalogue.folding import fold

if TYPE_CHECKING:
    from billun.catalogue.fields import Field

Value = str | int | float | bool | list[str]

TRUE = {"yes", "y", "oui", "o", "true", "vrai", "1", "x"}
FALSE = {"no", "n", "non", "false", "faux", "0"}

# \s is also the thin and the no-break space that French sets between thousands.
SPACED_THOUSANDS = re.compile(r"(?<=[0-9])[\s'’](?=[0-9]{3}(?![0-9]))")
THOUSANDS = re.compile(
    r"[+-]?[1-9][0-9]{0,2}(?:([.,])[0-9]{3})(?:\1[0-9]{3})*(?:(?!\1)[.,][0-9]+)?"
)
NUMBER = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)?")
LONGEST_NUMBER = 40

DAY_FORMS = (
    re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})(?:[T ][0-9:.]+Z?)?"),
    re.compile(r"(?P<day>[0-9]{1,2})([/.-])(?P<month>[0-9]{1,2})\2(?P<year>[0-9]{4})"),
)
YEARS = range(1900, 2200)


class FieldError(ValueError):
    """A value that the field cannot hold: `code` says why, `params` with which limits.

    Codes: not_text, too_long (longest), not_a_number, not_whole, below (minimum), above (maximum),
    not_a_choice (given), not_a_date, not_yes_or_no, derived.
    """

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code, self.params = code, params


def read_as(field: Field, given: object) -> Value | None:
    """The given value as the field stores it; None for nothing."""
    if is_nothing(given):
        return None
    return READERS[field.type](field, given)


def is_nothing(given: object) -> bool:
    return given is None or given == [] or is_blank(given)


def is_blank(given: object) -> bool:
    return isinstance(given, str) and not given.strip()


def read_text(field: Field, given: object) -> str:
    text = " ".join(as_text(given).split())
    if len(text) > field.longest:
        raise FieldError("too_long", longest=field.longest)
    return text


def as_text(given: object) -> str:
    """A text, or the text of a number: a spreadsheet turns a code of digits into a number."""
    if isinstance(given, bool) or not isinstance(given, str | int | float):
        raise FieldError("not_text")
    if isinstance(given, float) and given.is_integer():
        given = int(given)
    text = str(given) if not isinstance(given, int) or abs(given) < 10**40 else ""
    if not text or any(unstorable(character) for character in text):
        raise FieldError("not_text")
    return unicodedata.normalize("NFC", text)


def unstorable(character: str) -> bool:
    # PostgreSQL keeps no NUL and no lone surrogate; no name of a thing has a control character.
    return unicodedata.category(character) in ("Cc", "Cs") and not character.isspace()


def read_integer(field: Field, given: object) -> int:
    number = within_limits(field, number_of(field, given, whole=True))
    if number != number.to_integral_value():
        raise FieldError("not_whole")
    return int(number)


def read_decimal(field: Field, given: object) -> float:
    return field.rounded(within_limits(field, number_of(field, given, whole=False)))


def number_of(field: Field, given: object, *, whole: bool) -> Decimal:
    if isinstance(given, str):
        return number_in(without_unit(given, field.unit), whole=whole)
    if isinstance(given, bool) or not isinstance(given, int | float):
        raise FieldError("not_a_number")
    if isinstance(given, int):
        # A limit more than no field has spares the conversion of an endless number.
        return Decimal(max(min(given, 10**30), -(10**30)))
    if not isfinite(given):
        raise FieldError("not_a_number")
    return Decimal(str(given))


def without_unit(text: str, unit: str | None) -> str:
    return (
        re.sub(rf"\s*{re.escape(unit)}$", "", text.strip(), flags=re.IGNORECASE) if unit else text
    )


def number_in(text: str, *, whole: bool) -> Decimal:
    """The number that a text writes with a decimal comma or point and grouped thousands.

    A single `1,234` is a thousand and more where numbers are whole, else a decimal comma.
    """
    text = SPACED_THOUSANDS.sub("", text.strip())
    if len(text) > LONGEST_NUMBER:
        raise FieldError("not_a_number")
    separators = re.sub(r"[^.,]", "", text)
    if THOUSANDS.fullmatch(text) and (whole or len(separators) > 1):
        text = ungrouped(text, separators)
    if not NUMBER.fullmatch(text):
        raise FieldError("not_a_number")
    return Decimal(text.replace(",", "."))


def ungrouped(text: str, separators: str) -> str:
    return text.replace(separators[0], "")


def within_limits(field: Field, number: Decimal) -> Decimal:
    if field.minimum is not None and number < Decimal(str(field.minimum)):
        raise FieldError("below", minimum=field.minimum)
    if field.maximum is not None and number > Decimal(str(field.maximum)):
        raise FieldError("above", maximum=field.maximum)
    return number


def read_date(_field: Field, given: object) -> str:
    day = given.date() if isinstance(given, datetime) else given
    if isinstance(given, str):
        day = day_in(given.strip())
    if not isinstance(day, date) or day.year not in YEARS:
        raise FieldError("not_a_date")
    return day.isoformat()


def day_in(text: str) -> date:
    for form in DAY_FORMS:
        if found := form.fullmatch(text):
            try:
                return date(int(found["year"]), int(found["month"]), int(found["day"]))
            except ValueError:
                break
    raise FieldError("not_a_date")


def read_choice(field: Field, given: object) -> str:
    try:
        text = as_text(given).strip()
    except FieldError:
        raise FieldError("not_a_choice", given="") from None
    choice = field.choice_named(text)
    if choice is None:
        raise FieldError("not_a_choice", given=text[:80])
    return choice.key


def read_choices(field: Field, given: object) -> list[str] | None:
    words = re.split(r"[,;|\n]", given) if isinstance(given, str) else given
    if not isinstance(words, list | tuple):
        words = [words]
    chosen = {read_choice(field, word) for word in words if not is_blank(word)}
    return [key for key in field.choices if key in chosen] or None


def read_boolean(_field: Field, given: object) -> bool:
    if isinstance(given, int | float) and given in (0, 1):
        given = "yes" if given else "no"
    word = fold(given) if isinstance(given, str) else ""
    if word not in TRUE | FALSE:
        raise FieldError("not_yes_or_no")
    return word in TRUE


def refuse_derived(_field: Field, _given: object) -> Value:
    raise FieldError("derived")


READERS: Mapping[str, Callable[[Field, object], Value | None]] = {
    "text": read_text,
    "integer": read_integer,
    "decimal": read_decimal,
    "date": read_date,
    "choice": read_choice,
    "choices": read_choices,
    "boolean": read_boolean,
    "product": refuse_derived,
    "difference": refuse_derived,
}
