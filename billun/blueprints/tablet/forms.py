"""The pad for the PIN."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import PasswordField
from wtforms.validators import InputRequired, Length

from billun.operations.pins import LONGEST_PIN


class PinForm(FlaskForm):
    pin = PasswordField(
        _("PIN"),
        validators=[InputRequired(_("This is missing.")), Length(max=LONGEST_PIN)],
        render_kw={
            "autocomplete": "off",
            "inputmode": "numeric",
            "maxlength": LONGEST_PIN,
            "pattern": "[0-9]*",
        },
    )
