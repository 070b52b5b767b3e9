"""Photos: sent one by one, read with their sizes."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import request
from flask_babel import gettext as _
from flask_smorest.fields import Upload as UploadField
from marshmallow import Schema, ValidationError, fields, validates_schema
from marshmallow.validate import Length
from sqlalchemy.orm import selectinload
from sqlalchemy.sql.base import ExecutableOption
from werkzeug.datastructures import FileStorage

from billun.adapters.pictures import MOST_BYTES
from billun.blueprints.access import actor, members
from billun.blueprints.api.blueprint import Json, Resource
from billun.blueprints.api.fields import Moment, Text, accuracy, hash_field, latitude, longitude
from billun.blueprints.api.photo_schemas import PhotoItems, PhotoSchema
from billun.blueprints.api.preconditions import refuse_if_changed
from billun.blueprints.devices import device_named
from billun.blueprints.loading import anomaly_named
from billun.blueprints.photos.loading import seen_photo
from billun.models import Anomaly, Photo, Removal, Stage
from billun.models.anomaly import PHOTOS_IN_ALL_AT_MOST
from billun.operations.anomalies import Position
from billun.operations.photo_care import (
    LONGEST_CAPTION,
    LONGEST_REASON,
    caption_photo,
    erase_photo,
    name_shot,
    order_photos,
    put_back_photo,
    withdraw_photo,
)
from billun.operations.photos import Upload, receive_photo

photos = Resource("photos", "Photos of anomalies")

# The file, and room for what a form puts around it.
MOST_BYTES_OF_AN_UPLOAD = MOST_BYTES + 100_000


class UploadFile(Schema):
    file = UploadField(required=True)


class PhotoForm(Schema):
    """Of an anomaly, or of the work of a job, then with its stage."""

    anomaly_id = fields.UUID()
    intervention_id = fields.UUID()
    stage = fields.Enum(Stage, by_value=True)
    sha256 = hash_field()
    guide = Text(longest=40)
    taken_at = Moment()
    latitude = latitude()
    longitude = longitude()
    accuracy_m = accuracy()

    @validates_schema
    def one_subject(self, body: Json, **_kwargs: Any) -> None:
        if "anomaly_id" in body and "intervention_id" in body:
            raise ValidationError(_("A photo is of a report or of a job."), "intervention_id")
        if "anomaly_id" not in body and "intervention_id" not in body:
            raise ValidationError(_("Say of which report or job it is."), "anomaly_id")
        if ("intervention_id" in body) != ("stage" in body):
            raise ValidationError(_("A photo of a job is from before or after the work."), "stage")

    @validates_schema
    def whole_position(self, body: Json, **_kwargs: Any) -> None:
        for one, other in (("latitude", "longitude"), ("longitude", "latitude")):
            if one in body and other not in body:
                raise ValidationError(_("A position has a latitude and a longitude."), other)


class NewPhotoForm(PhotoForm):
    id = fields.UUID()


class PhotoWords(Schema):
    caption = Text(longest=LONGEST_CAPTION)
    guide = Text(longest=40, allow_none=True)


class OrderBody(Schema):
    ids = fields.List(fields.UUID(), required=True, validate=Length(max=PHOTOS_IN_ALL_AT_MOST))


class RemovalBody(Schema):
    kind = fields.Enum(Removal, by_value=True, required=True)
    reason = Text(longest=LONGEST_REASON, shortest=1, lines=True, required=True)


@photos.app_url_value_preprocessor
def make_room_for_a_photo(_endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Before anything reads the form, the CSRF check included."""
    if request.path.startswith("/api/photos/"):
        request.max_content_length = MOST_BYTES_OF_AN_UPLOAD


@photos.route("/photos/upload", methods=["POST"])
@members
@photos.arguments(UploadFile, location="files")
@photos.arguments(NewPhotoForm, location="form")
@photos.response(201, PhotoSchema)
def upload(files: Json, form: Json) -> Any:
    """Send one photo of an anomaly, or of the work of a job."""
    return stored(files["file"], form.pop("id", None), form)


@photos.route("/photos/<uuid:id>", methods=["PUT"])
@members
@photos.arguments(UploadFile, location="files")
@photos.arguments(PhotoForm, location="form")
@photos.response(201, PhotoSchema)
def put(files: Json, form: Json, id: UUID) -> Any:
    """Send one photo under an id made on the phone; sending it again is harmless."""
    return stored(files["file"], id, form)


@photos.route("/photos/<uuid:id>", methods=["GET"])
@members
@photos.response(200, PhotoSchema)
def show(id: UUID) -> Photo:
    """One photo, and where its sizes are."""
    return seen_photo(id)


@photos.route("/photos/<uuid:id>", methods=["PATCH"])
@members
@photos.arguments(PhotoWords)
@photos.response(200, PhotoSchema)
def patch(body: Json, id: UUID) -> Photo:
    """Say what is on a photo, or which shot it is: its sender, the workshop, managers."""
    photo = seen_photo(id)
    refuse_if_changed(PhotoSchema, photo)
    if "caption" in body:
        caption_photo(actor(), photo, body["caption"])
    if "guide" in body:
        name_shot(actor(), photo, body["guide"])
    return photo


@photos.route("/photos/<uuid:id>/removal", methods=["PUT"])
@members
@photos.arguments(RemovalBody)
@photos.response(200, PhotoSchema)
def remove(body: Json, id: UUID) -> Photo:
    """Take a photo out of sight (its sender, the workshop, managers), or erase it for good (managers)."""
    photo = seen_photo(id)
    take = withdraw_photo if body["kind"] == Removal.WITHDRAWN else erase_photo
    take(actor(), photo, body["reason"])
    return photo


@photos.route("/photos/<uuid:id>/removal", methods=["DELETE"])
@members
@photos.response(200, PhotoSchema)
def put_back(id: UUID) -> Photo:
    """Show a withdrawn photo again: managers and supervisors."""
    photo = seen_photo(id)
    put_back_photo(actor(), photo)
    return photo


@photos.route("/photos/gallery/<name>", methods=["GET"])
@members
@photos.response(200, PhotoItems)
def gallery(name: str) -> Json:
    """The photos of an anomaly that have arrived, in their order."""
    return gallery_of(anomaly_named(name, *with_photos()))


@photos.route("/photos/gallery/<name>/order", methods=["PUT"])
@members
@photos.arguments(OrderBody)
@photos.response(200, PhotoItems)
def order(body: Json, name: str) -> Json:
    """Put the photos of an anomaly into another order: its reporter, the workshop, managers."""
    anomaly = anomaly_named(name)
    order_photos(actor(), anomaly, body["ids"])
    return gallery_of(anomaly_named(name, *with_photos()))


def with_photos() -> tuple[ExecutableOption, ...]:
    """Options that load an anomaly's photos with all that is said of them."""
    photos = selectinload(Anomaly.photos)
    return (
        photos.joinedload(Photo.sender),
        photos.joinedload(Photo.removed_by),
        photos.joinedload(Photo.device),
        photos.selectinload(Photo.drawings),
    )


def gallery_of(anomaly: Anomaly) -> Json:
    return {"items": [photo for photo in anomaly.arrived_photos if photo.can_be_seen_by(actor())]}


def stored(file: FileStorage, id: UUID | None, form: Json) -> Any:
    place = {name: form.pop(name, None) for name in ("latitude", "longitude", "accuracy_m")}
    position = Position(**place) if place["latitude"] is not None else None
    photo, created = receive_photo(
        actor(),
        Upload(file=file.stream, id=id, position=position, device_id=device_named(), **form),
    )
    return photo if created else (photo, 200)
