"""What a walk-around says where the page works without scripts; with them the JSON API is called."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from wtforms import HiddenField, RadioField, SelectChoice, StringField, validators

from billun.blueprints.meters.forms import WORDS, ReadingForm, number_in
from billun.models import Meter
from billun.models.base import new_id
from billun.operations.walk_arounds import WalkAroundForm


class NothingToReportForm(ReadingForm):
    """A meter reading that may be left out."""

    id = HiddenField(validators=[validators.InputRequired(), validators.UUID()])
    meter = RadioField(validators=[validators.Optional()])
    value = StringField(validators=[validators.Optional()])

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        self.meter.choices = [SelectChoice(meter.value, WORDS[meter]) for meter in Meter]
        self.id.data = self.id.data or str(new_id())

    def as_walk_around(self, occurred_at: datetime) -> WalkAroundForm:
        """What record_walk_around wants to know. A meter without a number says nothing."""
        value = number_in(self.value.data or "")
        return WalkAroundForm(
            id=UUID(self.id.data),
            occurred_at=occurred_at,
            meter=Meter(self.meter.data) if self.meter.data and value is not None else None,
            value=value,
            reason=(self.reason.data or "").strip(),
            confirmed=self.confirmed.data,
        )
