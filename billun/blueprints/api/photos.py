"""Photos: sent one by one, read with their sizes."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import request, url_for
from flask_babel import gettext as _
from flask_smorest.fields import Upload as UploadField
from marshmallow import Schema, ValidationError, fields, validates_schema
from sqlalchemy.orm import selectinload
from werkzeug.datastructures import FileStorage

from billun.adapters.pictures import MOST_BYTES
from billun.blueprints.access import actor, members
from billun.blueprints.api.blueprint import Json, Resource
from billun.blueprints.api.fields import Moment, Text, accuracy, hash_field, latitude, longitude
from billun.blueprints.api.schemas import items_of, position_of
from billun.blueprints.loading import anomaly_named, photo_with_id
from billun.models import Anomaly, Photo
from billun.operations.anomalies import Position
from billun.operations.photos import Upload, store_photo

photos = Resource("photos", "Photos of anomalies")

# The file, and room for what a form puts around it.
MOST_BYTES_OF_AN_UPLOAD = MOST_BYTES + 100_000


def urls_of(photo: Photo) -> dict[str, str]:
    """Where to read each size; the smaller ones once they are made."""
    sizes = ("original", "large", "thumb") if photo.is_ready else ("original",)
    return {size: url_for("photos.show", id=photo.id, size=size) for size in sizes}


class PhotoSchema(Schema):
    id = fields.UUID()
    anomaly_id = fields.UUID()
    sighting_id = fields.UUID(allow_none=True)
    state = fields.String()
    failure = fields.String(allow_none=True)
    failure_detail = fields.String(allow_none=True)
    sha256 = fields.String()
    media_type = fields.String()
    width = fields.Integer()
    height = fields.Integer()
    bytes = fields.Integer(attribute="byte_size")
    taken_at = Moment(allow_none=True)
    received_at = Moment()
    position = fields.Function(position_of)
    guide = fields.String(allow_none=True)
    urls = fields.Function(urls_of)


class UploadFile(Schema):
    file = UploadField(required=True)


class PhotoForm(Schema):
    anomaly_id = fields.UUID(required=True)
    sha256 = hash_field()
    guide = Text(longest=40)
    taken_at = Moment()
    latitude = latitude()
    longitude = longitude()
    accuracy_m = accuracy()

    @validates_schema
    def whole_position(self, body: Json, **_kwargs: Any) -> None:
        for one, other in (("latitude", "longitude"), ("longitude", "latitude")):
            if one in body and other not in body:
                raise ValidationError(_("A position has a latitude and a longitude."), other)


class NewPhotoForm(PhotoForm):
    id = fields.UUID()


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
    """Send one photo of an anomaly."""
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
    return photo_with_id(id)


@photos.route("/photos/gallery/<name>", methods=["GET"])
@members
@photos.response(200, items_of(PhotoSchema))
def gallery(name: str) -> Json:
    """The photos of an anomaly that have arrived, in the order of the guide."""
    return {"items": anomaly_named(name, selectinload(Anomaly.photos)).arrived_photos}


def stored(file: FileStorage, id: UUID | None, form: Json) -> Any:
    place = {name: form.pop(name, None) for name in ("latitude", "longitude", "accuracy_m")}
    position = Position(**place) if place["latitude"] is not None else None
    photo, created = store_photo(
        actor(), Upload(file=file.stream, id=id, position=position, **form)
    )
    return photo if created else (photo, 200)
