"""The forms of an import: the file, and what its columns mean."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import HiddenField, RadioField, SelectChoice
from wtforms.validators import UUID, InputRequired

from billun.blueprints.page_context import locale
from billun.models import ImportRun, ImportTarget
from billun.models.base import new_id
from billun.operations.importing.columns import Column
from billun.operations.importing.targets import columns_of

VALUES_SHOWN = 3


class FileForm(FlaskForm):
    """`id` makes sending the same form twice harmless."""

    id = HiddenField(default=lambda: str(new_id()), validators=[UUID()])
    target = RadioField(
        _("What it is about"),
        choices=[
            SelectChoice(ImportTarget.EQUIPMENT.value, _("Equipment")),
            SelectChoice(ImportTarget.PEOPLE.value, _("People")),
        ],
        validators=[InputRequired()],
    )
    file = FileField(
        _("File"),
        validators=[FileRequired(_("Choose a file."))],
        description=_(
            "CSV or XLSX, at most 20 MB and 50,000 rows. The first row holds the names of the columns."
        ),
        render_kw={"accept": ".csv,.tsv,.txt,.xlsx"},
    )


class MatchedHead:
    """A column of the file: its name, the first values in it, and what it is taken for."""

    def __init__(self, run: ImportRun, index: int, chosen: Mapping[str, str]) -> None:
        self.name = run.heads[index]
        self.field = f"column-{index}"
        self.chosen = chosen.get(self.name, "")
        values = [row[index] for row in run.sample if row[index]]
        self.values = list(dict.fromkeys(values))[:VALUES_SHOWN]


def matched_heads(run: ImportRun, chosen: Mapping[str, str]) -> list[MatchedHead]:
    return [MatchedHead(run, index, chosen) for index in range(len(run.heads))]


def matching_in(run: ImportRun, form: Mapping[str, str]) -> dict[str, str]:
    """What the form says that the file's columns mean."""
    return {head: form.get(f"column-{index}", "") for index, head in enumerate(run.heads)}


def choices_for(run: ImportRun) -> dict[str, list[Column]]:
    """The columns to choose from, by the label of their group."""
    groups: dict[str, list[Column]] = {}
    for column in readable(run):
        groups.setdefault(column.group[locale()], []).append(column)
    return groups


def readable(run: ImportRun) -> Iterator[Column]:
    return (column for column in columns_of(run.target).values() if column.read)
