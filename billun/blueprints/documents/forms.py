"""The forms of a document: a new one with its file, and its data alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import (
    DateField,
    HiddenField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    ValidationError,
)
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from billun.blueprints.page_context import deadline_label, locale
from billun.catalogue import catalogue
from billun.operations.documents import DocumentForm

EARLIEST_YEAR, LATEST_YEAR = 1950, 2200


def possible_day(_form: FlaskForm, field: DateField) -> None:
    if field.data and not EARLIEST_YEAR <= field.data.year <= LATEST_YEAR:
        raise ValidationError(gettext("This is not a possible date."))


def text_of(field: StringField) -> str:
    return " ".join((field.data or "").split())


class DocumentDataForm(FlaskForm):
    """What is said of a document, whatever the file."""

    kind = SelectField(_("Kind"), validators=[InputRequired(_("Choose a kind."))])
    title = StringField(_("Title"), validators=[Length(max=200)])
    number = StringField(
        _("Number"),
        validators=[Length(max=80)],
        description=_("The number on the document, if it has one."),
    )
    issued_on = DateField(_("Issued on"), validators=[Optional(), possible_day])
    expires_on = DateField(_("Good until"), validators=[Optional(), possible_day])

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        self.kind.choices = [
            SelectChoice(key, one.label(locale())) for key, one in catalogue.document_types.items()
        ]

    def as_operation_form(self) -> DocumentForm:
        issued_on: date | None = self.issued_on.data
        return DocumentForm(
            kind=self.kind.data,
            title=text_of(self.title),
            number=text_of(self.number),
            issued_on=issued_on,
            expires_on=self.expires_on.data,
        )


class NewDocumentForm(DocumentDataForm):
    """`renews` offers the checks of the item that a document of this kind proves."""

    id = HiddenField()
    file = FileField(
        _("File"),
        validators=[FileRequired(_("Choose a file."))],
        description=_("PDF, JPEG, PNG, WebP or HEIC, at most 20 MB."),
    )
    renews = SelectMultipleField(
        _("It proves that this was done"),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validators=[Optional()],
    )

    def offer_checks(self, codes: Sequence[str]) -> None:
        """These checks to choose from; all of them are ticked in a form that nobody has filled in."""
        self.renews.choices = [SelectChoice(code, deadline_label(code)) for code in codes]
        if not self.is_submitted():
            self.renews.data = list(codes)
