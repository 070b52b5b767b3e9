"""What the API says of a photo."""

from __future__ import annotations

from marshmallow import Schema, fields

from billun.blueprints.api.fields import Moment
from billun.blueprints.api.schemas import AuthorSchema, items_of, position_of
from billun.blueprints.photos.sizes import enhanced_url
from billun.models import Photo


def urls_of(photo: Photo) -> dict[str, str]:
    """Where to read each size; the smaller ones once they are made, none of what was erased."""
    sizes = [] if photo.is_erased else ["original"]
    if photo.has_sizes:
        sizes += ["large", "medium", "thumb"]
    urls = {size: f"/photos/{photo.id}/{size}" for size in sizes}
    if photo.has_enhanced:
        urls["enhanced"] = enhanced_url(photo)
    return urls


class QualitySchema(Schema):
    """How bright (0 to 255 on average) and how sharp it is."""

    luminance = fields.Float(allow_none=True)
    sharpness = fields.Float(allow_none=True)


class EnhancementSchema(Schema):
    """What became of making it better; without a state nobody has asked."""

    state = fields.String(attribute="enhancement_state", allow_none=True)
    model = fields.String(attribute="enhancement_model", allow_none=True)
    metrics = fields.Dict(attribute="enhancement_metrics", allow_none=True)


class RemovalSchema(Schema):
    """That it was taken away: how, when, why and by whom; by nobody where its retention was over."""

    kind = fields.String(attribute="removal")
    at = Moment(attribute="removed_at")
    by = fields.Nested(AuthorSchema, attribute="removed_by", allow_none=True)
    reason = fields.String(attribute="removal_reason")


class PhotoDrawingSchema(Schema):
    """A drawing on a copy of it."""

    id = fields.UUID()
    state = fields.String()
    conceals = fields.Boolean()
    created_at = Moment()


class PhotoDeviceSchema(Schema):
    """The phone that sent it."""

    id = fields.UUID()
    model = fields.String()
    system = fields.String()


class PhotoSchema(Schema):
    id = fields.UUID()
    # What it is a photo of: one of the two.
    anomaly_id = fields.UUID(allow_none=True)
    intervention_id = fields.UUID(allow_none=True)
    stage = fields.String(allow_none=True)
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
    caption = fields.String()
    colour = fields.String(allow_none=True)
    # Null where the workshop outside sent it by its link.
    sender = fields.Nested(AuthorSchema, allow_none=True)
    device = fields.Nested(PhotoDeviceSchema, allow_none=True)
    quality = fields.Function(lambda photo: QualitySchema().dump(photo))
    enhancement = fields.Function(lambda photo: EnhancementSchema().dump(photo))
    drawings = fields.List(fields.Nested(PhotoDrawingSchema))
    removal = fields.Function(lambda photo: None if photo.is_shown else RemovalSchema().dump(photo))
    urls = fields.Function(urls_of)


PhotoItems = items_of(PhotoSchema)
