"""Known damage met again: it is the same, or it got worse."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import joinedload, selectinload

from billun.blueprints.access import actor, members
from billun.blueprints.drive.blueprint import drive, refused_as
from billun.blueprints.drive.forms import SeenAgainForm
from billun.blueprints.drive.plain_report import beside_photos, send_sighting
from billun.blueprints.drive.reporting import USUAL_GUIDES
from billun.blueprints.loading import anomaly_named, equipment_named
from billun.catalogue import catalogue
from billun.errors import Missing
from billun.models import Anomaly, Equipment


@drive.route("/drive/equipment/<billun_id>/sightings/<reference>", methods=["GET", "POST"])
@members
def sighting(billun_id: str, reference: str) -> ResponseReturnValue:
    """Say of this damage that it is the same, or how much worse it got."""
    anomaly = damage_named(billun_id, reference)
    form = SeenAgainForm(kind=request.args.get("kind"))
    if form.validate_on_submit():
        with beside_photos(form):
            send_sighting(actor(), form, anomaly)
        if not form.errors:
            flash(_("Thank you. It is noted."))
            return redirect(url_for("drive.equipment", billun_id=billun_id), 303)
    return page_of(form, anomaly), refused_as(form)


@drive.get("/drive/sighting")
@members
def offline_sighting() -> ResponseReturnValue:
    """The same for damage that the address of the page names and the phone knows."""
    return page_of(SeenAgainForm(), None)


def damage_named(billun_id: str, reference: str) -> Anomaly:
    """An anomaly of this equipment. Raises Missing."""
    equipment = equipment_named(billun_id)
    anomaly = anomaly_named(reference, joinedload(Anomaly.equipment), selectinload(Anomaly.photos))
    if anomaly.equipment_id != equipment.id:
        raise Missing
    return anomaly


def page_of(form: SeenAgainForm, anomaly: Anomaly | None) -> str:
    item = anomaly.equipment if anomaly else None
    return render_template(
        "drive/sighting.html",
        form=form,
        anomaly=anomaly,
        equipment=item,
        leave_url=stop_of(item),
        **shots_of(anomaly),
    )


def stop_of(item: Equipment | None) -> str:
    return (
        url_for("drive.stop", billun_id=item.billun_id) if item else url_for("drive.stop_unknown")
    )


def shots_of(anomaly: Anomaly | None) -> dict[str, Any]:
    """The shots of the category, none of which is asked for."""
    keys = catalogue.categories[anomaly.category].guides if anomaly else USUAL_GUIDES
    return {
        "family": anomaly.equipment.family if anomaly else None,
        "kind": anomaly.equipment.kind if anomaly else None,
        "guides": [catalogue.guides[key] for key in keys],
        "photos_required": False,
    }
