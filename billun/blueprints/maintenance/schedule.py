"""A job gets another time, place or people by a plain form: what the calendar does by mouse."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import joinedload, selectinload

from billun.blueprints.access import actor, only
from billun.blueprints.loading import intervention_named
from billun.blueprints.maintenance.forms import (
    JobPageForm,
    answers_beside,
    filled_in,
    id_in,
    place_of,
)
from billun.blueprints.maintenance.jobs import mates_for
from billun.models import Intervention, Role, Workshop
from billun.operations.interventions import edit_intervention
from billun.operations.local_times import moment_at
from billun.queries.job_choices import workshops_with_teams

maintenance_schedule = Blueprint("maintenance_schedule", __name__)


class SchedulePageForm(JobPageForm):
    """Of the form of a job what the calendar can change: when, where, who."""

    id = kind = title = priority = description = None
    anomaly_ids = deadline_codes = estimated_minutes = None

    def said(self, zone: ZoneInfo, but: Collection[str] = ()) -> dict[str, Any]:
        return {
            "workshop_id": self.workshop_id,
            "bay": self.bay,
            "assignee_ids": tuple(id_in(text) for text in self.assignee_ids.data or ()),
            **{
                name: moment_at(self[name].data, zone, name)
                for name in ("starts_at", "ends_at")
                if name not in but
            },
        }


@maintenance_schedule.route("/maintenance/<reference>/schedule", methods=["GET", "POST"])
@only(Role.MANAGER, Role.WORKSHOP)
def schedule(reference: str) -> ResponseReturnValue:
    job, workshops = job_to_place(reference), workshops_with_teams(actor())
    if not job.is_open:
        flash(_("%(reference)s is over: it stays as it is.", reference=job.reference))
        return redirect(url_for("jobs.show", reference=job.reference), 303)
    form = SchedulePageForm(data=filled_in(job, job.company.zone))
    form.offer_places(workshops, place_of(job.workshop_id, job.bay))
    if form.validate_on_submit():
        with answers_beside(form):
            changes = form.changes_from(job, job.company.zone)
            edit_intervention(actor(), job, changes, form.confirmed, form.version.data)
            flash(_("%(reference)s is planned.", reference=job.reference), "success")
            return redirect(url_for("jobs.show", reference=job.reference), 303)
    return form_page(form, job_to_place(reference), workshops), form.status


def job_to_place(reference: str) -> Intervention:
    return intervention_named(
        reference,
        joinedload(Intervention.equipment),
        joinedload(Intervention.company),
        joinedload(Intervention.workshop),
        selectinload(Intervention.assignees),
        selectinload(Intervention.taken),
        selectinload(Intervention.taken_deadlines),
    )


def form_page(form: SchedulePageForm, job: Intervention, workshops: Sequence[Workshop]) -> str:
    return render_template(
        "maintenance/schedule.html",
        form=form,
        job=job,
        mates=mates_for(form, job.equipment, workshops, job),
    )
