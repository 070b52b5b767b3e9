"""The reporter chose the wrong item, and says within half an hour which one was meant."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from billun.blueprints.access import actor, members
from billun.blueprints.drive.blueprint import drive
from billun.blueprints.drive.sent_reports import report_named
from billun.blueprints.form_errors import beside_fields
from billun.blueprints.loading import equipment_named
from billun.models import Anomaly
from billun.operations.wrong_equipment import move_report
from billun.queries.right_equipment import right_equipment


@drive.get("/drive/reports/<reference>/equipment")
@members
def wrong_equipment(reference: str) -> ResponseReturnValue:
    """What the report may be about instead, what hangs together with it first."""
    return offered(report_named(reference))


@drive.post("/drive/reports/<reference>/equipment")
@members
def move_own_report(reference: str) -> ResponseReturnValue:
    anomaly, form = report_named(reference), FlaskForm()
    meant = equipment_named(request.form.get("equipment", ""))
    with beside_fields(form):
        move_report(actor(), anomaly, meant, str(_("The wrong item was chosen.")))
    if form.form_errors:
        return offered(report_named(reference), form.form_errors), 409
    return redirect(url_for("drive.report_sent", reference=reference), 303)


def offered(anomaly: Anomaly, errors: list[str] | None = None) -> str:
    words = request.args.get("q", "")[:80].strip()
    return render_template(
        "drive/wrong_equipment.html",
        anomaly=anomaly,
        query=words,
        found=right_equipment(actor(), anomaly.equipment, words),
        errors=errors or [],
    )
