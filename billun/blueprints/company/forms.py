"""The forms of the company's settings, of a check's own rhythm, and of closing."""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    Field,
    IntegerField,
    SelectChoice,
    SelectField,
    StringField,
    TelField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from billun.blueprints.country_choices import country_choices
from billun.catalogue import Duration
from billun.operations.check_overrides import OverrideForm
from billun.operations.company_settings import RETENTION, SettingsForm

MOST_DIGITS = 6
REQUIRED = InputRequired(_("This is missing."))
UNITS = (
    SelectChoice("days", _("days")),
    SelectChoice("months", _("months")),
    SelectChoice("years", _("years")),
)


class WholeNumberField(IntegerField):
    """A number of few digits, in words of ours where it is none."""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = None
        text = "".join(valuelist[:1]).strip()
        if text and not (text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS):
            raise ValueError(gettext("Write a whole number."))
        self.data = int(text) if text else None


def retention(name: str, label: Any, unit: Any, description: Any) -> WholeNumberField:
    """A number within the bounds of the rule, with its unit."""
    least, most = RETENTION[name]
    field: WholeNumberField = WholeNumberField(
        label,
        validators=[
            InputRequired(_("Write a whole number.")),
            NumberRange(least, most, _("From %(min)s to %(max)s.")),
        ],
        description=description,
        render_kw={"min": least, "max": most, "data-unit": unit, "inputmode": "numeric"},
    )
    return field


class SettingsPageForm(FlaskForm):
    name = StringField(
        _("Name"),
        validators=[REQUIRED, Length(max=200)],
        render_kw={"autocomplete": "organization"},
    )
    siret = StringField(
        _("SIRET"),
        validators=[Length(max=30)],
        description=_("14 digits, as on the Kbis; spaces, dots and hyphens do not matter."),
        render_kw={"inputmode": "numeric"},
    )
    vat_number = StringField(_("VAT number"), validators=[Length(max=30)])
    address = StringField(
        _("Street and number"),
        validators=[Length(max=300)],
        render_kw={"autocomplete": "street-address"},
    )
    postcode = StringField(
        _("Postcode"), validators=[Length(max=12)], render_kw={"autocomplete": "postal-code"}
    )
    city = StringField(
        _("Town"), validators=[Length(max=100)], render_kw={"autocomplete": "address-level2"}
    )
    country = SelectField(_("Country"), validators=[REQUIRED])
    time_zone = StringField(
        _("Time zone"),
        validators=[REQUIRED, Length(max=60)],
        description=_("Days and times are those of this place. Type a town to find it."),
        render_kw={"list": "time-zones", "autocomplete": "off", "spellcheck": "false"},
    )
    locale = SelectField(
        _("Language"),
        choices=[SelectChoice("fr", "Français"), SelectChoice("en", "English")],
        description=_("Of new people who have not chosen one."),
    )
    emergency_phone = TelField(
        _("Emergency number"),
        validators=[Length(max=30)],
        description=_("Drivers call it with one touch when they have to stop."),
    )
    position_retention_days = retention(
        "position_retention_days",
        _("Positions of reports"),
        _("days"),
        _("After this the place of a report is made coarse."),
    )
    photo_retention_months = retention(
        "photo_retention_months",
        _("Photos"),
        _("months"),
        _("Kept as long as the equipment is in use, and for this long afterwards."),
    )
    report_retention_months = retention(
        "report_retention_months",
        _("Reports and checks"),
        _("months"),
        _("The reports of periodic inspections must be kept for five years (D4711-3)."),
    )
    audit_retention_months = retention(
        "audit_retention_months",
        _("Who saw what"),
        _("months"),
        _("The log of views by partners and of exports."),
    )
    closing_retention_days = retention(
        "closing_retention_days",
        _("After closing"),
        _("days"),
        _("For this long a closed company can be opened again; then everything is deleted."),
    )
    outside_enhancement = BooleanField(
        _("Photos may go to a provider outside to be enhanced"),
        description=_("Without this they are enhanced on this installation, or not at all."),
    )

    def offer_choices(self) -> None:
        self.country.choices = country_choices()
        # Whether a SIRET may be left out depends on the country, and a language is always chosen.
        for field in (self.siret, self.locale):
            field.flags.hide_optional = True

    def as_operation_form(self) -> SettingsForm:
        values = {name: self[name].data for name in SettingsForm.__dataclass_fields__}
        return SettingsForm(**values | {"time_zone": self.time_zone.data.strip().replace(" ", "_")})


def time_zones() -> list[str]:
    """The zones by their towns, without those that only computers use."""
    return sorted(zone for zone in available_timezones() if "/" in zone and "Etc/" not in zone)


COUNTED = (Optional(), NumberRange(1, 999, _("From %(min)s to %(max)s.")))


class OverridePageForm(FlaskForm):
    first_count = WholeNumberField(
        _("First time after"),
        validators=[Optional(), NumberRange(1, 999, _("From %(min)s to %(max)s."))],
    )
    first_unit = SelectField(_("Unit"), choices=UNITS, default="months")
    interval_count = WholeNumberField(
        _("Then every"), validators=[Optional(), NumberRange(1, 999, _("From %(min)s to %(max)s."))]
    )
    interval_unit = SelectField(_("Unit"), choices=UNITS, default="months")
    off = BooleanField(_("We do not need this check"))
    reason = StringField(
        _("Why"),
        validators=[Length(max=300)],
        description=_("Needed where it is done less often than the rule asks, or not at all."),
    )

    def show(self, form: OverrideForm) -> None:
        """Start with what the company has said."""
        self.off.data, self.reason.data = form.off, form.reason
        for name in ("first", "interval"):
            text = getattr(form, name)
            if text:
                length = Duration.parse(text)
                self[f"{name}_count"].data = length.count
                self[f"{name}_unit"].data = length.unit

    def as_operation_form(self) -> OverrideForm:
        return OverrideForm(
            first=length_of(self.first_count, self.first_unit),
            interval=length_of(self.interval_count, self.interval_unit),
            off=self.off.data,
            reason=self.reason.data or "",
        )


def length_of(count: Field, unit: Field) -> str | None:
    return f"{count.data} {unit.data}" if count.data else None


class ClosingForm(FlaskForm):
    typed_name = StringField(
        _("Type the company's name to show that you mean it"),
        validators=[REQUIRED, Length(max=200)],
        render_kw={"autocomplete": "off"},
    )
