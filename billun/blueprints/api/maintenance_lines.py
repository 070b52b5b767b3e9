"""What an intervention costs, line by line."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from marshmallow import Schema, fields
from sqlalchemy.orm import selectinload

from billun.blueprints.access import actor, only
from billun.blueprints.api.blueprint import Json, Resource
from billun.blueprints.api.fields import Moment, Text
from billun.blueprints.api.messages import Between
from billun.blueprints.api.schemas import AuthorSchema, items_of
from billun.blueprints.loading import intervention_named
from billun.models import Intervention, InterventionLine, LineKind, Role
from billun.operations.intervention_lines import (
    LONGEST,
    MOST_MINUTES,
    LineForm,
    add_line,
    edit_line,
    line_of,
    remove_line,
)

maintenance_lines = Resource("maintenance_lines", "What an intervention costs, without tax")


class LineSchema(Schema):
    """Labour: `minutes` at `unit_price` an hour. Parts: `quantity` at `unit_price` each. Euros without tax."""

    id = fields.UUID()
    intervention_id = fields.UUID()
    kind = fields.String()
    description = fields.String()
    reference = fields.String()
    minutes = fields.Integer(allow_none=True)
    quantity = fields.Decimal(
        places=3, as_string=True, allow_none=True, metadata={"type": ["string", "null"]}
    )
    unit_price = fields.Decimal(places=2, as_string=True, metadata={"type": "string"})
    cost = fields.Decimal(places=2, as_string=True, metadata={"type": "string"})
    worker = fields.Nested(AuthorSchema, allow_none=True)
    by_clock = fields.Function(
        lambda line: line.session_id is not None, metadata={"type": "boolean"}
    )
    created_at = Moment()


class LineChanges(Schema):
    """`worker_id` is a user's id; labour without a `unit_price` costs the workshop's hourly rate."""

    kind = fields.Enum(LineKind, by_value=True)
    description = Text(longest=LONGEST["description"])
    reference = Text(longest=LONGEST["reference"])
    minutes = fields.Integer(allow_none=True, strict=True, validate=Between(1, MOST_MINUTES))
    quantity = fields.Decimal(allow_none=True)
    unit_price = fields.Decimal(allow_none=True)
    worker_id = fields.UUID(allow_none=True)


class NewLineBody(LineChanges):
    id = fields.UUID()
    kind = fields.Enum(LineKind, by_value=True, required=True)


@maintenance_lines.route("/maintenance/<name>/lines", methods=["GET"])
@only(Role.MANAGER, Role.WORKSHOP)
@maintenance_lines.response(200, items_of(LineSchema))
def index(name: str) -> Json:
    """Its lines, in the order in which they were added."""
    lines = selectinload(Intervention.lines).joinedload(InterventionLine.worker)
    return {"items": intervention_named(name, lines).lines}


@maintenance_lines.route("/maintenance/<name>/lines", methods=["POST"])
@only(Role.MANAGER, Role.WORKSHOP)
@maintenance_lines.arguments(NewLineBody)
@maintenance_lines.response(201, LineSchema)
def create(body: Json, name: str) -> Any:
    """Add labour or parts; sending it again under its id is harmless."""
    id = body.pop("id", None)
    line, created = add_line(actor(), intervention_named(name), LineForm(**body), id)
    return line if created else (line, 200)


@maintenance_lines.route("/maintenance/<name>/lines/<uuid:line_id>", methods=["PATCH"])
@only(Role.MANAGER, Role.WORKSHOP)
@maintenance_lines.arguments(LineChanges)
@maintenance_lines.response(200, LineSchema)
def edit(body: Json, name: str, line_id: UUID) -> InterventionLine:
    """Change what a line says."""
    return edit_line(actor(), line_of(intervention_named(name), line_id), body)


@maintenance_lines.route("/maintenance/<name>/lines/<uuid:line_id>", methods=["DELETE"])
@only(Role.MANAGER, Role.WORKSHOP)
@maintenance_lines.response(204)
def delete(name: str, line_id: UUID) -> None:
    """Take a line away."""
    remove_line(actor(), line_of(intervention_named(name), line_id))
