"""Sightings: known damage that somebody meets again."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields, validate

from billun.blueprints.access import actor, members
from billun.blueprints.api.blueprint import Json, Resource
from billun.blueprints.api.fields import Moment, Text
from billun.blueprints.api.schemas import AuthorSchema, PhotoBody, PositionBody, position_of
from billun.blueprints.loading import anomaly_named
from billun.models import Criticality, SightingKind
from billun.models.base import new_id
from billun.operations.announcing import AnnouncedPhoto
from billun.operations.anomalies import Position
from billun.operations.sightings import SightingForm, record_sighting

sightings = Resource("sightings", "Known damage that is met again")


class AnnouncedPhotoSchema(Schema):
    id = fields.UUID()
    sha256 = fields.String()
    guide = fields.String(allow_none=True)
    state = fields.String()


class SightingSchema(Schema):
    """`criticality` is what the observer said; what became of it stands on the timeline."""

    id = fields.UUID()
    anomaly_id = fields.UUID()
    kind = fields.String()
    observer = fields.Nested(AuthorSchema)
    criticality = fields.String(allow_none=True)
    comment = fields.String()
    seen_at = Moment()
    received_at = Moment()
    position = fields.Function(position_of)
    photos = fields.List(fields.Nested(AnnouncedPhotoSchema))


class SightingBody(Schema):
    """`photos` announces what will follow one by one, to the photos of the anomaly."""

    id = fields.UUID()
    kind = fields.Enum(SightingKind, by_value=True, required=True)
    criticality = fields.Enum(Criticality, by_value=True, allow_none=True)
    comment = Text(longest=4000, lines=True, allow_none=True)
    seen_at = Moment(allow_none=True)
    position = fields.Nested(PositionBody, allow_none=True)
    photos = fields.List(
        fields.Nested(PhotoBody), load_default=list, validate=validate.Length(max=100)
    )


@sightings.route("/anomalies/<name>/sightings", methods=["POST"])
@members
@sightings.arguments(SightingBody)
@sightings.response(201, SightingSchema)
def create(body: Json, name: str) -> Any:
    """Say that it is as it was, or that it got worse; sending it again is harmless."""
    sighting, created = record_sighting(actor(), anomaly_named(name), form_of(body))
    return sighting if created else (sighting, 200)


def form_of(body: Json) -> SightingForm:
    """The sighting that a checked body tells of."""
    position = body.get("position")
    return SightingForm(
        id=body.get("id") or new_id(),
        kind=body["kind"],
        criticality=body.get("criticality"),
        comment=body.get("comment") or "",
        seen_at=body.get("seen_at"),
        position=Position(**position) if position else None,
        photos=tuple(AnnouncedPhoto(**photo) for photo in body["photos"]),
    )
