"""The driver's area: what all its pages share."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, request

from billun.adapters.pictures import MOST_BYTES
from billun.blueprints.drive.forms import ItemForm, PhotosForm
from billun.models.anomaly import PHOTOS_AT_MOST, PHOTOS_REQUIRED

drive = Blueprint("drive", __name__)

MOST_BYTES_OF_A_FORM = PHOTOS_AT_MOST * MOST_BYTES + 1_000_000

TAKING_PHOTOS = {"drive.report", "drive.report_unknown", "drive.add_photos", "drive.sighting"}


@drive.url_value_preprocessor
def make_room_for_photos(_endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Before anything reads the form, the CSRF check included."""
    if request.endpoint in TAKING_PHOTOS:
        request.max_content_length = MOST_BYTES_OF_A_FORM


@drive.context_processor
def photos_of_a_report() -> dict[str, int]:
    """How many photos a report has, for every page that takes them."""
    return {"fewest_photos": PHOTOS_REQUIRED, "most_photos": PHOTOS_AT_MOST}


def refused_as(form: ItemForm | PhotosForm) -> int:
    return getattr(form, "refused_as", 422) if form.errors else 200
