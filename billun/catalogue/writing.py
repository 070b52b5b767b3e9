"""Writes the stored value of a field for people, one function a type."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from babel.numbers import format_decimal

from billun.catalogue.wording import Wording

if TYPE_CHECKING:
    from billun.catalogue.fields import Field

YES = Wording({"en": "Yes", "fr": "Oui"})
NO = Wording({"en": "No", "fr": "Non"})


def write_as(field: Field, value: object, locale: str) -> str:
    """The text of a stored value; one that the field no longer knows is shown as it is."""
    if value is None:
        return ""
    write = WRITERS.get(field.type, write_number)
    return write(field, value, locale)


def write_text(_field: Field, value: object, _locale: str) -> str:
    return str(value)


def write_number(field: Field, value: object, locale: str) -> str:
    """Thousands are grouped in whole amounts alone: 1,234 could otherwise be read as 1.234."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    # A number without a unit is a count or a year.
    grouped = field.unit is not None and not field.decimals
    shown = "#,##0" + ("." + "#" * field.decimals if field.decimals else "")
    return format_decimal(
        value, format=shown, locale=locale.replace("-", "_"), group_separator=grouped
    )


def write_date(_field: Field, value: object, _locale: str) -> str:
    try:
        return date.fromisoformat(str(value)).strftime("%d/%m/%Y")
    except ValueError:
        return str(value)


def write_choice(field: Field, value: object, locale: str) -> str:
    choice = field.choices.get(str(value))
    return choice.label(locale) if choice else str(value)


def write_choices(field: Field, value: object, locale: str) -> str:
    keys = value if isinstance(value, list) else [value]
    return ", ".join(write_choice(field, key, locale) for key in keys)


def write_boolean(_field: Field, value: object, locale: str) -> str:
    if not isinstance(value, bool):
        return str(value)
    return (YES if value else NO).in_language(locale)


WRITERS: Mapping[str, Callable[[Field, object, str], str]] = {
    "text": write_text,
    "date": write_date,
    "choice": write_choice,
    "choices": write_choices,
    "boolean": write_boolean,
}
