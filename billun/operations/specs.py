"""The technical values of a piece of equipment, read as the catalogue describes its kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask_babel import format_decimal, get_locale
from flask_babel import gettext as _

from billun.catalogue import Field, FieldError, Kind, catalogue
from billun.errors import Refused

MOST_CHOICES_LISTED = 12


def read_specs(kind: Kind, given: Mapping[str, Any], before: Mapping[str, Any]) -> dict[str, Any]:
    """The values as they are kept, in the order of the catalogue, empty ones left out.

    What was `before` and does not belong to the kind is dropped: the kind was changed. Raises
    Refused("specs.<key>") for a key that does not belong and for a value that cannot be.
    """
    fields = {field.key: field for field in catalogue.fields_for(kind.family, kind.key)}
    for key, value in given.items():
        if key not in fields and before.get(key) != value:
            refuse_unknown(key)
    values = {
        key: read(field, given[key])
        for key, field in fields.items()
        if key in given and not field.is_derived
    }
    return {key: value for key, value in values.items() if value is not None}


def refuse_unknown(key: str) -> None:
    known = catalogue.fields.get(key)
    if known is None:
        raise Refused(f"specs.{key}", _("There is no such field."))
    raise Refused(f"specs.{key}", _("Equipment of this kind has no such field."))


def read(field: Field, value: Any) -> Any:
    try:
        return field.read(value)
    except FieldError as error:
        raise Refused(f"specs.{field.key}", trouble(field, error)) from error


def trouble(field: Field, error: FieldError) -> str:
    """What is wrong with a value, and what to write instead."""
    return TROUBLES.get(error.code, cannot_be)(field)


def cannot_be(_field: Field) -> str:
    return _("This value cannot be.")


def listed(field: Field) -> str:
    """What there is to choose from, in the reader's language, as far as anybody reads."""
    locale = str(get_locale() or "en")
    labels = [choice.label(locale) for choice in field.choices.values()]
    more = ["…"] if len(labels) > MOST_CHOICES_LISTED else []
    return ", ".join(labels[:MOST_CHOICES_LISTED] + more)


TROUBLES: Mapping[str, Callable[[Field], str]] = {
    "not_a_number": lambda _field: _("Write a number."),
    "not_whole": lambda _field: _("Write a whole number."),
    "below": lambda field: _("At least %(limit)s.", limit=format_decimal(field.minimum)),
    "above": lambda field: _("At most %(limit)s.", limit=format_decimal(field.maximum)),
    "not_a_choice": lambda field: _("Choose one of: %(choices)s.", choices=listed(field)),
    "not_a_date": lambda _field: _("Write a date, for example 2026-11-30."),
    "too_long": lambda field: _("Write at most %(count)s characters.", count=field.longest),
    "not_yes_or_no": lambda _field: _("Answer yes or no."),
}
