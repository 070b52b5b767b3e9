"""The report of an anomaly as a PDF, for the page and for the API."""

from __future__ import annotations

from flask import Blueprint, Response
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import joinedload, selectinload

from billun.adapters.anomaly_report import anomaly_report
from billun.adapters.storage import storage
from billun.adapters.threads import off_the_loop
from billun.blueprints.access import actor, members
from billun.blueprints.loading import anomaly_named, with_timeline
from billun.extensions import db
from billun.models import AccessKind, AccessSubject, Anomaly, Photo
from billun.operations.access_log import note_access
from billun.operations.anomaly_reports import report_of

anomaly_reports = Blueprint("anomaly_reports", __name__)


@anomaly_reports.get("/anomalies/<reference>/report.pdf")
@members
def show(reference: str) -> ResponseReturnValue:
    """The report, to be printed or kept."""
    return as_pdf(reference)


def as_pdf(name: str) -> Response:
    """The report of the anomaly with this id or reference, made beside the loop, and noted."""
    anomaly = whole_anomaly(name)
    report = report_of(actor(), anomaly)
    # While the paper is made, the request holds no connection to the database.
    db.session.rollback()
    document = off_the_loop(anomaly_report, report, storage().open)
    note_access(
        actor(), AccessKind.DOWNLOADED, AccessSubject.ANOMALY_REPORT, anomaly, anomaly.reference
    )
    response = Response(document, mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{anomaly.reference}.pdf"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


def whole_anomaly(name: str) -> Anomaly:
    """The anomaly with all that stands on its report."""
    photos = selectinload(Anomaly.photos)
    return anomaly_named(
        name,
        joinedload(Anomaly.equipment),
        joinedload(Anomaly.reporter),
        joinedload(Anomaly.company),
        photos.selectinload(Photo.drawings),
        photos.joinedload(Photo.removed_by),
        selectinload(Anomaly.duplicates).joinedload(Anomaly.reporter),
        selectinload(Anomaly.sightings),
        *with_timeline(),
    )
