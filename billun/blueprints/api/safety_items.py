"""The safety kit of equipment: what is there, what must be, what is missing."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from marshmallow import Schema, fields, validate

from billun.blueprints.access import actor, members, only
from billun.blueprints.api.blueprint import Json, Resource
from billun.blueprints.api.fields import Day, Text
from billun.blueprints.api.messages import Between
from billun.blueprints.api.preconditions import refuse_if_changed
from billun.blueprints.loading import equipment_named
from billun.catalogue import catalogue
from billun.models import Role, SafetyItem
from billun.models.deadline import state_of
from billun.operations.safety_kit import (
    LONGEST_NOTE,
    MOST_OF_ONE,
    SafetyItemForm,
    add_safety_item,
    edit_safety_item,
    form_of,
    hold,
    remove_safety_item,
)
from billun.queries.safety_kit import KitLine, items_of, kit_of, safety_item_with_id

safety_items = Resource("safety_items", "The safety kit of equipment")

ITEMS = tuple(catalogue.safety_kit)


def expiry_of(item: SafetyItem) -> str | None:
    if item.expires_on is None:
        return None
    return state_of(item.expires_on, item.equipment.company.today)


class SafetyItemSchema(Schema):
    """`expiry` is the state of a deadline, or null where no day is known."""

    id = fields.UUID()
    equipment_id = fields.UUID()
    item = fields.String()
    quantity = fields.Integer()
    expires_on = fields.Date(allow_none=True)
    expiry = fields.Function(expiry_of)
    note = fields.String()


class RequiredSchema(Schema):
    """So many per vehicle, unit (with its trailer) or crew_member; extinguishers with their powder in kg."""

    item = fields.String()
    quantity = fields.Integer()
    per = fields.String()
    minimum_kg = fields.Float(allow_none=True)
    total_kg = fields.Float(allow_none=True)


class MissingSchema(Schema):
    item = fields.String()
    quantity = fields.Integer()


class SafetyKitSchema(Schema):
    items = fields.List(fields.Nested(SafetyItemSchema))
    next_cursor = fields.String(allow_none=True)
    total = fields.Integer()
    required = fields.List(fields.Nested(RequiredSchema))
    missing = fields.List(fields.Nested(MissingSchema))


class SafetyItemWriteSchema(Schema):
    quantity = fields.Integer(strict=True, validate=Between(0, MOST_OF_ONE))
    expires_on = Day(allow_none=True)
    note = Text(longest=LONGEST_NOTE)


class NewSafetyItemSchema(SafetyItemWriteSchema):
    id = fields.UUID()
    item = fields.String(required=True, validate=validate.OneOf(ITEMS))


@safety_items.route("/equipment/<name>/safety-items", methods=["GET"])
@members
@safety_items.response(200, SafetyKitSchema)
def index(name: str) -> Json:
    """What is there, in one page: the catalogue has no more; and what is required and missing."""
    item = equipment_named(name)
    kit, there = kit_of(item), items_of(item)
    return {
        "items": there,
        "next_cursor": None,
        "total": len(there),
        "required": [requirement(line) for line in kit.required],
        "missing": [{"item": line.item.key, "quantity": line.missing} for line in kit.missing],
    }


@safety_items.route("/equipment/<name>/safety-items", methods=["POST"])
@only(Role.WORKSHOP, Role.MANAGER)
@safety_items.arguments(NewSafetyItemSchema)
@safety_items.response(201, SafetyItemSchema)
def create(body: Json, name: str) -> Any:
    """Add an item of the catalogue; each stands in the kit once, with its quantity."""
    id = body.pop("id", None)
    item, created = add_safety_item(actor(), equipment_named(name), SafetyItemForm(**body), id)
    return item if created else (item, 200)


@safety_items.route("/safety-items/<uuid:id>", methods=["GET"])
@members
@safety_items.response(200, SafetyItemSchema)
def show(id: UUID) -> SafetyItem:
    """One item of a kit."""
    return safety_item_with_id(actor(), id)


@safety_items.route("/safety-items/<uuid:id>", methods=["PATCH"])
@only(Role.WORKSHOP, Role.MANAGER)
@safety_items.arguments(SafetyItemWriteSchema)
@safety_items.response(200, SafetyItemSchema)
def edit(body: Json, id: UUID) -> SafetyItem:
    """Change what is given; the rest stays."""
    item = safety_item_with_id(actor(), id)
    hold(item)
    refuse_if_changed(SafetyItemSchema, item)
    edit_safety_item(actor(), item, SafetyItemForm(**(vars(form_of(item)) | body)))
    return item


@safety_items.route("/safety-items/<uuid:id>", methods=["DELETE"])
@only(Role.WORKSHOP, Role.MANAGER)
@safety_items.response(204)
def remove(id: UUID) -> None:
    """Take it out of the kit."""
    remove_safety_item(actor(), safety_item_with_id(actor(), id))


def requirement(line: KitLine) -> Json:
    assert line.rule is not None
    return {
        "item": line.item.key,
        "quantity": line.required,
        "per": line.item.per,
        "minimum_kg": line.rule.minimum_kg,
        "total_kg": line.rule.total_kg,
    }
