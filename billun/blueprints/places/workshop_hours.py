"""When a workshop is open, and what an hour of its work costs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from babel.dates import get_day_names
from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_date, get_locale, gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, DateField, DecimalField, FieldList, Form, FormField, StringField
from wtforms.validators import Length, Optional
from wtforms.widgets import TextInput

from billun.blueprints.access import actor, only
from billun.blueprints.form_errors import beside_fields
from billun.blueprints.loading import workshop_with_id
from billun.errors import Refused
from billun.models import Role, Workshop
from billun.operations.opening_hours import DAYS, MOST_CLOSURES, hours_of
from billun.operations.workshops import WorkshopForm, edit_workshop, form_of, hold_workshop

workshop_hours = Blueprint("workshop_hours", __name__)

EMPTY_ROWS = 2


class EurosField(DecimalField):
    """An amount with a point or with a comma."""

    widget = TextInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata([text.strip().replace(",", ".") for text in valuelist])
        except ValueError as error:
            raise ValueError(gettext("Write a number.")) from error


class ClosureRow(Form):
    first = DateField(_("First day"), validators=[Optional()])
    last = DateField(_("Last day"), validators=[Optional()])
    name = StringField(_("What for"), validators=[Length(max=80)])


class HoursForm(FlaskForm):
    """Each day as people write it on a door: "08:00–12:00, 13:30–18:00"; empty where it is closed."""

    mon = StringField(_("Monday"), validators=[Length(max=100)])
    tue = StringField(_("Tuesday"), validators=[Length(max=100)])
    wed = StringField(_("Wednesday"), validators=[Length(max=100)])
    thu = StringField(_("Thursday"), validators=[Length(max=100)])
    fri = StringField(_("Friday"), validators=[Length(max=100)])
    sat = StringField(_("Saturday"), validators=[Length(max=100)])
    sun = StringField(_("Sunday"), validators=[Length(max=100)])
    closed_on_holidays = BooleanField(_("Closed on public holidays"))
    closures = FieldList(FormField(ClosureRow), max_entries=MOST_CLOSURES)
    hourly_rate = EurosField(
        _("Price of an hour, without tax"),
        validators=[Optional()],
        description=_("Labour is counted with it unless somebody writes another price."),
        render_kw={"inputmode": "decimal"},
    )

    def written_into(self, present: WorkshopForm) -> WorkshopForm:
        """The workshop as this form wants it. Raises Refused for hours that nobody can read."""
        hours = {day: spans_in(day, self[day].data or "") for day in DAYS}
        return replace(
            present,
            # Without any hours it keeps those that are usual.
            opening_hours=hours if any(hours.values()) else None,
            closed_on_holidays=self.closed_on_holidays.data,
            closures=[row for row in map(closure_in, self.closures.entries) if row],
            hourly_rate=self.hourly_rate.data,
        )


def spans_in(day: str, text: str) -> list[list[str]]:
    spans = [span for span in text.replace("–", "-").replace(";", ",").split(",") if span.strip()]
    pairs = [[clock_in(part) for part in span.split("-")] for span in spans]
    if any(len(pair) != 2 for pair in pairs):
        raise Refused(day, gettext("Write it as 08:00–12:00, 13:30–18:00."))
    return pairs


def clock_in(text: str) -> str:
    """ "8:00", "8h00" and "8" are "08:00"."""
    hour, _colon, minute = text.strip().lower().replace("h", ":").partition(":")
    return f"{hour:0>2}:{minute or '00':0>2}"


def closure_in(row: FormField) -> dict[str, Any] | None:
    """What a row says; one day where only one is given, None where nothing is."""
    first, last = row.first.data or row.last.data, row.last.data or row.first.data
    return {"from": first, "until": last, "name": row.form["name"].data or ""} if first else None


@workshop_hours.route("/workshops/<uuid:id>/hours", methods=["GET", "POST"])
@only(Role.MANAGER)
def edit(id: UUID) -> ResponseReturnValue:
    workshop = workshop_with_id(id)
    form = HoursForm(data=shown(workshop))
    if form.validate_on_submit():
        with beside_fields(form):
            hold_workshop(workshop)
            edit_workshop(actor(), workshop, form.written_into(form_of(workshop)))
            flash(gettext("The hours are kept."))
            return redirect(url_for("workshops.show", id=id), 303)
    status = 422 if form.errors or form.form_errors else 200
    return render_template(
        "places/workshop_hours.html", form=form, workshop=workshop_with_id(id), days=DAYS
    ), status


def shown(workshop: Workshop) -> dict[str, Any]:
    hours = hours_of(workshop) or {}
    closures = [
        {
            "first": date.fromisoformat(one["from"]),
            "last": date.fromisoformat(one["until"]),
            "name": one.get("name", ""),
        }
        for one in workshop.closures
    ]
    return {
        **{day: in_words(hours.get(day, [])) for day in DAYS},
        "closed_on_holidays": workshop.closed_on_holidays,
        "closures": closures + [{}] * EMPTY_ROWS,
        "hourly_rate": workshop.hourly_rate,
    }


def in_words(spans: Sequence[Sequence[str]]) -> str:
    return ", ".join("–".join(span) for span in spans)


@workshop_hours.app_template_filter()
def opening_hours(workshop: Workshop) -> dict[str, str]:
    """By day of the week, as people write it on a door; nothing where nobody knows."""
    return {day: in_words(spans) for day, spans in (hours_of(workshop) or {}).items()}


@workshop_hours.app_template_filter()
def day_of_week(day: str) -> str:
    """ "mon" in the reader's language."""
    return str(get_day_names("abbreviated", locale=get_locale())[DAYS.index(day)])


@workshop_hours.app_template_filter()
def iso_day(text: str) -> str:
    """A day that JSON holds, as people write it."""
    return str(format_date(date.fromisoformat(text), "d MMM y"))
