"""An anomaly's page, and the steps of its life."""

from __future__ import annotations

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from billun.blueprints.access import actor, members
from billun.blueprints.anomalies.blueprint import anomalies
from billun.blueprints.anomalies.page import STEPS, anomaly_page, done, refused, whole_anomaly
from billun.blueprints.loading import anomaly_named
from billun.errors import Conflict, NotAllowed, Refused
from billun.models import AccessKind, AccessSubject, AnomalyStatus
from billun.operations.access_log import note_access
from billun.operations.anomalies import note_seen
from billun.operations.transitions import move_anomaly


@anomalies.get("/anomalies/<reference>")
@members
def show(reference: str) -> ResponseReturnValue:
    anomaly = whole_anomaly(reference)
    note_seen(actor(), anomaly)
    note_access(actor(), AccessKind.VIEWED, AccessSubject.ANOMALY, anomaly, anomaly.reference)
    return anomaly_page(anomaly)


@anomalies.post("/anomalies/<reference>/<any({}):noun>".format(", ".join(STEPS)))
@members
def step(reference: str, noun: str) -> ResponseReturnValue:
    """Take the step that the noun names."""
    anomaly = whole_anomaly(reference)
    try:
        comment = request.form.get("comment", "")[:4000]
        move_anomaly(actor(), anomaly, STEPS[noun], comment, status_seen())
    except (Refused, Conflict, NotAllowed) as error:
        return refused(error, lambda said: anomaly_page(whole_anomaly(reference), noun, said))
    return done(anomaly)


def status_seen() -> AnomalyStatus | None:
    """The status that was shown above the form; None where the form does not say."""
    seen = request.form.get("seen")
    return next((status for status in AnomalyStatus if status == seen), None)


@anomalies.get(
    "/anomalies/<reference>/<any({}, criticality, comments, hold):noun>".format(", ".join(STEPS))
)
@members
def after_step(reference: str, noun: str) -> ResponseReturnValue:
    """The address of a refused step, asked for anew: to its place on the page."""
    anomaly = anomaly_named(reference)
    page = url_for("anomalies.show", reference=anomaly.reference, _anchor=f"step-{noun}")
    return redirect(page, 303)
