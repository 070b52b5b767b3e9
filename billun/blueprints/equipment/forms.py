"""The form of a piece of equipment."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import DateField, SelectChoice, SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional

from billun.blueprints.page_context import locale
from billun.catalogue import catalogue
from billun.models import Membership, Site, Workshop
from billun.operations.equipment import EquipmentForm
from billun.queries.places import sites_of, workshops_of


class EquipmentPageForm(FlaskForm):
    kind = SelectField(_("Kind"), validators=[InputRequired(_("Choose a kind."))])
    internal_id = StringField(
        _("Fleet number"),
        validators=[Length(max=40)],
        description=_("Your own number, unique in the company."),
    )
    plate = StringField(
        _("Plate"),
        validators=[Length(max=20)],
        render_kw={"autocapitalize": "characters", "spellcheck": "false"},
    )
    plate_country = StringField(_("Country of the plate"), default="FR", validators=[Length(max=3)])
    vin = StringField(
        _("VIN"),
        validators=[Length(max=40)],
        description=_("17 characters, field E of the registration document."),
    )
    serial = StringField(_("Serial number"), validators=[Length(max=60)])
    make = StringField(_("Make"), validators=[Length(max=80)])
    model = StringField(_("Model"), validators=[Length(max=80)])
    first_registered_on = DateField(_("First registration"), validators=[Optional()])
    site_id = SelectField(_("Site"), validators=[Optional()])
    workshop_id = SelectField(_("Workshop"), validators=[Optional()])

    def offer_choices(self, member: Membership) -> None:
        """The kinds of the catalogue, the sites and workshops of the company."""
        self.kind.choices = [SelectChoice("", "–"), *kinds_by_family()]
        self.site_id.choices = or_none(sites_of(member))
        self.workshop_id.choices = or_none(workshops_of(member))

    def as_operation_form(self) -> EquipmentForm:
        values: dict[str, Any] = {
            name: field.data or None for name, field in self._fields.items() if name != "csrf_token"
        }
        values["make"], values["model"] = values["make"] or "", values["model"] or ""
        return EquipmentForm(**values)


def kinds_by_family() -> list[SelectChoice]:
    return [
        SelectChoice(kind.key, kind.label(locale()), optgroup=family.label(locale()))
        for key, family in catalogue.families.items()
        for kind in catalogue.kinds_of(key)
    ]


def or_none(places: Sequence[Site | Workshop]) -> list[SelectChoice]:
    """The places by name, after the choice of none."""
    return [SelectChoice("", "–"), *(SelectChoice(str(place.id), place.name) for place in places)]
