"""An anomaly's page, and the steps of its life."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import joinedload, selectinload

from billun.blueprints.access import actor, members
from billun.blueprints.failures import STATUS_OF
from billun.blueprints.fragments import is_fragment
from billun.blueprints.loading import anomaly_named, with_timeline
from billun.errors import Conflict, NotAllowed, Refused
from billun.extensions import db
from billun.models import Anomaly, AnomalyStatus
from billun.models.anomaly_transitions import AnomalyStatus as S
from billun.operations.anomalies import comment_on, note_seen
from billun.operations.transitions import move_anomaly

anomalies = Blueprint("anomalies", __name__)

# The noun that each step creates, as it stands in the URL.
STEPS: dict[str, AnomalyStatus] = {
    "acknowledgement": S.ACKNOWLEDGED,
    "resolution": S.RESOLVED,
    "closure": S.CLOSED,
    "dismissal": S.DISMISSED,
    "withdrawal": S.WITHDRAWN,
    "reopening": S.REPORTED,
}
NOUNS = {status: noun for noun, status in STEPS.items()}


@anomalies.get("/anomalies/<reference>")
@members
def show(reference: str) -> ResponseReturnValue:
    anomaly = whole_anomaly(reference)
    note_seen(actor(), anomaly)
    return anomaly_page(anomaly)


@anomalies.post("/anomalies/<reference>/<any({}):noun>".format(", ".join(STEPS)))
@members
def step(reference: str, noun: str) -> ResponseReturnValue:
    """Take the step that the noun names."""
    anomaly = whole_anomaly(reference)
    try:
        move_anomaly(actor(), anomaly, STEPS[noun], request.form.get("comment", "")[:4000])
    except (Refused, Conflict, NotAllowed) as error:
        return refused(reference, noun, error)
    return done(anomaly)


@anomalies.post("/anomalies/<reference>/comments")
@members
def comment(reference: str) -> ResponseReturnValue:
    anomaly = whole_anomaly(reference)
    try:
        comment_on(actor(), anomaly, request.form.get("comment", "")[:4000])
    except Refused as error:
        return refused(reference, "comment", error)
    return done(anomaly)


def whole_anomaly(reference: str) -> Anomaly:
    """The anomaly with all that its page shows."""
    return anomaly_named(
        reference,
        joinedload(Anomaly.equipment),
        joinedload(Anomaly.reporter),
        joinedload(Anomaly.company),
        selectinload(Anomaly.photos),
        *with_timeline(),
    )


def anomaly_page(anomaly: Anomaly, failed_step: str = "", message: str = "") -> str:
    template = "anomalies/_anomaly.html" if is_fragment("anomaly") else "anomalies/anomaly.html"
    return render_template(
        template,
        anomaly=anomaly,
        steps=[(NOUNS[row.target], row) for row in anomaly.steps_open_to(actor())],
        failed_step=failed_step,
        message=message,
    )


def done(anomaly: Anomaly) -> ResponseReturnValue:
    """The fragment as it is now for htmx; for a plain form, back to the page."""
    if is_fragment("anomaly"):
        db.session.expire(anomaly, ["timeline"])
        return anomaly_page(anomaly)
    return redirect(url_for("anomalies.show", reference=anomaly.reference), 303)


def refused(reference: str, step: str, error: Exception) -> ResponseReturnValue:
    """The anomaly as it is now, with what was wrong beside the button that was pressed."""
    db.session.rollback()
    status = STATUS_OF.get(type(error), 422)
    message = error.message if isinstance(error, Refused) else str(error)
    return anomaly_page(whole_anomaly(reference), step, message), status
