"""What marshmallow says of a bad field, in our words and in the reader's language."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext
from marshmallow import Schema, fields, validate


def _(text: str) -> Any:
    """A text that waits for its reader: a string to everybody but the type checker."""
    return lazy_gettext(text)


MISSING = _("This is missing.")
NOT_SUCH: dict[type[fields.Field[Any]], Any] = {
    fields.String: _("Write a text."),
    fields.UUID: _("This is not an id."),
    fields.Integer: _("Write a whole number."),
    fields.Float: _("Write a number."),
    fields.Boolean: _("Say true or false."),
    fields.Date: _("Write a date like 2026-11-22."),
    fields.DateTime: _("Write a time like 2026-11-22T09:30:00Z."),
    fields.Dict: _("Send an object here."),
    fields.List: _("Send a list here."),
    fields.Nested: _("Send an object here."),
}


def speak_our_languages() -> None:
    """Replace the library's English texts, once, for all schemas."""
    fields.Field.default_error_messages |= {
        "required": MISSING,
        "null": _("This must not be null."),
        "validator_failed": _("This value is not possible."),
    }
    for kind, text in NOT_SUCH.items():
        own = dict.fromkeys(kind.default_error_messages, text)
        kind.default_error_messages = own | {"invalid": text, "type": text}
    fields.Enum.default_error_messages = {
        "unknown": _("This is none of: {choices}."),
        "invalid": _("This is none of the possible values."),
    }
    validate.OneOf.default_message = _("This is none of: {choices}.")
    validate.Regexp.default_message = _("This does not have the right form.")
    validate.Range.message_min = _("At least {min}.")
    validate.Range.message_max = _("At most {max}.")
    validate.Range.message_all = _("From {min} to {max}.")
    validate.Length.message_min = _("At least {min} of them.")
    validate.Length.message_max = _("At most {max} of them.")
    validate.Length.message_all = _("From {min} to {max} of them.")
    Schema._default_error_messages |= {  # noqa: SLF001  (the library has no other way)
        "type": _("Send an object here."),
        "unknown": _("There is no such field."),
    }
