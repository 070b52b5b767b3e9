"""Loads the photo that a URL names, also one that was taken away, for those who may put it back."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from billun.blueprints.access import actor
from billun.errors import Missing
from billun.extensions import db
from billun.models import Anomaly, Drawing, Intervention, Photo
from billun.queries.photo_subjects import anomaly_of


def seen_photo(id: UUID, *options: ExecutableOption) -> Photo:
    """A photo that has arrived; one that was taken away only for those who know of it. Raises Missing."""
    query = Photo.visible_to(actor()).where(Photo.id == id).options(*options)
    photo = db.session.scalar(query.execution_options(populate_existing=bool(options)))
    if photo is None or not photo.can_be_seen_by(actor()):
        raise Missing
    return photo


def reported_photo(id: UUID, *options: ExecutableOption) -> Photo:
    """The same of an anomaly: the page of a photo and all that is done there speak of one. Raises Missing."""
    photo = seen_photo(id, *options)
    anomaly_of(photo)
    return photo


def photo_of_job(job: Intervention, id: UUID) -> Photo:
    """A photo of this job that has arrived; one that was taken away only for those who know of it. Raises Missing."""
    photo = seen_photo(id)
    if photo.intervention_id != job.id:
        raise Missing
    return photo


def photos_of_job_taken_away(job: Intervention) -> list[Photo]:
    """What is no longer shown of the job, and the actor may know of."""
    return [photo for photo in job.photos if not photo.is_shown and photo.can_be_seen_by(actor())]


def seen_drawing(photo_id: UUID, id: UUID) -> Drawing:
    """What was drawn on a copy of this photo, for those who see the photo. Raises Missing."""
    of_photo = Drawing.photo_id == reported_photo(photo_id).id
    drawing = db.session.scalar(Drawing.visible_to(actor()).where(of_photo, Drawing.id == id))
    if drawing is None:
        raise Missing
    return drawing


def whole_photo(id: UUID) -> Photo:
    """The photo with all that its page shows. Raises Missing."""
    anomaly = joinedload(Photo.anomaly)
    return reported_photo(
        id,
        joinedload(Photo.sender),
        joinedload(Photo.removed_by),
        joinedload(Photo.device),
        selectinload(Photo.drawings),
        anomaly.joinedload(Anomaly.equipment),
        anomaly.selectinload(Anomaly.photos).joinedload(Photo.removed_by),
    )


def photos_taken_away(anomaly: Anomaly) -> list[Photo]:
    """What is no longer shown of the report, and the actor may know of."""
    return [
        photo
        for photo in anomaly.arrived_photos
        if not photo.is_shown and photo.can_be_seen_by(actor())
    ]
