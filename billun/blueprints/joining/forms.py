"""Forms for people who come with a link or a card."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import PasswordField, StringField
from wtforms.validators import InputRequired, Length

from billun.models import Invitation, InvitationKind

REQUIRED = InputRequired(_("This is missing."))


class NewcomerPageForm(FlaskForm):
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
    login = StringField(
        _("Phone or e-mail"),
        validators=[REQUIRED, Length(max=254)],
        description=_("With it you sign in later."),
        render_kw={"autocomplete": "tel", "autocapitalize": "none", "spellcheck": "false"},
    )
    password = PasswordField(
        _("Password"),
        validators=[REQUIRED],
        description=_("At least 10 characters. A sentence is easy to remember."),
        render_kw={"autocomplete": "new-password"},
    )

    def suit(self, invitation: Invitation) -> None:
        """Begin with what the inviter wrote; who comes by mail signs in with that address."""
        if invitation.kind == InvitationKind.MAIL:
            del self.login
        elif not self.is_submitted():
            self.login.data = invitation.phone
        if not self.is_submitted():
            self.first_name.data = invitation.first_name
            self.last_name.data = invitation.last_name
