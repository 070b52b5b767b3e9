"""Photos of a job, before and after: sent, taken away, put back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from billun.blueprints.access import actor, only
from billun.blueprints.loading import intervention_named
from billun.blueprints.photos.loading import photo_of_job, photos_of_job_taken_away
from billun.blueprints.photos.work_uploads import MOST_BYTES_OF_A_FORM, take_photos
from billun.errors import Conflict, NotAllowed, Refused
from billun.extensions import db
from billun.models import Intervention, Role
from billun.operations.photo_care import put_back_photo, remove_work_photo

work_photos = Blueprint("work_photos", __name__)
work_photos.add_app_template_filter(photos_of_job_taken_away)


@work_photos.url_value_preprocessor
def make_room_for_photos(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Before anything reads the form, the CSRF check included."""
    if endpoint == "work_photos.send":
        request.max_content_length = MOST_BYTES_OF_A_FORM


@work_photos.post("/maintenance/<reference>/photos")
@only(Role.MANAGER, Role.WORKSHOP)
def send(reference: str) -> ResponseReturnValue:
    job = intervention_named(reference)
    return take_photos(actor(), job, place_of(job))


@work_photos.post("/maintenance/<reference>/photos/<uuid:id>/removal")
@only(Role.MANAGER, Role.WORKSHOP)
def remove(reference: str, id: UUID) -> ResponseReturnValue:
    """Take it out of sight; a supervisor or a manager can put it back."""
    job = intervention_named(reference)
    try:
        remove_work_photo(actor(), photo_of_job(job, id), request.form.get("reason", ""))
        flash(_("The photo is out of sight. A supervisor can put it back."), "success")
    except (Refused, Conflict, NotAllowed) as error:
        db.session.rollback()
        flash(error.message if isinstance(error, Refused) else str(error), "error")
    return redirect(place_of(job), 303)


@work_photos.post("/maintenance/<reference>/photos/<uuid:id>/restoration")
@only(Role.MANAGER, Role.WORKSHOP)
def put_back(reference: str, id: UUID) -> ResponseReturnValue:
    job = intervention_named(reference)
    try:
        put_back_photo(actor(), photo_of_job(job, id))
    except (Conflict, NotAllowed) as error:
        db.session.rollback()
        flash(str(error), "error")
    return redirect(place_of(job), 303)


def place_of(job: Intervention) -> str:
    return f"/maintenance/{job.reference}#work-photos"
