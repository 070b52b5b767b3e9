"""The driver's pages: find the equipment, see what is open on it, report, follow the own reports."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import joinedload, selectinload

from billun.adapters.pictures import MOST_BYTES
from billun.blueprints.access import actor, members
from billun.blueprints.drive.forms import ItemForm, PhotosForm, ReportForm, StopForm, WithdrawalForm
from billun.blueprints.drive.plain_report import beside_photos, send_photos, send_report, send_stop
from billun.blueprints.form_errors import beside_fields
from billun.blueprints.fragments import is_fragment
from billun.blueprints.loading import anomaly_named, equipment_named
from billun.catalogue import catalogue
from billun.models import Anomaly, AnomalyStatus, Equipment, PhotoState, TimelineEntry
from billun.models.anomaly import PHOTOS_AT_MOST, PHOTOS_REQUIRED
from billun.operations.transitions import move_anomaly
from billun.queries.driver_history import last_equipment, last_reports, photos_to_take_again
from billun.queries.equipment_lookup import look_up
from billun.queries.equipment_search import EquipmentFilter, open_anomaly_counts, search_equipment
from billun.queries.known_damage import known_damage

drive = Blueprint("drive", __name__)

MOST_BYTES_OF_A_FORM = PHOTOS_AT_MOST * MOST_BYTES + 1_000_000
USUAL_GUIDES = ("overview", "plate_or_label", "damage", "close_up")
FOUND_AT_MOST = 12


@drive.url_value_preprocessor
def make_room_for_photos(_endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Before anything reads the form, the CSRF check included."""
    if request.endpoint in {"drive.report", "drive.report_unknown", "drive.add_photos"}:
        request.max_content_length = MOST_BYTES_OF_A_FORM


@drive.context_processor
def photos_of_a_report() -> dict[str, int]:
    """How many photos a report has, for every page that takes them."""
    return {"fewest_photos": PHOTOS_REQUIRED, "most_photos": PHOTOS_AT_MOST}


@drive.get("/drive")
@members
def find() -> ResponseReturnValue:
    """The search, and what was at hand last where nothing is searched."""
    query = request.args.get("q", "")[:80].strip()
    shown: dict[str, Any] = {"found": found(query)} if query else lately()
    listed = shown.get("found") or shown.get("recent") or ()
    shown["counts"] = open_anomaly_counts([item.id for item in listed])
    page = "drive/_results.html" if is_fragment("results") else "drive/find.html"
    return render_template(page, query=query, **shown)


@drive.get("/drive/equipment/<billun_id>")
@members
def equipment(billun_id: str) -> ResponseReturnValue:
    """One item, and what is already open on it."""
    item = equipment_named(billun_id, joinedload(Equipment.company))
    page = "drive/_known.html" if is_fragment("known") else "drive/equipment.html"
    return render_template(page, equipment=item, open_anomalies=known_damage(item))


@drive.route("/drive/equipment/<billun_id>/report", methods=["GET", "POST"])
@members
def report(billun_id: str) -> ResponseReturnValue:
    """Report damage on this item."""
    return capture(ReportForm(), equipment_named(billun_id))


@drive.route("/drive/report", methods=["GET", "POST"])
@members
def report_unknown() -> ResponseReturnValue:
    """Report damage on something that no search finds."""
    return capture(ReportForm(plate=request.args.get("q", "")[:20]), None)


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


@drive.get("/drive/reports")
@members
def reports() -> ResponseReturnValue:
    """One's own reports and what became of them."""
    return render_template("drive/reports.html", reports=last_reports(actor(), 50))


@drive.get("/drive/reports/<reference>")
@members
def report_sent(reference: str) -> ResponseReturnValue:
    """One report: who has seen it, where it stands, its photos."""
    anomaly = report_named(reference)
    if is_fragment("report-status"):
        return render_template("drive/_report_status.html", **status_of(anomaly))
    return report_page(anomaly, PhotosForm(), WithdrawalForm())


@drive.post("/drive/reports/<reference>/photos")
@members
def add_photos(reference: str) -> ResponseReturnValue:
    """Photos that come after the report, from a page without scripts."""
    anomaly, form = report_named(reference), PhotosForm()
    with beside_photos(form):
        send_photos(actor(), anomaly, form.photos.data or (), missing_guides(anomaly))
    if form.errors:
        return report_page(anomaly, form, WithdrawalForm(formdata=None)), refused_as(form)
    return redirect(url_for("drive.report_sent", reference=reference), 303)


