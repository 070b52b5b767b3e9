"""Forms of registering, signing in, and one's own account."""

from __future__ import annotations

from babel import Locale
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import EmailField, PasswordField, SelectChoice, SelectField, StringField, TelField
from wtforms.validators import InputRequired, Length

from billun.blueprints.page_context import locale

COUNTRIES = ("FR", "BE", "CH", "DE", "ES", "GB", "IT", "LU", "NL", "PL", "PT", "RO", "CZ")
REQUIRED = InputRequired(_("This is missing."))


class SignInForm(FlaskForm):
    login = StringField(
        _("E-mail or phone"),
        validators=[REQUIRED, Length(max=254)],
        render_kw={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"},
    )
    password = PasswordField(
        _("Password"), validators=[REQUIRED], render_kw={"autocomplete": "current-password"}
    )


class RegistrationForm(FlaskForm):
    company_name = StringField(
        _("Company"),
        validators=[REQUIRED, Length(max=200)],
        render_kw={"autocomplete": "organization"},
    )
    country = SelectField(_("Country"), validators=[REQUIRED])
    siret = StringField(
        _("SIRET"),
        validators=[Length(max=30)],
        description=_(
            "14 digits, as on the Kbis. Only companies outside France may leave it empty."
        ),
        render_kw={"inputmode": "numeric"},
    )
    first_name = StringField(
        _("First name"),
        validators=[REQUIRED, Length(max=100)],
        render_kw={"autocomplete": "given-name"},
    )
    last_name = StringField(
        _("Last name"),
        validators=[REQUIRED, Length(max=100)],
        render_kw={"autocomplete": "family-name"},
    )
    email = EmailField(
        _("E-mail"), validators=[REQUIRED, Length(max=254)], render_kw={"autocomplete": "email"}
    )
    phone = TelField(_("Phone"), validators=[Length(max=30)], render_kw={"autocomplete": "tel"})
    password = PasswordField(
        _("Password"),
        validators=[REQUIRED],
        description=_("At least 10 characters. A sentence is easy to remember."),
        render_kw={"autocomplete": "new-password"},
    )

    def __init__(self) -> None:
        super().__init__()
        names = Locale(locale()).territories
        self.country.choices = [SelectChoice(code, names[code]) for code in COUNTRIES]
        # Whether it may be empty depends on the country, so the label must not call it optional.
        self.siret.flags.hide_optional = True


class PasswordResetForm(FlaskForm):
    email = EmailField(
        _("E-mail"), validators=[REQUIRED, Length(max=254)], render_kw={"autocomplete": "email"}
    )


class NewPasswordForm(FlaskForm):
    new_password = PasswordField(
        _("New password"),
        validators=[REQUIRED],
        description=_("At least 10 characters. A sentence is easy to remember."),
        render_kw={"autocomplete": "new-password"},
    )


class ChangePasswordForm(NewPasswordForm):
    present_password = PasswordField(
        _("Present password"), validators=[REQUIRED], render_kw={"autocomplete": "current-password"}
    )
    field_order = ("present_password", "new_password")


class EmailForm(FlaskForm):
    email = EmailField(
        _("New e-mail"),
        validators=[REQUIRED, Length(max=254)],
        description=_("We send a link there. The address is yours when you open it."),
        render_kw={"autocomplete": "email"},
    )


class PhoneForm(FlaskForm):
    phone = TelField(
        _("Phone"),
        validators=[Length(max=30)],
        description=_("You can sign in with it."),
        render_kw={"autocomplete": "tel"},
    )
    present_password = PasswordField(
        _("Present password"),
        validators=[REQUIRED],
        id="phone_password",
        render_kw={"autocomplete": "current-password"},
    )


class NewPinForm(FlaskForm):
    """Written in the open: it is handed over, and nobody shows it again."""

    pin = StringField(
        _("New PIN"),
        validators=[REQUIRED, Length(max=20)],
        description=_("4 to 8 digits that follow no pattern."),
        render_kw={"autocomplete": "off", "inputmode": "numeric"},
    )


class ConfirmEmailForm(FlaskForm):
    present_password = PasswordField(
        _("Password"), validators=[REQUIRED], render_kw={"autocomplete": "current-password"}
    )
