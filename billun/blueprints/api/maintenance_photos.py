"""Photos of work: before it and after it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import request
from marshmallow import Schema, fields
from sqlalchemy.orm import selectinload

from billun.blueprints.access import actor, members, only
from billun.blueprints.api.blueprint import Json, Resource
from billun.blueprints.api.fields import Moment, Text, hash_field
from billun.blueprints.api.photo_schemas import PhotoItems, PhotoSchema
from billun.blueprints.api.photos import MOST_BYTES_OF_AN_UPLOAD, UploadFile
from billun.blueprints.devices import device_named
from billun.blueprints.loading import intervention_named
from billun.blueprints.photos.loading import photo_of_job
from billun.models import Intervention, Photo, Role, Stage
from billun.operations.photo_care import LONGEST_REASON, remove_work_photo
from billun.operations.photos import Upload, receive_photo

maintenance_photos = Resource("maintenance_photos", "Photos of work, before and after")


class WorkPhotoForm(Schema):
    id = fields.UUID()
    stage = fields.Enum(Stage, by_value=True, required=True)
    sha256 = hash_field()
    guide = Text(longest=40)
    taken_at = Moment()


class WorkPhotoRemoval(Schema):
    reason = Text(longest=LONGEST_REASON, load_default="")


@maintenance_photos.url_value_preprocessor
def make_room_for_a_photo(_endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Before anything reads the form, the CSRF check included."""
    request.max_content_length = MOST_BYTES_OF_AN_UPLOAD


@maintenance_photos.route("/maintenance/<name>/photos", methods=["GET"])
@members
@maintenance_photos.response(200, PhotoItems)
def index(name: str) -> Json:
    """The photos of a job in the order in which they came."""
    photos = selectinload(Intervention.photos)
    job = intervention_named(
        name,
        photos.joinedload(Photo.sender),
        photos.joinedload(Photo.removed_by),
        photos.joinedload(Photo.device),
        photos.selectinload(Photo.drawings),
    )
    return {"items": [photo for photo in job.photos if photo.can_be_seen_by(actor())]}


@maintenance_photos.route("/maintenance/<name>/photos", methods=["POST"])
@only(Role.MANAGER, Role.WORKSHOP)
@maintenance_photos.arguments(UploadFile, location="files")
@maintenance_photos.arguments(WorkPhotoForm, location="form")
@maintenance_photos.response(201, PhotoSchema)
def create(files: Json, form: Json, name: str) -> Any:
    """Send one photo of a job; with an id, sending it again is harmless."""
    job = intervention_named(name)
    upload = Upload(
        file=files["file"].stream, intervention_id=job.id, device_id=device_named(), **form
    )
    photo, created = receive_photo(actor(), upload)
    return photo if created else (photo, 200)


@maintenance_photos.route("/maintenance/<name>/photos/<uuid:id>", methods=["DELETE"])
@only(Role.MANAGER, Role.WORKSHOP)
@maintenance_photos.arguments(WorkPhotoRemoval, location="query")
@maintenance_photos.response(204)
def remove(query: Json, name: str, id: UUID) -> None:
    """Take it out of sight: its sender, a supervisor, a manager. `DELETE /photos/<id>/removal` puts it back."""
    remove_work_photo(actor(), photo_of_job(intervention_named(name), id), query["reason"])
