"""A driver reports damage, or stops at once."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from billun.blueprints.access import actor, members
from billun.blueprints.drive.blueprint import drive, refused_as
from billun.blueprints.drive.forms import ReportForm, StopForm
from billun.blueprints.drive.plain_report import beside_photos, send_report, send_stop
from billun.blueprints.loading import equipment_named
from billun.catalogue import catalogue
from billun.models import Equipment
from billun.queries.driver_history import last_equipment

USUAL_GUIDES = ("overview", "plate_or_label", "damage", "close_up")


@drive.route("/drive/equipment/<billun_id>/report", methods=["GET", "POST"])
@members
def report(billun_id: str) -> ResponseReturnValue:
    """Report damage on this item."""
    return capture(ReportForm(), equipment_named(billun_id))


@drive.route("/drive/report", methods=["GET", "POST"])
@members
def report_unknown() -> ResponseReturnValue:
    """Report damage on something that no search finds."""
    known = {"plate": request.args.get("q", "")[:20]}
    known["item_description"] = request.args.get("item_description", "")[:500]
    return capture(ReportForm(**known), None)


@drive.route("/drive/equipment/<billun_id>/stop", methods=["GET", "POST"])
@members
def stop(billun_id: str) -> ResponseReturnValue:
    """A red report of this item at once, its photos after."""
    return stopped(StopForm(), equipment_named(billun_id))


@drive.route("/drive/stop", methods=["GET", "POST"])
@members
def stop_unknown() -> ResponseReturnValue:
    """The same where it is still to be said which item."""
    return stopped(StopForm(), None)


def capture(form: ReportForm, item: Equipment | None) -> ResponseReturnValue:
    if form.validate_on_submit():
        with beside_photos(form):
            anomaly = send_report(actor(), form, item)
        if not form.errors:
            return redirect(url_for("drive.report_sent", reference=anomaly.reference), 303)
    page = render_template("drive/report.html", form=form, equipment=item, **choices(form, item))
    return page, refused_as(form)


def stopped(form: StopForm, item: Equipment | None) -> ResponseReturnValue:
    if form.validate_on_submit():
        with beside_photos(form):
            anomaly = send_stop(actor(), form, item)
        if not form.errors:
            return redirect(url_for("drive.report_sent", reference=anomaly.reference), 303)
    shown = {
        "recent": () if item else last_equipment(actor(), 3),
        "family": item.family if item else None,
        "kind": item.kind if item else None,
        "guides": [catalogue.guides[key] for key in USUAL_GUIDES],
        "photos_required": False,
    }
    page = render_template("drive/stop.html", form=form, equipment=item, **shown)
    return page, refused_as(form)


def choices(form: ReportForm, item: Equipment | None) -> dict[str, Any]:
    """The categories worth offering for the item, and the shots of the one chosen."""
    family = item.family if item else None
    offered = catalogue.categories_for(family) if family else tuple(catalogue.categories.values())
    chosen = catalogue.categories.get(form.category.data or "")
    guides = chosen.guides if chosen else USUAL_GUIDES
    return {
        "family": family,
        "kind": item.kind if item else None,
        "categories": offered,
        "guides": [catalogue.guides[key] for key in guides],
        "photos_required": True,
    }
