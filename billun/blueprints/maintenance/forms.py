"""The form of an intervention: what it is, what it takes on, where, when and by whom."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import request
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_babel import lazy_pgettext as _p
from flask_wtf import FlaskForm
from wtforms import (
    DateTimeLocalField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import HiddenInput

from billun.blueprints.documents.forms import text_of
from billun.blueprints.form_errors import put
from billun.errors import Conflict, Missing, Question, Questioned, Refused
from billun.extensions import db
from billun.models import Intervention, InterventionKind, Priority, Workshop
from billun.models.base import new_id
from billun.operations.interventions import InterventionForm
from billun.operations.local_times import moment_at, wall_at

KINDS = {
    InterventionKind.CORRECTIVE: _p("job", "Corrective"),
    InterventionKind.PREVENTIVE: _p("job", "Preventive"),
    InterventionKind.STATUTORY: _p("job", "Statutory"),
}
PRIORITIES = {
    Priority.LOW: _p("priority", "Low"),
    Priority.NORMAL: _p("priority", "Normal"),
    Priority.HIGH: _p("priority", "High"),
    Priority.URGENT: _p("priority", "Urgent"),
}
WALL_CLOCK = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]
LONGEST_ESTIMATE = 60 * 24 * 60
# Where the form calls something by another name than the operation.
FORM_NAMES = {"workshop_id": "place", "bay": "place"}


class JobPageForm(FlaskForm):
    """`place` is a workshop's id, with one of its bays behind a colon. Times are the company's wall clock.

    What comes back of `answers_beside` and belongs to no field stands in `conflict` and `questions`.
    """

    id = HiddenField(default=lambda: str(new_id()))
    version = IntegerField(widget=HiddenInput(), validators=[Optional()])
    anomaly_ids = SelectMultipleField(_("Damage"), validate_choice=False)
    deadline_codes = SelectMultipleField(_("Due"), validate_choice=False)
    kind = RadioField(
        _("What sort of work"),
        choices=[SelectChoice(kind.value, word) for kind, word in KINDS.items()],
        validators=[InputRequired(_("Choose one."))],
    )
    title = StringField(
        _("What is to be done"),
        validators=[InputRequired(_("Say what is to be done.")), Length(max=200)],
    )
    place = SelectField(
        _("Workshop and bay"),
        validate_choice=False,
        validators=[InputRequired(_("Choose a workshop."))],
    )
    starts_at = DateTimeLocalField(
        _("Start"), format=WALL_CLOCK, validators=[InputRequired(_("Say when it starts."))]
    )
    ends_at = DateTimeLocalField(
        _("End"), format=WALL_CLOCK, validators=[InputRequired(_("Say when it ends."))]
    )
    assignee_ids = SelectMultipleField(_("Who"), validate_choice=False)
    estimated_minutes = IntegerField(
        _("Estimated work"),
        validators=[Optional(), NumberRange(1, LONGEST_ESTIMATE, _("Write a number of minutes."))],
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )
    priority = SelectField(
        _("Priority"),
        choices=[SelectChoice(one.value, word) for one, word in PRIORITIES.items()],
        default=Priority.NORMAL.value,
        validators=[InputRequired()],
    )
    description = TextAreaField(
        _("Notes"), validators=[Length(max=4000)], render_kw={"rows": 3, "maxlength": 4000}
    )

    conflict: Conflict | None = None
    questions: Sequence[Question] = ()

    def offer_places(self, workshops: Sequence[Workshop], present: str = "") -> None:
        """The workshops with their bays; also the place where it is planned now, which may be no more."""
        groups: dict[str, list[SelectChoice]] = {
            workshop.name: list(places_in(workshop)) for workshop in workshops
        }
        known = {choice.value for choices in groups.values() for choice in choices}
        if present and present not in known:
            bay = present.partition(":")[2]
            groups = {gettext("As it is now"): [SelectChoice(present, bay or "–")], **groups}
        self.place.choices = groups

    @property
    def workshop_id(self) -> UUID:
        """Raises Missing for what names no workshop."""
        return id_in((self.place.data or "").partition(":")[0])

    @property
    def bay(self) -> str | None:
        return (self.place.data or "").partition(":")[2] or None

    @property
    def asked_about(self) -> str:
        """What questions are about: an answer to them holds as long as this is the same."""
        times = (self.starts_at.data, self.ends_at.data)
        people = sorted(self.assignee_ids.data or ())
        return "|".join([*map(str, times), self.place.data or "", *people])

    @property
    def confirmed(self) -> frozenset[str]:
        """The questions that were answered with "all the same", unless what they were about has changed."""
        same = request.form.get("asked_about") == self.asked_about
        return frozenset(request.form.getlist("confirmed")) if same else frozenset()

    @property
    def new_id(self) -> UUID:
        return id_in(self.id.data or "")

    @property
    def status(self) -> int:
        """Of the answer that shows it: 200 for one that nobody has sent yet."""
        if self.conflict or self.questions:
            return 409
        return 422 if self.errors or self.form_errors else 200

    def as_operation_form(self, equipment_id: UUID, zone: ZoneInfo) -> InterventionForm:
        """Raises Missing for an id that is none, Refused for a time that the clocks leave out."""
        return InterventionForm(equipment_id=equipment_id, **self.said(zone))

    def changes_from(self, job: Intervention, zone: ZoneInfo) -> dict[str, Any]:
        """What it says otherwise than the intervention, by the operation's names. Raises the same."""
        present = present_values(job, zone)
        times = {"starts_at": self.starts_at.data, "ends_at": self.ends_at.data}
        # A time that nobody touched stays the moment that it is, also one that the clocks show twice.
        same = {name for name, wall in times.items() if wall == present[name]}
        said = self.said(zone, same)
        return {name: value for name, value in said.items() if differs(value, present[name])}

    def said(self, zone: ZoneInfo, but: Collection[str] = ()) -> dict[str, Any]:
        return {
            "workshop_id": self.workshop_id,
            "bay": self.bay,
            "kind": InterventionKind(self.kind.data),
            "title": text_of(self.title),
            "priority": Priority(self.priority.data),
            "description": (self.description.data or "").strip(),
            "estimated_minutes": self.estimated_minutes.data,
            "assignee_ids": tuple(id_in(text) for text in self.assignee_ids.data or ()),
            "anomaly_ids": tuple(id_in(text) for text in self.anomaly_ids.data or ()),
            "deadline_codes": tuple(self.deadline_codes.data or ()),
            **{
                name: moment_at(self[name].data, zone, name)
                for name in ("starts_at", "ends_at")
                if name not in but
            },
        }


