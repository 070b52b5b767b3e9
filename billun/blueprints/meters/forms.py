"""The form of a meter reading."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateTimeLocalField,
    HiddenField,
    RadioField,
    SelectChoice,
    StringField,
    ValidationError,
)
from wtforms.validators import InputRequired, Length, Optional

from billun.blueprints.documents.forms import possible_day, text_of
from billun.catalogue import FieldError
from billun.catalogue.reading import number_in as number_written
from billun.models import Meter
from billun.operations.meters import LONGEST_REASON

WORDS = {Meter.KM: _("Kilometres"), Meter.HOURS: _("Engine hours")}


class ReadingForm(FlaskForm):
    id = HiddenField()
    meter = RadioField(_("Meter"), validators=[InputRequired(_("Choose a meter."))])
    value = StringField(
        _("It shows"),
        validators=[InputRequired(_("Write what the meter shows."))],
        render_kw={"inputmode": "decimal", "autocomplete": "off"},
    )
    read_at = DateTimeLocalField(
        _("Read at"),
        format=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
        validators=[Optional(), possible_day],
        description=_("Leave it empty for now."),
    )
    reason = StringField(_("Reason"), validators=[Length(max=LONGEST_REASON)])
    confirmed = BooleanField(_("Yes, that is right"))

    def offer(self, meters: Sequence[Meter]) -> None:
        """These meters to choose from; the first is chosen."""
        self.meter.choices = [SelectChoice(meter.value, WORDS[meter]) for meter in meters]
        if not self.meter.data:
            self.meter.data = meters[0].value

    def validate_value(self, field: StringField) -> None:
        if number_in(field.data or "") is None:
            raise ValidationError(gettext("Write a number."))

    def as_reading(self, zone: ZoneInfo) -> dict[str, Any]:
        """What record_reading wants to know; the time was written as it is where the company is."""
        at: datetime | None = self.read_at.data
        return {
            "meter": Meter(self.meter.data),
            "value": number_in(self.value.data),
            "read_at": at.replace(tzinfo=zone).astimezone(UTC) if at else None,
            "reason": text_of(self.reason),
            "confirmed": self.confirmed.data,
        }


def number_in(text: str) -> Decimal | None:
    """What somebody wrote of a meter, in any language: 348,512 and 348.512 are the same. None where it is no number.

    Three digits after a sign are thousands, since nobody reads thousandths off a meter. The twin of
    js/drive/meter-number.js.
    """
    try:
        return number_written(text, whole=True)
    except FieldError:
        return None
