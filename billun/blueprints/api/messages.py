"""What marshmallow says of a bad field, in our words and in the reader's language.

Fields take their texts when they are made, so fields.py imports this before any schema stands.
"""

from __future__ import annotations

from typing import Any

from flask_babel import gettext, lazy_gettext
from marshmallow import Schema, fields, validate


def _(text: str) -> Any:
    """A text that waits for its reader: a string to everybody but the type checker."""
    return lazy_gettext(text)


# Under which the library's fields keep what they say of a value of the wrong kind.
KEYS = (
    "invalid",
    "invalid_utf8",
    "invalid_uuid",
    "invalid_awareness",
    "format",
    "too_large",
    "special",
    "type",
    "unknown",
)
NOT_SUCH: dict[type[fields.Field[Any]], Any] = {
    fields.String: _("Write a text."),
    fields.UUID: _("This is not an id."),
    fields.Integer: _("Write a whole number."),
    fields.Float: _("Write a number."),
    fields.Decimal: _("Write a number."),
    fields.Boolean: _("Say true or false."),
    fields.Date: _("Write a date like 2026-11-22."),
    fields.DateTime: _("Write a time like 2026-11-22T09:30:00Z."),
    fields.Dict: _("Send an object here."),
    fields.List: _("Send a list here."),
    fields.Nested: _("Send an object here."),
    fields.Enum: _("This is none of the possible values."),
}


def speak_our_languages() -> None:
    """Replace the library's English texts for every schema that is made from here on."""
    fields.Field.default_error_messages |= {
        "required": _("This is missing."),
        "null": _("This must not be null."),
        "validator_failed": _("This value is not possible."),
    }
    for kind, text in NOT_SUCH.items():
        kind.default_error_messages = dict.fromkeys(KEYS, text)
    validate.OneOf.default_message = _("This is none of: {choices}.")
    validate.Regexp.default_message = _("This does not have the right form.")
    validate.Length.message_max = _("At most {max} of them.")
    Schema._default_error_messages |= {  # noqa: SLF001  (the library has no other way)
        "type": _("Send an object here."),
        "unknown": _("There is no such field."),
    }


class Between(validate.Range):
    """From `min` to `max`, both included. The library's own class writes its English too early."""

    def _format_error(self, value: object, message: str) -> str:
        return gettext("From %(min)s to %(max)s.", min=self.min, max=self.max)


speak_our_languages()
