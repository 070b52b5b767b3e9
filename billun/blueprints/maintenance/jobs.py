"""An intervention is planned, looked at, and changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from billun.blueprints.access import actor, only
from billun.blueprints.fragments import is_fragment
from billun.blueprints.loading import equipment_named
from billun.blueprints.maintenance.forms import (
    JobPageForm,
    answers_beside,
    filled_in,
    place_of,
)
from billun.blueprints.maintenance.job_page import job_page, whole_job
from billun.blueprints.maintenance.proposals import anomalies_asked_for, id_of_place, proposed
from billun.blueprints.maintenance.words import as_typed, line_as_typed, moment_of, number_of
from billun.errors import Refused
from billun.models import Equipment, Intervention, Role, Workshop
from billun.operations.bookings import refuse_bad_time
from billun.operations.interventions import edit_intervention, plan_intervention
from billun.operations.local_times import moment_at
from billun.queries.job_choices import Mate, equipment_in_use, mates, takeable, workshops_with_teams

jobs = Blueprint("jobs", __name__)

for words in (as_typed, line_as_typed, moment_of, number_of):
    jobs.add_app_template_filter(words)


@jobs.get("/maintenance/new")
@only(Role.MANAGER, Role.WORKSHOP)
def new() -> ResponseReturnValue:
    """The form for one item; without an item the search for it. As a fragment, who has time then."""
    item = item_asked_for()
    if item is None:
        return search_page()
    workshops = workshops_with_teams(actor())
    if is_fragment("job-people"):
        return people_page(item, workshops)
    form = JobPageForm(data=proposed(item, workshops))
    form.offer_places(workshops)
    return form_page(form, item, workshops)


@jobs.post("/maintenance")
@only(Role.MANAGER, Role.WORKSHOP)
def create() -> ResponseReturnValue:
    item, workshops = (
        equipment_named(request.form.get("equipment", "")),
        workshops_with_teams(actor()),
    )
    form = JobPageForm()
    form.offer_places(workshops)
    if form.validate_on_submit():
        with answers_beside(form):
            planned = form.as_operation_form(item.id, item.company.zone)
            job, _created = plan_intervention(actor(), planned, form.new_id, form.confirmed)
            flash(_("%(reference)s is planned.", reference=job.reference), "success")
            return redirect(url_for("jobs.show", reference=job.reference), 303)
    return form_page(form, item, workshops), form.status


@jobs.get("/maintenance/<reference>")
@only(Role.MANAGER, Role.WORKSHOP)
def show(reference: str) -> ResponseReturnValue:
    return job_page(whole_job(reference))


@jobs.route("/maintenance/<reference>/edit", methods=["GET", "POST"])
@only(Role.MANAGER, Role.WORKSHOP)
def edit(reference: str) -> ResponseReturnValue:
    job, workshops = whole_job(reference), workshops_with_teams(actor())
    if is_fragment("job-people"):
        return people_page(job.equipment, workshops, job)
    if not job.is_open:
        flash(_("%(reference)s is over: it stays as it is.", reference=job.reference))
        return redirect(url_for("jobs.show", reference=job.reference), 303)
    form = JobPageForm(data=filled_in(job, job.company.zone))
    form.offer_places(workshops, place_of(job.workshop_id, job.bay))
    if form.validate_on_submit():
        with answers_beside(form):
            changes = form.changes_from(job, job.company.zone)
            edit_intervention(actor(), job, changes, form.confirmed, form.version.data)
            flash(_("Saved."), "success")
            return redirect(url_for("jobs.show", reference=job.reference), 303)
    return form_page(form, job.equipment, workshops, whole_job(reference)), form.status


def item_asked_for() -> Equipment | None:
    """What the address names, or what the anomaly that it names is on. Raises Missing."""
    if name := request.args.get("equipment"):
        return equipment_named(name)
    anomalies = anomalies_asked_for()
    return anomalies[0].equipment if anomalies else None


def search_page() -> str:
    words = request.args.get("q", "")[:100].strip()
    kept = [(name, text) for name, text in request.args.items() if name not in ("q", "equipment")]
    return render_template(
        "maintenance/_candidates.html" if is_fragment("candidates") else "maintenance/new.html",
        found=equipment_in_use(actor(), words),
        q=words,
        kept=kept,
    )


def form_page(
    form: JobPageForm,
    item: Equipment,
    workshops: Sequence[Workshop],
    job: Intervention | None = None,
) -> str:
    return render_template(
        "maintenance/edit.html" if job else "maintenance/new.html",
        form=form,
        item=item,
        job=job,
        takeable=takeable(item, job, request.args.get("deadline", "")),
        mates=mates_for(form, item, workshops, job),
    )


def people_page(
    item: Equipment, workshops: Sequence[Workshop], job: Intervention | None = None
) -> str:
    """Who of the workshop has time then, as far as the form says when and where."""
    form = JobPageForm(request.args, meta={"csrf": False})
    form.offer_places(workshops)
    found = mates_for(form, item, workshops, job)
    return render_template("maintenance/_people.html", form=form, item=item, job=job, mates=found)


def mates_for(
    form: JobPageForm, item: Equipment, workshops: Sequence[Workshop], job: Intervention | None
) -> list[Mate]:
    wanted = id_of_place(form.place.data or "")
    workshop = next((one for one in workshops if one.id == wanted), None)
    return mates(actor(), workshop, span_of(form, item), job)


def span_of(form: JobPageForm, item: Equipment) -> tuple[datetime, datetime] | None:
    """The time that the form speaks of, where that is one that can be booked."""
    walls = (form.starts_at.data, form.ends_at.data)
    if not (walls[0] and walls[1] and walls[0] < walls[1]):
        return None
    try:
        start, end = (moment_at(wall, item.company.zone, "") for wall in walls)
        refuse_bad_time(start, end)
    except Refused:
        return None
    return start, end
