"""The form of a new screen."""

from __future__ import annotations

from uuid import UUID

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import RadioField, SelectChoice, SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional

from billun.models import Membership, ScreenKind
from billun.operations.screens import LONGEST_NAME, ScreenForm
from billun.queries.places import workshops_of


class NewScreenForm(FlaskForm):
    name = StringField(
        _("Name"),
        validators=[InputRequired(_("This is missing.")), Length(max=LONGEST_NAME)],
        description=_("Where it hangs or lies: “Big screen, hall 2”."),
    )
    kind = RadioField(
        _("What it is"),
        validators=[InputRequired(_("Choose one of these."))],
        choices=[
            SelectChoice(
                ScreenKind.WALL.value,
                _("A wall screen: it shows today's work, and nobody touches it"),
            ),
            SelectChoice(
                ScreenKind.TABLET.value,
                _("A shared tablet: people sign in with their name and PIN"),
            ),
        ],
        default=ScreenKind.WALL.value,
    )
    workshop_id = SelectField(_("Workshop"), validators=[Optional()])

    def offer_choices(self, member: Membership) -> None:
        workshops = [SelectChoice(str(one.id), one.name) for one in workshops_of(member)]
        self.workshop_id.choices = [SelectChoice("", _("The whole company")), *workshops]

    def as_operation_form(self) -> ScreenForm:
        workshop = self.workshop_id.data
        return ScreenForm(
            name=self.name.data,
            kind=ScreenKind(self.kind.data),
            workshop_id=UUID(workshop) if workshop else None,
        )
