"""The steps of an intervention's life, and the clock of who works on it."""

from __future__ import annotations

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from billun.blueprints.access import actor, only
from billun.blueprints.equipment.filters import word_of
from billun.blueprints.loading import intervention_named
from billun.blueprints.maintenance.completion_form import step_said
from billun.blueprints.maintenance.job_page import STEPS, done, refused, whole_job
from billun.errors import Conflict, NotAllowed, Refused
from billun.models import InterventionStatus, Role
from billun.operations.intervention_steps import move_intervention
from billun.operations.work_sessions import start_work, stop_work

job_steps = Blueprint("job_steps", __name__)

NOUNS = ", ".join(STEPS)


@job_steps.post(f"/maintenance/<reference>/<any({NOUNS}):noun>")
@only(Role.MANAGER, Role.WORKSHOP)
def step(reference: str, noun: str) -> ResponseReturnValue:
    """Take the step that the noun names."""
    job, to = whole_job(reference), STEPS[noun]
    try:
        seen = word_of(InterventionStatus, request.form.get("seen"))
        move_intervention(actor(), job, to, step_said(job, to), seen)
    except (Refused, Conflict, NotAllowed) as error:
        return refused(reference, error, noun)
    return done(reference)


@job_steps.post("/maintenance/<reference>/work")
@only(Role.MANAGER, Role.WORKSHOP)
def work(reference: str) -> ResponseReturnValue:
    """Start the own clock."""
    try:
        start_work(actor(), intervention_named(reference))
    except (Refused, Conflict) as error:
        return refused(reference, error, "work")
    return done(reference)


@job_steps.post("/maintenance/<reference>/work/stop")
@only(Role.MANAGER, Role.WORKSHOP)
def stop(reference: str) -> ResponseReturnValue:
    """Stop the own clock; the form may say how many minutes it really was."""
    try:
        stop_work(actor(), intervention_named(reference), minutes_said())
    except (Refused, Conflict) as error:
        return refused(reference, error, "work")
    return done(reference)


@job_steps.get(f"/maintenance/<reference>/<any({NOUNS}, work, lines, comments):noun>")
@only(Role.MANAGER, Role.WORKSHOP)
def after_step(reference: str, noun: str) -> ResponseReturnValue:
    """The address of a refused form, asked for anew: to its place on the page."""
    job = intervention_named(reference)
    return redirect(url_for("jobs.show", reference=job.reference, _anchor=f"step-{noun}"), 303)


def minutes_said() -> int | None:
    text = request.form.get("minutes", "").strip()
    if text and not (text.isascii() and text.isdecimal()):
        raise Refused("minutes", _("Write a number of minutes."))
    return int(text[:9]) if text else None
