"""One anomaly as its page and as the panel beside the queue show it, and what a step on it answers."""

from __future__ import annotations

from collections.abc import Callable

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import joinedload, selectinload

from billun.blueprints.access import actor
from billun.blueprints.failures import STATUS_OF
from billun.blueprints.fragments import is_fragment
from billun.blueprints.loading import anomaly_named, with_timeline
from billun.errors import Refused
from billun.extensions import db
from billun.models import Anomaly, AnomalyStatus, Intervention, TakenAnomaly
from billun.models.anomaly_transitions import AnomalyStatus as S
from billun.queries.known_damage import known_damage

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


def whole_anomaly(reference: str) -> Anomaly:
    """The anomaly with all that its page shows."""
    duplicates = selectinload(Anomaly.duplicates)
    return anomaly_named(
        reference,
        joinedload(Anomaly.equipment),
        joinedload(Anomaly.reporter),
        joinedload(Anomaly.company),
        joinedload(Anomaly.device),
        joinedload(Anomaly.duplicate_of),
        selectinload(Anomaly.photos),
        selectinload(Anomaly.taken)
        .joinedload(TakenAnomaly.intervention)
        .joinedload(Intervention.workshop),
        duplicates.joinedload(Anomaly.reporter),
        duplicates.selectinload(Anomaly.photos),
        *with_timeline(),
    )


def anomaly_page(anomaly: Anomaly, failed_step: str = "", message: str = "") -> str:
    others = [other for other in known_damage(anomaly.equipment) if other.id != anomaly.id]
    return render_template(
        f"anomalies/{template()}",
        anomaly=anomaly,
        steps=[(NOUNS[row.target], row) for row in anomaly.steps_open_to(actor())],
        others=others,
        has_older=any(other.is_older_than(anomaly) for other in others),
        failed_step=failed_step,
        message=message,
    )


def template() -> str:
    """The panel beside the queue asks for itself, first as a whole and then for what is in it."""
    if is_fragment("anomaly-panel") or is_fragment("panel-anomaly"):
        return "_panel.html"
    return "_anomaly.html" if is_fragment("anomaly") else "anomaly.html"


def done(anomaly: Anomaly) -> ResponseReturnValue:
    """The fragment as it is now for htmx; for a plain form, to the page."""
    if template() != "anomaly.html":
        db.session.expire(anomaly, ["timeline", "photos"])
        return anomaly_page(anomaly)
    return redirect(url_for("anomalies.show", reference=anomaly.reference), 303)


def refused(error: Exception, page: Callable[[str], str]) -> ResponseReturnValue:
    """The page as it is now, with what was wrong: `page` gets the words."""
    db.session.rollback()
    message = error.message if isinstance(error, Refused) else str(error)
    return page(message), STATUS_OF.get(type(error), 422)
