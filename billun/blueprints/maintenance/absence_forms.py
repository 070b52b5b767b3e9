"""The form of an absence."""

from __future__ import annotations

from uuid import UUID

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import DateField, SelectChoice, SelectField
from wtforms.validators import InputRequired

from billun.models import Absence, AbsenceKind, Membership, Role
from billun.operations.absences import AbsenceForm
from billun.queries.people import PeopleFilter, list_people

MOST_PEOPLE = 500
REQUIRED = InputRequired(_("This is missing."))


class AbsencePageForm(FlaskForm):
    user_id = SelectField(_("Who"), validators=[REQUIRED])
    kind = SelectField(
        _("What for"),
        choices=[
            SelectChoice(AbsenceKind.LEAVE.value, _("Leave")),
            SelectChoice(AbsenceKind.TRAINING.value, _("Training")),
            SelectChoice(AbsenceKind.OTHER.value, _("Other")),
        ],
    )
    starts_on = DateField(_("First day"), validators=[REQUIRED])
    ends_on = DateField(_("Last day"), validators=[REQUIRED])

    def offer_people(self, member: Membership, present: Absence | None = None) -> None:
        """Those whose absences `member` may write; whose an absence is stays as it is."""
        people, _counts = list_people(member, PeopleFilter(role=Role.WORKSHOP), MOST_PEOPLE)
        people_there = [present.member] if present else [one.member for one in people.items]
        self.user_id.choices = [
            SelectChoice(str(one.user_id), one.user.full_name)
            for one in people_there
            if one and one.is_active and one.absences_written_by(member)
        ]

    def as_operation_form(self) -> AbsenceForm:
        return AbsenceForm(
            user_id=UUID(self.user_id.data),
            starts_on=self.starts_on.data,
            ends_on=self.ends_on.data,
            kind=AbsenceKind(self.kind.data),
        )