def places_in(workshop: Workshop) -> Iterator[SelectChoice]:
    for bay in workshop.bays:
        yield SelectChoice(f"{workshop.id}:{bay}", f"{workshop.name}, {bay}")
    without = gettext("%(workshop)s, no bay", workshop=workshop.name)
    yield SelectChoice(str(workshop.id), without if workshop.bays else workshop.name)


def place_of(workshop_id: UUID | None, bay: str | None) -> str:
    """How the form calls a place."""
    return ":".join(filter(None, (str(workshop_id or ""), bay)))


def present_values(job: Intervention, zone: ZoneInfo) -> dict[str, Any]:
    """What the form would say of the intervention as it is; its times by the wall clock."""
    return {
        "workshop_id": job.workshop_id,
        "bay": job.bay,
        "kind": job.kind,
        "title": job.title,
        "priority": job.priority,
        "description": job.description,
        "estimated_minutes": job.estimated_minutes,
        "assignee_ids": tuple(mate.user_id for mate in job.assignees),
        "anomaly_ids": tuple(anomaly.id for anomaly in job.anomalies),
        "deadline_codes": tuple(deadline.code for deadline in job.deadlines),
        "starts_at": wall_of(job.starts_at, zone),
        "ends_at": wall_of(job.ends_at, zone),
    }


def wall_of(moment: datetime | None, zone: ZoneInfo) -> datetime | None:
    return wall_at(moment, zone).replace(second=0, microsecond=0) if moment else None


def differs(said: Any, present: Any) -> bool:
    if isinstance(said, tuple):
        return set(said) != set(present)
    return bool(said != present)


def id_in(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise Missing from error


def filled_in(job: Intervention, zone: ZoneInfo) -> Mapping[str, Any]:
    """The values of the form's fields for an intervention that is."""
    present = present_values(job, zone)
    texts = {
        "assignee_ids": [str(id) for id in present["assignee_ids"]],
        "anomaly_ids": [str(id) for id in present["anomaly_ids"]],
        "deadline_codes": list(present["deadline_codes"]),
        "place": place_of(job.workshop_id, job.bay),
        "kind": job.kind.value,
        "priority": job.priority.value,
    }
    return present | texts | {"version": job.version}


@contextmanager
def answers_beside(form: JobPageForm) -> Iterator[None]:
    """Run an operation; what it refuses or asks back stands in the form, and nothing is changed."""
    try:
        yield
    except Questioned as asked:
        db.session.rollback()
        form.questions = asked.questions
    except Conflict as conflict:
        db.session.rollback()
        form.conflict = conflict
    except Refused as refused:
        db.session.rollback()
        name = refused.field.split(".", 1)[0]
        put(form, FORM_NAMES.get(name, name), refused.message)
