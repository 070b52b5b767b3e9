"""A report that was sent: who has seen it, further photos, taking it back."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import joinedload, selectinload

from billun.blueprints.access import actor, members
from billun.blueprints.drive.blueprint import drive, refused_as
from billun.blueprints.drive.forms import PhotosForm, WithdrawalForm
from billun.blueprints.drive.plain_report import beside_photos, send_photos
from billun.blueprints.form_errors import beside_fields
from billun.blueprints.fragments import is_fragment
from billun.blueprints.loading import anomaly_named, with_timeline
from billun.catalogue import catalogue
from billun.models import Anomaly, AnomalyStatus, PhotoState, TimelineEntry, TimelineKind
from billun.models.anomaly import PHOTOS_REQUIRED
from billun.operations.telling_reporters import note_looked
from billun.operations.transitions import move_anomaly
from billun.queries.driver_history import photos_to_take_again


@drive.get("/drive/reports/<reference>")
@members
def report_sent(reference: str) -> ResponseReturnValue:
    """One report: who has seen it, where it stands, its photos."""
    anomaly = report_named(reference)
    note_looked(actor(), anomaly)
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


def report_named(reference: str) -> Anomaly:
    photos, older = selectinload(Anomaly.photos), joinedload(Anomaly.duplicate_of)
    return anomaly_named(reference, joinedload(Anomaly.equipment), photos, older, *with_timeline())


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
    told = (TimelineKind.SIGHTED, TimelineKind.CRITICALITY, TimelineKind.MOVED)
    steps = [
        entry
        for entry in anomaly.timeline
        if entry.to_status or entry.comment or entry.photos or entry.kind in told
    ]
    return {
        "anomaly": anomaly,
        "steps": steps,
        "seen": first_seen(anomaly),
        "failed": photos_to_take_again(anomaly),
    }


def first_seen(anomaly: Anomaly) -> list[TimelineEntry]:
    """For everybody but the reporter, the first sign that they know of it.

    Another driver who met the damage is no sign that anybody takes care of it.
    """
    first: dict[Any, TimelineEntry] = {}
    for entry in anomaly.timeline:
        if entry.actor_id and entry.actor_id != anomaly.reporter_id and not entry.sighting_id:
            first.setdefault(entry.actor_id, entry)
    return list(first.values())


def missing_shots(anomaly: Anomaly) -> dict[str, Any]:
    """The shots still to be taken, and how many photos are missing; further ones follow no guide."""
    return {
        "family": anomaly.equipment.family,
        "kind": anomaly.equipment.kind,
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
