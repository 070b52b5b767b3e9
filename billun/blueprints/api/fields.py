"""Fields that refuse what no column holds, with the field's name, instead of failing later."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

from flask_babel import gettext as _
from marshmallow import ValidationError, fields, validate

from billun.blueprints.api.messages import Between

EARLIEST_YEAR, LATEST_YEAR = 1950, 2200


class Text(fields.String):
    """A trimmed text of at most `longest` characters, without NUL bytes and lone surrogates.

    It is one line, any white space in it one space, unless `lines` allows more.
    """

    def __init__(
        self, longest: int = 200, shortest: int = 0, lines: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self.longest, self.shortest, self.lines = longest, shortest, lines

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text = storable(str(super()._deserialize(value, attr, data, **kwargs)))
        text = text.strip() if self.lines else " ".join(text.split())
        if len(text) > self.longest:
            raise ValidationError(_("Write at most %(count)s characters.", count=self.longest))
        if len(text) < self.shortest:
            raise ValidationError(_("This is missing."))
        return text


class Secret(fields.String):
    """A password: taken as it is, spaces included."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        return storable(str(super()._deserialize(value, attr, data, **kwargs)))


class Specs(fields.Dict):
    """Values by catalogue key: whatever JSON holds and a JSONB column can keep."""

    def _deserialize(
        self, value: Any, attr: str | None, data: Any, **kwargs: Any
    ) -> dict[str, Any]:
        specs: dict[str, Any] = super()._deserialize(value, attr, data, **kwargs)  # type: ignore[no-untyped-call]
        try:
            storable(
                json.dumps(specs, allow_nan=False, ensure_ascii=False).replace("\\u0000", "\0")
            )
        except ValueError as error:
            raise ValidationError(_("This holds characters that cannot be stored.")) from error
        return specs


def storable(text: str) -> str:
    """The text itself. Raises ValidationError where PostgreSQL could not keep it."""
    if "\0" in text or any("\ud800" <= sign <= "\udfff" for sign in text):
        raise ValidationError(_("This holds characters that cannot be stored."))
    return text


class Moment(fields.AwareDateTime):
    """A time in ISO 8601, kept and answered in UTC: 2026-11-22T09:30:00Z."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="iso", default_timezone=UTC, **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> datetime:
        moment = super()._deserialize(value, attr, data, **kwargs)
        if not EARLIEST_YEAR <= moment.year <= LATEST_YEAR:
            raise ValidationError(_("This is not a possible time."))
        return moment.astimezone(UTC)

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> Any:
        if value is None:
            return None
        return value.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


class Day(fields.Date):
    """A calendar day, 2026-11-22, of the years in which anybody may drive what we know."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> date:
        day: date = super()._deserialize(value, attr, data, **kwargs)
        if not EARLIEST_YEAR <= day.year <= LATEST_YEAR:
            raise ValidationError(_("This is not a possible date."))
        return day


def hash_field(**kwargs: Any) -> fields.String:
    """A SHA-256 in hexadecimal, small letters."""
    return fields.String(validate=validate.Regexp(r"\A[0-9a-f]{64}\Z"), **kwargs)


def latitude(**kwargs: Any) -> fields.Float:
    return fields.Float(validate=Between(-90, 90), **kwargs)


def longitude(**kwargs: Any) -> fields.Float:
    return fields.Float(validate=Between(-180, 180), **kwargs)


def accuracy(**kwargs: Any) -> fields.Float:
    """The radius in metres within which a position is right."""
    return fields.Float(validate=Between(0, 100_000), **kwargs)
