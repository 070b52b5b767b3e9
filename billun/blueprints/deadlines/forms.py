"""The form of a renewal."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from flask_babel import format_date, gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import (
    DateField,
    HiddenField,
    RadioField,
    SelectChoice,
    SelectField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import InputRequired, Length, Optional

from billun.blueprints.deadlines.dates import EARLIEST_YEAR, LATEST_YEAR
from billun.blueprints.page_context import locale
from billun.catalogue import catalogue
from billun.models import Deadline, DeadlineSource, Document, Result
from billun.models.base import new_id
from billun.operations.renewals import RenewalForm

ACCEPTED_FILES = ".pdf,.jpg,.jpeg,.png,.webp,.heic,.heif,application/pdf,image/*"


def possible(_form: FlaskForm, field: DateField) -> None:
    if field.data and not EARLIEST_YEAR <= field.data.year <= LATEST_YEAR:
        raise ValidationError(gettext("This is not a possible date."))


class RenewalPageForm(FlaskForm):
    """`id` is that of a document which comes with it: the same form sent twice brings one."""

    id = HiddenField(default=lambda: str(new_id()))
    done_on = DateField(_("Done on"), validators=[InputRequired(_("Say on which day.")), possible])
    result = RadioField(
        _("Result"),
        choices=[
            SelectChoice(Result.PASSED.value, _("Passed")),
            SelectChoice(Result.RETEST.value, _("Retest needed")),
            SelectChoice(Result.FAILED.value, _("Failed")),
        ],
        default=Result.PASSED.value,
        validators=[InputRequired(_("Say how it went."))],
    )
    retest_by = DateField(_("Retest by"), validators=[Optional(), possible])
    due_on = DateField(_("Next due"), validators=[Optional(), possible])
    document_id = SelectField(_("A document that is here"), validators=[Optional()])
    file = FileField(
        _("Or a new file"),
        description=_("PDF or picture, at most 20 MB."),
        render_kw={"accept": ACCEPTED_FILES},
    )
    comment = TextAreaField(
        _("Comment"), validators=[Length(max=2000)], render_kw={"rows": 2, "maxlength": 2000}
    )

    @property
    def new_document_id(self) -> UUID | None:
        try:
            return UUID(self.id.data or "")
        except ValueError:
            return None

    def offer(self, deadline: Deadline, documents: Sequence[Document]) -> None:
        """The item's documents as proofs; and a paper's own last day, which no rule can tell."""
        if not documents:
            self.file.label.text = gettext("File")
        self.document_id.choices = [
            SelectChoice("", "–"),
            *(SelectChoice(str(one.id), named(one)) for one in documents),
        ]
        if deadline.source != DeadlineSource.CHECK:
            self.due_on.label.text = gettext("Good until")

    def as_operation_form(self) -> RenewalForm:
        result = Result(self.result.data)
        return RenewalForm(
            done_on=self.done_on.data,
            result=result,
            retest_by=self.retest_by.data if result == Result.RETEST else None,
            due_on=self.due_on.data if result == Result.PASSED else None,
            document_id=self.document_id.data or None,
            comment=self.comment.data or "",
        )


def named(document: Document) -> str:
    """A document as one finds it in a list: its type, its title, its day."""
    label = catalogue.document_types[document.kind].label(locale())
    day = document.issued_on or document.created_at.date()
    words = (label, document.title or document.number, format_date(day, "d MMM y"))
    return " · ".join(word for word in words if word)
