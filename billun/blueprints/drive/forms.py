"""What a driver fills in where the page works without scripts; with them the JSON API is called."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    Field,
    FloatField,
    HiddenField,
    MultipleFileField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import (
    UUID,
    InputRequired,
    Length,
    NumberRange,
    Optional,
    ValidationError,
)

from billun.catalogue import catalogue
from billun.models import Circumstance, Criticality, SightingKind
from billun.models.base import new_id

# Those whose trailers are met on French roads; the first is the likeliest.
COUNTRIES = (
    "FR", "BE", "LU", "DE", "NL", "ES", "PT", "IT", "CH", "GB", "IE", "PL", "CZ", "SK", "HU", "RO", "BG",
    "LT", "LV", "EE", "SI", "HR", "RS", "AT", "DK", "SE", "NO", "FI", "GR", "TR", "UA",
)  # fmt: skip


def country_choices() -> list[SelectChoice]:
    names = locale_territories()
    return [SelectChoice(code, names.get(code, code)) for code in COUNTRIES]


def as_choices(keys: Iterable[str]) -> list[SelectChoice]:
    """Choices whose words the template finds by itself."""
    return [SelectChoice(str(key), str(key)) for key in keys]


def locale_territories() -> dict[str, str]:
    locale = get_locale()
    return dict(locale.territories) if locale else {}


class PlaceForm(FlaskForm):
    """What is kept under an id of its own, and where it was."""

    id = HiddenField(validators=[InputRequired(), UUID()])
    latitude = FloatField(validators=[Optional(), NumberRange(-90, 90)])
    longitude = FloatField(validators=[Optional(), NumberRange(-180, 180)])
    accuracy_m = FloatField(validators=[Optional(), NumberRange(0, 100_000)])

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        self.id.data = self.id.data or str(new_id())

    def validate_latitude(self, _latitude: Field) -> None:
        refuse_half_a_position(self.longitude)

    def validate_longitude(self, _longitude: Field) -> None:
        refuse_half_a_position(self.latitude)


def refuse_half_a_position(other: Field) -> None:
    """WTForms asks this only of a coordinate that was given; the other one must be there too."""
    if other.data is None:
        raise ValidationError(_("A position has a latitude and a longitude."))


class ItemForm(PlaceForm):
    """Which item it is where no search finds it."""

    equipment = StringField(validators=[Optional(), UUID()])
    family = StringField(validators=[Length(max=40)])
    plate = StringField(validators=[Length(max=20)])
    plate_country = SelectField(validators=[Optional()], default="FR")
    item_description = TextAreaField(validators=[Length(max=500)])
    address = StringField(validators=[Length(max=300)])
    category = StringField(validators=[Length(max=40)])

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        self.plate_country.choices = country_choices()


class StopForm(ItemForm):
    """A red report that goes before its photos."""


class ReportForm(ItemForm):
    category = RadioField(
        choices=as_choices(catalogue.categories),
        validators=[InputRequired(_l("Choose what is damaged."))],
    )
    sub_category = StringField(validators=[Length(max=40)])
    criticality = RadioField(
        choices=as_choices(Criticality),
        validators=[InputRequired(_l("Choose whether it can drive on."))],
    )
    circumstance = RadioField(choices=as_choices(Circumstance), validators=[Optional()])
    spot = StringField(validators=[Length(max=60)])
    description = TextAreaField(validators=[Length(max=4000)])
    photos = MultipleFileField()


class SeenAgainForm(PlaceForm):
    """Known damage that somebody met again."""

    kind = RadioField(
        choices=as_choices(SightingKind),
        validators=[InputRequired(_l("Say whether it is the same or got worse."))],
    )
    criticality = RadioField(choices=as_choices(Criticality), validators=[Optional()])
    comment = TextAreaField(validators=[Length(max=4000)])
    photos = MultipleFileField()


class PhotosForm(FlaskForm):
    photos = MultipleFileField()


class WithdrawalForm(FlaskForm):
    comment = StringField(validators=[Length(max=500)])
