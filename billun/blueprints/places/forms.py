"""The forms of sites and workshops."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import (
    EmailField,
    FieldList,
    FloatField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TelField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import TextInput

from billun.blueprints.country_choices import country_choices
from billun.errors import Refused
from billun.models import Membership, Trade
from billun.operations.sites import SiteForm
from billun.operations.workshops import LONGEST_BAY, MOST_BAYS, Mate, WorkshopForm, valid_bays
from billun.queries.places import managers_of, sites_of

REQUIRED = InputRequired(_("This is missing."))


class DegreesField(FloatField):
    """A number of degrees, with a point or with a comma."""

    widget = TextInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata([text.strip().replace(",", ".") for text in valuelist])
        except ValueError as error:
            raise ValueError(gettext("Write a number.")) from error


class SitePageForm(FlaskForm):
    name = StringField(_("Name"), validators=[REQUIRED, Length(max=200)])
    address = StringField(
        _("Street and number"),
        validators=[REQUIRED, Length(max=300)],
        render_kw={"autocomplete": "street-address"},
    )
    postcode = StringField(
        _("Postcode"),
        validators=[REQUIRED, Length(max=12)],
        render_kw={"autocomplete": "postal-code"},
    )
    city = StringField(
        _("Town"),
        validators=[REQUIRED, Length(max=100)],
        render_kw={"autocomplete": "address-level2"},
    )
    country = SelectField(_("Country"), validators=[REQUIRED])
    latitude = DegreesField(
        _("Latitude"),
        validators=[Optional(), NumberRange(-90, 90, _("From -90 to 90."))],
        render_kw={"inputmode": "decimal", "data-latitude": ""},
    )
    longitude = DegreesField(
        _("Longitude"),
        validators=[Optional(), NumberRange(-180, 180, _("From -180 to 180."))],
        render_kw={"inputmode": "decimal", "data-longitude": ""},
    )
    siret = StringField(
        _("SIRET of the site"),
        validators=[Length(max=30)],
        description=_("Only where the site has one of its own."),
        render_kw={"inputmode": "numeric"},
    )
    manager_id = SelectField(
        _("Who answers for it"),
        validators=[Optional()],
        description=_(
            "Is told of serious damage and of what is due on the equipment of this site."
        ),
    )

    def offer_choices(self, member: Membership, present: Membership | None = None) -> None:
        """The countries, and the company's managers; who answers for the site now stays a choice."""
        self.country.choices = country_choices()
        managers = {one.id: one for one in [*managers_of(member), *([present] if present else [])]}
        self.manager_id.choices = [
            SelectChoice("", "–"),
            *(SelectChoice(str(one.id), one.user.full_name) for one in managers.values()),
        ]

    def as_operation_form(self) -> SiteForm:
        values = values_of(self)
        values["manager_id"] = UUID(values["manager_id"]) if values["manager_id"] else None
        return SiteForm(**values)


class WorkshopPageForm(FlaskForm):
    name = StringField(_("Name"), validators=[REQUIRED, Length(max=200)])
    external = RadioField(
        _("Whose it is"),
        choices=[SelectChoice("", _("Our own")), SelectChoice("yes", _("Another company's"))],
        default="",
    )
    site_id = SelectField(_("Site"), validators=[Optional()])
    phone = TelField(_("Phone"), validators=[Length(max=30)])
    email = EmailField(_("E-mail"), validators=[Length(max=254)])
    address = StringField(_("Address"), validators=[Length(max=300)])
    bays = FieldList(
        StringField(_("Bay"), validators=[Length(max=LONGEST_BAY)]), max_entries=MOST_BAYS
    )

    def offer_choices(self, member: Membership) -> None:
        self.external.flags.hide_optional = True
        self.site_id.choices = [
            SelectChoice("", "–"),
            *(SelectChoice(str(site.id), site.name) for site in sites_of(member)),
        ]

    def as_operation_form(self, present: WorkshopForm | None = None) -> WorkshopForm:
        """What stands here; its hours and its price stay as they are at present."""
        values = values_of(self) | {"bays": self.bay_names, "external": bool(self.external.data)}
        values["site_id"] = UUID(values["site_id"]) if values["site_id"] else None
        written = values | {"address": values["address"] or ""}
        return replace(present, **written) if present else WorkshopForm(**written)

    @property
    def bay_names(self) -> list[str]:
        """What stands in the rows; an empty row is none."""
        return [name for name in self.bays.data if name and name.strip()]

    def validate_bays(self, field: FieldList) -> None:
        """What the rule says of the names, beside the list."""
        try:
            valid_bays(self.bay_names)
        except Refused as refused:
            field.errors = [*field.errors, refused.message]

    def change_rows(self, step: str) -> None:
        """Take a step with the rows: `add`, or `up`, `down` and `remove` with the number of a row."""
        names = [name or "" for name in self.bays.data]
        verb, _dash, number = step.partition("-")
        place = int(number) if number.isdecimal() and len(number) < 4 else -1
        self.show_rows(changed(names, verb, place))

    def show_rows(self, names: list[str]) -> None:
        while self.bays.entries:
            self.bays.pop_entry()
        for name in names[:MOST_BAYS]:
            self.bays.append_entry(name)


def changed(names: list[str], verb: str, place: int) -> list[str]:
    if verb == "add":
        return [*names, ""]
    if not 0 <= place < len(names):
        return names
    rest = names[:place] + names[place + 1 :]
    if verb == "remove":
        return rest
    to = max(0, place - 1) if verb == "up" else place + 1
    return [*rest[:to], names[place], *rest[to:]]


def values_of(form: FlaskForm) -> dict[str, Any]:
    """What the form holds by field; an empty text is None."""
    return {
        name: None if field.data == "" else field.data
        for name, field in form._fields.items()
        if name != "csrf_token"
    }


def team_in(posted: Mapping[str, str], ticked: list[str]) -> list[Mate]:
    """The people who are ticked, each with the trade beside them; what is no id is nobody."""
    team = []
    for text in ticked:
        trade = posted.get(f"trade-{text}", "")
        try:
            team.append(Mate(UUID(text), Trade(trade) if trade in list(Trade) else None))
        except ValueError:
            continue
    return team
