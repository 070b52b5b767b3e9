"""Which item of the register a provisional one turned out to be."""

from __future__ import annotations

from uuid import UUID

from marshmallow import Schema, fields

from billun.blueprints.access import actor, only
from billun.blueprints.api.blueprint import Json, Resource
from billun.blueprints.api.equipment import OneEquipmentSchema, described
from billun.blueprints.loading import equipment_named
from billun.models import Role
from billun.operations.replacing import replace_provisional

equipment_replacement = Resource("equipment_replacement", "What provisional items turn out to be")


class ReplacementBody(Schema):
    equipment_id = fields.UUID(required=True)


@equipment_replacement.route("/equipment/<name>/replacement", methods=["PUT"])
@only(Role.MANAGER)
@equipment_replacement.arguments(ReplacementBody)
@equipment_replacement.response(200, OneEquipmentSchema)
def put(body: dict[str, UUID], name: str) -> Json:
    """Say that the provisional item is that one, which then has all that was said of it."""
    right_one = equipment_named(str(body["equipment_id"]))
    return described(replace_provisional(actor(), equipment_named(name), right_one))
