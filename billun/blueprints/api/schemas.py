"""Shapes that several resources share."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields, validate

from billun.blueprints.api.fields import Text, accuracy, hash_field, latitude, longitude
from billun.blueprints.api.messages import Between
from billun.queries.pagination import Page


class PresentSchema(Schema):
    """How what a 409 is about stands now; of a double booking, what is in the way."""

    status = fields.String()
    criticality = fields.String()
    equipment_id = fields.UUID()
    version = fields.String()
    id = fields.UUID()
    reference = fields.String()
    title = fields.String()
    bay = fields.String()
    starts_at = fields.String()
    ends_at = fields.String()


class QuestionSchema(Schema):
    """What speaks against a request; sent again with the codes of all of them as `confirmed`, it goes through."""

    code = fields.String()
    detail = fields.String()
    about = fields.String(allow_none=True)


class ProblemSchema(Schema):
    """application/problem+json (RFC 9457)."""

    type = fields.String()
    title = fields.String()
    status = fields.Integer()
    detail = fields.String()
    errors = fields.Dict(keys=fields.String(), values=fields.List(fields.String()))
    present = fields.Nested(PresentSchema)
    questions = fields.List(fields.Nested(QuestionSchema))


class PageQuery(Schema):
    limit = fields.Integer(load_default=25, validate=Between(1, 200))
    cursor = fields.String(validate=validate.Length(max=500))


class RemovalQuery(Schema):
    """`move_to` is the place that takes what belongs to the one that goes."""

    move_to = fields.UUID()


class PositionSchema(Schema):
    latitude = fields.Float()
    longitude = fields.Float()
    accuracy_m = fields.Float(allow_none=True)


def position_of(row: Any) -> dict[str, Any] | None:
    """Where a row says that it was, for a Function field; None where nobody said."""
    if row.latitude is None:
        return None
    return PositionSchema().dump(row)  # type: ignore[no-any-return]


class PositionBody(Schema):
    """Where a phone says that it is: degrees, and metres."""

    latitude = latitude(required=True)
    longitude = longitude(required=True)
    accuracy_m = accuracy(allow_none=True)


class PhotoBody(Schema):
    """A photo that a phone announces and then sends."""

    id = fields.UUID(required=True)
    sha256 = hash_field(required=True)
    guide = Text(longest=40, allow_none=True)


class AuthorSchema(Schema):
    """Who said or did something: a membership."""

    user_id = fields.UUID()
    name = fields.String(attribute="user.full_name")
    role = fields.String()


def list_of(item: type[Schema]) -> type[Schema]:
    """The shape of a list's answer: items, cursor of the next page, total."""
    return Schema.from_dict(
        {
            "items": fields.List(fields.Nested(item)),
            "next_cursor": fields.String(allow_none=True),
            "total": fields.Integer(),
        },
        name=item.__name__.removesuffix("Schema") + "List",
    )


def items_of(item: type[Schema]) -> type[Schema]:
    """The shape of a short list that is not paged."""
    return Schema.from_dict(
        {"items": fields.List(fields.Nested(item))},
        name=item.__name__.removesuffix("Schema") + "Items",
    )


def page_answer(page: Page[Any]) -> dict[str, Any]:
    return {"items": page.items, "next_cursor": page.next_cursor, "total": page.total}
