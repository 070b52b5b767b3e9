"""One intervention as its page and as the panel beside the calendar show it, and what a step on it answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import joinedload, selectinload

from billun.blueprints.access import actor
from billun.blueprints.failures import STATUS_OF
from billun.blueprints.fragments import is_fragment
from billun.blueprints.loading import intervention_named
from billun.blueprints.maintenance.completion_form import renewal_forms
from billun.blueprints.meters.routes import meters_of
from billun.errors import Refused
from billun.extensions import db
from billun.models import (
    Anomaly,
    Intervention,
    InterventionEntry,
    InterventionLine,
    InterventionStatus,
    TakenAnomaly,
    TakenDeadline,
    WorkSession,
)
from billun.models.base import new_id, now
from billun.models.intervention_transitions import InterventionStatus as S
from billun.models.intervention_transitions import steps_from
from billun.operations.intervention_lines import hourly_rate_of
from billun.queries.job_choices import people_of_workshops
from billun.queries.meter_history import latest_readings

# The noun that each step creates, as it stands in the URL.
STEPS: dict[str, InterventionStatus] = {
    "start": S.IN_PROGRESS,
    "waiting": S.AWAITING_PARTS,
    "resumption": S.IN_PROGRESS,
    "completion": S.COMPLETED,
    "cancellation": S.CANCELLED,
}
# Both of these lead to the same status.
NOUN_FROM = {S.PLANNED: "start", S.AWAITING_PARTS: "resumption"}
NOUNS = {S.AWAITING_PARTS: "waiting", S.COMPLETED: "completion", S.CANCELLED: "cancellation"}


@dataclass(frozen=True)
class Failure:
    """What was refused: which part of the page was sent, why, and the fields that are wrong."""

    part: str = ""
    message: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)


def whole_job(reference: str) -> Intervention:
    """The intervention with all that its page shows. Raises Missing."""
    taken = selectinload(Intervention.taken).joinedload(TakenAnomaly.anomaly)
    deadlines = selectinload(Intervention.taken_deadlines)
    return intervention_named(
        reference,
        joinedload(Intervention.equipment),
        joinedload(Intervention.company),
        joinedload(Intervention.workshop),
        joinedload(Intervention.plan_item),
        selectinload(Intervention.assignees),
        taken.selectinload(Anomaly.photos),
        taken.joinedload(Anomaly.reporter),
        deadlines.joinedload(TakenDeadline.deadline),
        deadlines.joinedload(TakenDeadline.renewal),
        selectinload(Intervention.lines).joinedload(InterventionLine.worker),
        selectinload(Intervention.sessions).joinedload(WorkSession.worker),
        selectinload(Intervention.timeline).joinedload(InterventionEntry.actor),
        selectinload(Intervention.photos),
        selectinload(Intervention.documents),
        selectinload(Intervention.outside_links),
    )


def job_page(job: Intervention, failure: Failure = Failure()) -> str:
    return render_template(
        f"maintenance/{template()}",
        job=job,
        intervention=job,
        nouns=nouns_from(job.status),
        clocks=[session for session in job.sessions if session.is_running],
        is_late=job.is_late_at(now()),
        renewals=renewal_forms(job, request.form if failure.part == "completion" else None),
        meters=meters_of(job.equipment),
        latest=latest_readings([job.equipment_id]).get(job.equipment_id, {}),
        people=people_of_workshops(actor()),
        hourly_rate=hourly_rate_of(job),
        new_id=new_id,
        failure=failure,
    )


def nouns_from(status: InterventionStatus) -> list[str]:
    """The steps that lead on from here, as the URL calls them."""
    return [NOUNS.get(row.target) or NOUN_FROM[status] for row in steps_from(status)]


def template() -> str:
    """The panel beside the calendar asks for itself, first as a whole and then for what is in it."""
    if is_fragment("job-panel") or is_fragment("panel-job"):
        return "_panel.html"
    return "_job.html" if is_fragment("job") else "job.html"


def done(reference: str) -> ResponseReturnValue:
    """The fragment as it is now for htmx; for a plain form, to the page."""
    if template() == "job.html":
        return redirect(url_for("jobs.show", reference=reference), 303)
    db.session.expire_all()
    return job_page(whole_job(reference))


def refused(reference: str, error: Exception, part: str) -> ResponseReturnValue:
    """The page as it is now, with what was wrong beside the part that was sent."""
    db.session.rollback()
    return job_page(whole_job(reference), failure_of(error, part)), STATUS_OF.get(type(error), 422)


def failure_of(error: Exception, part: str) -> Failure:
    if isinstance(error, Refused):
        return Failure(part, error.message, {error.field: error.message})
    return Failure(part, str(error))
