"""How labels are to be printed, and what is typed about codes."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import IntegerField, RadioField, SelectChoice, StringField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from billun.adapters.label_sheets import LAYOUTS, LabelFormat
from billun.operations.labels import MOST_LABELS_AT_ONCE

PLACES = LAYOUTS[LabelFormat.A4].places


class PrintForm(FlaskForm):
    format = RadioField(
        _("Paper"),
        choices=[
            SelectChoice(LabelFormat.A4.value, _("A4 sheets")),
            SelectChoice(LabelFormat.ROLL.value, _("Label printer, 62 mm")),
        ],
        default=LabelFormat.A4.value,
    )
    first = IntegerField(
        _("First free label"), default=1, validators=[Optional(), NumberRange(1, PLACES)]
    )

    @property
    def wanted_format(self) -> LabelFormat:
        return LabelFormat(self.format.data)

    @property
    def skip(self) -> int:
        """How many labels of the first sheet are gone already."""
        return (self.first.data or 1) - 1 if self.wanted_format == LabelFormat.A4 else 0


class BlankLabelsForm(PrintForm):
    count = IntegerField(
        _("How many"),
        default=PLACES,
        validators=[
            InputRequired(_("Say how many.")),
            NumberRange(1, MOST_LABELS_AT_ONCE, _("Print between %(min)s and %(max)s at once.")),
        ],
        render_kw={"inputmode": "numeric"},
    )


class CodeForm(FlaskForm):
    code = StringField(
        _("Code"),
        validators=[InputRequired(_("Type or scan the code.")), Length(max=300)],
        description=_("Type it, or hold a scanner to it."),
        render_kw={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"},
    )
