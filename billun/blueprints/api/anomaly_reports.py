"""The report of an anomaly as a PDF."""

from __future__ import annotations

from flask import Response

from billun.blueprints.access import members
from billun.blueprints.anomalies.report import as_pdf
from billun.blueprints.api.blueprint import Resource

anomaly_reports = Resource("anomaly_reports", "Reports of anomalies on paper")

PDF = {"type": "string", "format": "binary"}


@anomaly_reports.route("/anomalies/<name>/report", methods=["GET"])
@members
@anomaly_reports.response(200, PDF, content_type="application/pdf")
def show(name: str) -> Response:
    """Facts, photos, fingerprints of the originals and what happened, as a PDF to print."""
    return as_pdf(name)
