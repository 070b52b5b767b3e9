"""What a workshop outside answers."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import DateTimeLocalField, HiddenField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from billun.operations.outside_answers import LONGEST_NAME, LONGEST_WORDS

MISSING = _("This is missing.")
NAME = Length(max=LONGEST_NAME)
WORDS = Length(max=LONGEST_WORDS)


class AnswerForm(FlaskForm):
    """Their name, where they like to say it."""

    name = StringField(_("Your name"), validators=[NAME])

    @property
    def said_name(self) -> str:
        return self.name.data or ""


class AcceptanceForm(AnswerForm):
    """`seen` is the date that the page shows."""

    seen = HiddenField()


class ProposalForm(AnswerForm):
    starts_at = DateTimeLocalField(_("From"), validators=[InputRequired(MISSING)])
    ends_at = DateTimeLocalField(_("Until"), validators=[InputRequired(MISSING)])
    comment = TextAreaField(_("Anything to add"), validators=[WORDS])


class RefusalForm(AnswerForm):
    reason = TextAreaField(_("Why not"), validators=[InputRequired(MISSING), WORDS])


class CommentForm(AnswerForm):
    comment = TextAreaField(_("Your message"), validators=[InputRequired(MISSING), WORDS])


class DoneForm(AnswerForm):
    comment = TextAreaField(_("What was done"), validators=[WORDS])
