"""Drawings on copies of photos: ordered with the shapes, drawn by a job, taken away again."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from billun.adapters.drawing_out import COLOURS
from billun.adapters.pictures import SIZES
from billun.blueprints.access import actor, members
from billun.blueprints.api.blueprint import Json, Resource
from billun.blueprints.api.fields import Moment, Text
from billun.blueprints.api.messages import Between
from billun.blueprints.api.schemas import AuthorSchema, items_of
from billun.blueprints.photos.loading import seen_drawing, seen_photo
from billun.models import Drawing
from billun.operations.drawings import SHAPES_AT_MOST, draw_on, remove_drawing

drawings = Resource("drawings", "Copies of photos with arrows, circles, words and veils on them")

LONGEST_TEXT = 80
# What each kind of shape is made of; all but a veil have a colour.
PARTS = {
    "arrow": {"from", "to"},
    "circle": {"centre", "radii"},
    "text": {"at", "text"},
    "blur": {"from", "to"},
}
DECIMALS = 4


class Proportion(fields.Float):
    """A part of the picture's width or height, kept to a few ten-thousandths."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> float:
        return round(float(super()._deserialize(value, attr, data, **kwargs)), DECIMALS)


def pair(**kwargs: Any) -> fields.List[Any]:
    """Across and down, each from 0 to 1."""
    words: Any = lazy_gettext("Send two numbers: across, down.")
    two = validate.Length(equal=2, error=words)
    return fields.List(Proportion(validate=Between(0, 1)), validate=two, **kwargs)


class ShapeSchema(Schema):
    """`kind` says which of the others there are: `from` and `to` (arrow, blur), `centre` and `radii`
    (circle), `at` and `text` (text). All but a blur may have a colour; red if they say none.
    """

    kind = fields.String(required=True, validate=validate.OneOf(list(PARTS)))
    start = pair(data_key="from", attribute="from")
    to = pair()
    centre = pair()
    radii = pair()
    at = pair()
    text = Text(longest=LONGEST_TEXT, shortest=1)
    colour = fields.String(validate=validate.OneOf(list(COLOURS)))

    @validates_schema
    def parts_of_its_kind(self, shape: Json, **_kwargs: Any) -> None:
        needed = PARTS[shape["kind"]]
        allowed = needed | ({"kind"} if shape["kind"] == "blur" else {"kind", "colour"})
        wrong = {name: [_("This is missing.")] for name in needed - shape.keys()}
        wrong |= {name: [_("There is no such field.")] for name in shape.keys() - allowed}
        if wrong:
            raise ValidationError(wrong)


class DrawingBody(Schema):
    shapes = fields.List(
        fields.Nested(ShapeSchema), required=True, validate=validate.Length(max=SHAPES_AT_MOST)
    )


def urls_of(drawing: Drawing) -> dict[str, str]:
    """Where to read each size, once it is drawn."""
    if not (drawing.is_ready and drawing.photo.has_sizes):
        return {}
    return {
        size: url_for("drawings.show", photo_id=drawing.photo_id, id=drawing.id, size=size)
        for size in SIZES
    }


class DrawingSchema(Schema):
    id = fields.UUID()
    photo_id = fields.UUID()
    author = fields.Nested(AuthorSchema)
    state = fields.String()
    conceals = fields.Boolean(metadata={"description": "Other companies see it instead"})
    created_at = Moment()
    shapes = fields.List(fields.Nested(ShapeSchema))
    urls = fields.Function(urls_of)


@drawings.route("/photos/<uuid:photo_id>/drawings", methods=["GET"])
@members
@drawings.response(200, items_of(DrawingSchema))
def index(photo_id: UUID) -> Json:
    """What was drawn on copies of this photo, the oldest first."""
    return {"items": seen_photo(photo_id).drawings}


@drawings.route("/photos/<uuid:photo_id>/drawings/<uuid:id>", methods=["PUT"])
@members
@drawings.arguments(DrawingBody)
@drawings.response(201, DrawingSchema)
def put(body: Json, photo_id: UUID, id: UUID) -> Any:
    """Draw on a copy under an id made by the client; sending it again is harmless."""
    shapes = [coloured(shape) for shape in body["shapes"]]
    drawing, created = draw_on(actor(), seen_photo(photo_id), id, shapes)
    return drawing if created else (drawing, 200)


@drawings.route("/photos/<uuid:photo_id>/drawings/<uuid:id>", methods=["DELETE"])
@members
@drawings.response(204)
def delete(photo_id: UUID, id: UUID) -> None:
    """Take the copy away: its author, a supervisor or a manager."""
    remove_drawing(actor(), seen_drawing(photo_id, id))


def coloured(shape: Json) -> Json:
    return shape if shape["kind"] == "blur" else {"colour": "red"} | shape
