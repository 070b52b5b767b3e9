"""Equipment: list, look up, open, write."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from marshmallow import Schema, fields, validate
from sqlalchemy.orm import joinedload

from billun.blueprints.access import actor, members, only
from billun.blueprints.api.blueprint import Json, Resource
from billun.blueprints.api.fields import Moment, Specs, Text
from billun.blueprints.api.preconditions import refuse_if_changed
from billun.blueprints.api.schemas import PageQuery, items_of, list_of, page_answer
from billun.blueprints.loading import equipment_named, refuse_foreign_ids
from billun.catalogue import catalogue
from billun.errors import Missing
from billun.models import Equipment, EquipmentStatus, Fitness, Role
from billun.operations.equipment import (
    EquipmentForm,
    add_equipment,
    edit_equipment,
    form_of,
    retire_equipment,
)
from billun.queries.equipment_lookup import look_up
from billun.queries.equipment_search import EquipmentFilter, open_anomaly_counts, search_equipment

equipment = Resource("equipment", "Vehicles, trailers and handling machines")

KINDS = tuple(catalogue.kinds)
FAMILIES = tuple(catalogue.families)


class EquipmentSchema(Schema):
    id = fields.UUID()
    billun_id = fields.String()
    family = fields.String()
    kind = fields.String()
    internal_id = fields.String(allow_none=True)
    plate = fields.String(allow_none=True)
    plate_country = fields.String(allow_none=True)
    vin = fields.String(allow_none=True)
    serial = fields.String(allow_none=True)
    make = fields.String()
    model = fields.String()
    first_registered_on = fields.Date(allow_none=True)
    description = fields.String()
    site_id = fields.UUID(allow_none=True)
    workshop_id = fields.UUID(allow_none=True)
    status = fields.String()
    fitness = fields.String()
    specs = fields.Dict()
    open_anomalies = fields.Integer()
    created_at = Moment()


class EquipmentWriteSchema(Schema):
    family = fields.String(validate=validate.OneOf(FAMILIES))
    kind = fields.String(validate=validate.OneOf(KINDS))
    internal_id = Text(longest=40, allow_none=True)
    plate = Text(longest=20, allow_none=True)
    plate_country = Text(longest=3, allow_none=True)
    vin = Text(longest=40, allow_none=True)
    serial = Text(longest=60, allow_none=True)
    make = Text(longest=80)
    model = Text(longest=80)
    first_registered_on = fields.Date(allow_none=True)
    site_id = fields.UUID(allow_none=True)
    workshop_id = fields.UUID(allow_none=True)
    status = fields.Enum(EquipmentStatus, by_value=True)
    specs = Specs()


class NewEquipmentSchema(EquipmentWriteSchema):
    id = fields.UUID()
    family = fields.String(required=True, validate=validate.OneOf(FAMILIES))
    kind = fields.String(required=True, validate=validate.OneOf(KINDS))


class EquipmentQuery(PageQuery):
    q = Text(longest=100, load_default="")
    family = fields.String(validate=validate.OneOf(FAMILIES))
    kind = fields.String(validate=validate.OneOf(KINDS))
    status = fields.Enum(EquipmentStatus, by_value=True)
    fitness = fields.Enum(Fitness, by_value=True)
    site_id = fields.UUID()
    workshop_id = fields.UUID()


class LookupQuery(Schema):
    code = Text(longest=300, required=True, shortest=1)


@equipment.route("/equipment", methods=["GET"])
@members
@equipment.arguments(EquipmentQuery, location="query")
@equipment.response(200, list_of(EquipmentSchema))
def index(query: Json) -> Json:
    """The equipment that one sees, by name."""
    refuse_foreign_ids(query)
    limit, cursor = query.pop("limit"), query.pop("cursor", None)
    page = search_equipment(actor(), EquipmentFilter(**query), limit, cursor)
    return page_answer(page) | {"items": with_counts(list(page.items))}


@equipment.route("/equipment", methods=["POST"])
@only(Role.MANAGER)
@equipment.arguments(NewEquipmentSchema)
@equipment.response(201, EquipmentSchema)
def create(body: Json) -> Any:
    """Add equipment."""
    id = body.pop("id", None)
    item, created = add_equipment(actor(), EquipmentForm(**body), id)
    return described(item) if created else (described(item), 200)


@equipment.route("/equipment/lookup", methods=["GET"])
@members
@equipment.arguments(LookupQuery, location="query")
@equipment.response(200, items_of(EquipmentSchema))
def lookup(query: Json) -> Json:
    """The items that carry exactly this Billun ID, fleet number, plate, VIN or label URL."""
    found = look_up(actor(), query["code"])
    if not found:
        raise Missing(_("Nothing carries this code."))
    return {"items": with_counts(found)}


@equipment.route("/equipment/<name>", methods=["GET"])
@members
@equipment.response(200, EquipmentSchema)
def show(name: str) -> Json:
    """One item, by id or Billun ID."""
    return described(equipment_named(name, joinedload(Equipment.site)))


@equipment.route("/equipment/<name>", methods=["PATCH"])
@only(Role.MANAGER)
@equipment.arguments(EquipmentWriteSchema)
@equipment.response(200, EquipmentSchema)
def edit(body: Json, name: str) -> Json:
    """Change what is given; the rest stays."""
    item = equipment_named(name)
    refuse_if_changed(EquipmentSchema, described(item))
    edit_equipment(actor(), item, EquipmentForm(**(vars(form_of(item)) | body)))
    return described(item)


@equipment.route("/equipment/<name>", methods=["DELETE"])
@only(Role.MANAGER)
@equipment.response(204)
def retire(name: str) -> None:
    """Take it out of use; its history stays."""
    retire_equipment(equipment_named(name))


def described(item: Equipment) -> Json:
    return with_counts([item])[0]


def with_counts(items: list[Equipment]) -> list[Json]:
    counts = open_anomaly_counts([item.id for item in items])
    written = [name for name in EquipmentSchema().fields if name != "open_anomalies"]
    return [
        {name: getattr(item, name) for name in written} | {"open_anomalies": counts.get(item.id, 0)}
        for item in items
    ]