@drive.post("/drive/reports/<reference>/withdrawal")
@members
def withdraw(reference: str) -> ResponseReturnValue:
    """Take the report back, until somebody has taken it on."""
    anomaly, form = report_named(reference), WithdrawalForm()
    with beside_fields(form):
        move_anomaly(actor(), anomaly, AnomalyStatus.WITHDRAWN, form.comment.data or "")
    if form.errors:
        return report_page(anomaly, PhotosForm(formdata=None), form), 422
    return redirect(url_for("drive.report_sent", reference=reference), 303)


def found(query: str) -> list[Equipment]:
    """What carries exactly this code, else whatever the words fit."""
    exact = look_up(actor(), query)
    return exact or list(search_equipment(actor(), EquipmentFilter(q=query), FOUND_AT_MOST).items)


def lately() -> dict[str, Any]:
    return {"recent": last_equipment(actor()), "reports": last_reports(actor(), 2)}


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
    recent = () if item else last_equipment(actor(), 3)
    return render_template("drive/stop.html", form=form, equipment=item, recent=recent), refused_as(
        form
    )


def choices(form: ReportForm, item: Equipment | None) -> dict[str, Any]:
    """The categories worth offering for the item, and the shots of the one chosen."""
    family = item.family if item else None
    offered = catalogue.categories_for(family) if family else tuple(catalogue.categories.values())
    chosen = catalogue.categories.get(form.category.data or "")
    guides = chosen.guides if chosen else USUAL_GUIDES
    return {
        "family": family,
        "categories": offered,
        "guides": [catalogue.guides[key] for key in guides],
        "photos_required": True,
    }


def refused_as(form: ItemForm | PhotosForm) -> int:
    return getattr(form, "refused_as", 422) if form.errors else 200


def report_named(reference: str) -> Anomaly:
    timeline = selectinload(Anomaly.timeline).joinedload(TimelineEntry.actor)
    return anomaly_named(
        reference, joinedload(Anomaly.equipment), selectinload(Anomaly.photos), timeline
    )


def report_page(anomaly: Anomaly, photos: PhotosForm, withdrawal: WithdrawalForm) -> str:
    steps = anomaly.steps_open_to(actor())
    return render_template(
        "drive/report_sent.html",
        **status_of(anomaly),
        **missing_shots(anomaly),
        problems=photos.photos.errors,
        withdrawal=withdrawal,
        can_withdraw=any(step.target == AnomalyStatus.WITHDRAWN for step in steps),
    )


def status_of(anomaly: Anomaly) -> dict[str, Any]:
    steps = [entry for entry in anomaly.timeline if entry.to_status or entry.comment]
    return {
        "anomaly": anomaly,
        "steps": steps,
        "seen": first_seen(anomaly),
        "failed": photos_to_take_again(anomaly),
    }


def first_seen(anomaly: Anomaly) -> list[TimelineEntry]:
    """For everybody but the reporter, the first sign that they know of it."""
    first: dict[Any, TimelineEntry] = {}
    for entry in anomaly.timeline:
        if entry.actor_id and entry.actor_id != anomaly.reporter_id:
            first.setdefault(entry.actor_id, entry)
    return list(first.values())


def missing_shots(anomaly: Anomaly) -> dict[str, Any]:
    """The shots still to be taken, and how many photos are missing; further ones follow no guide."""
    return {
        "family": anomaly.equipment.family,
        "guides": [catalogue.guides[key] for key in missing_guides(anomaly)],
        "missing": max(PHOTOS_REQUIRED - count_readable(anomaly), 0),
        "photos_required": False,
        "no_stop": True,
    }


def missing_guides(anomaly: Anomaly) -> list[str]:
    """Those of the category while photos are missing, and always those whose photo failed."""
    there = {photo.guide for photo in anomaly.arrived_photos if photo.state != PhotoState.FAILED}
    asked = [guide.key for guide in catalogue.guides_for(anomaly.category)]
    missing = asked if count_readable(anomaly) < PHOTOS_REQUIRED else []
    failed = [photo.guide for photo in photos_to_take_again(anomaly) if photo.guide]
    return [guide for guide in dict.fromkeys([*missing, *failed]) if guide not in there]


def count_readable(anomaly: Anomaly) -> int:
    return sum(photo.state != PhotoState.FAILED for photo in anomaly.arrived_photos)
