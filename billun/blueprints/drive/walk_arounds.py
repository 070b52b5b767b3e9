"""A walk-around that found nothing to report."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import joinedload

from billun.blueprints.access import actor, members
from billun.blueprints.drive.blueprint import drive
from billun.blueprints.drive.routes import walk_around_of
from billun.blueprints.drive.walk_around_form import NothingToReportForm
from billun.blueprints.form_errors import beside_fields
from billun.blueprints.loading import equipment_named
from billun.models import Equipment
from billun.models.base import now
from billun.operations.walk_arounds import record_walk_around
from billun.queries.driver_history import when_walked_around


@drive.route("/drive/equipment/<billun_id>/walk-around", methods=["GET", "POST"])
@members
def walk_around(billun_id: str) -> ResponseReturnValue:
    """Nothing to report on this item, with what its meter shows where somebody writes it."""
    item = equipment_named(billun_id, joinedload(Equipment.company))
    form = NothingToReportForm()
    if form.validate_on_submit():
        with beside_fields(form):
            # The button touched twice says the same thing once more.
            at = when_walked_around(actor(), form.id.data) or now()
            record_walk_around(actor(), item, form.as_walk_around(at))
        if not form.errors and not form.form_errors:
            flash(_("Noted: nothing to report."), "success")
            return redirect(url_for("drive.equipment", billun_id=item.billun_id), 303)
    page = render_template(
        "drive/walk_around.html", form=form, equipment=item, **walk_around_of(item)
    )
    return page, 422 if form.errors or form.form_errors else 200
