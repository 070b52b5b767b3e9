"""Equipment: list, look up, open, write."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from marshmallow import Schema, fields, validate
from sqlalchemy.orm import joinedload

from billun.blueprints.access import actor, members, only
from billun.blueprints.api.blueprint import Json, Resource
from billun.blueprints.api.fields import Day, Moment, Specs, Text
from billun.blueprints.api.preconditions import refuse_if_changed
from billun.blueprints.api.schemas import PageQuery, list_of, page_answer
from billun.blueprints.loading import equipment_named, refuse_foreign_ids
from billun.catalogue import catalogue
from billun.errors import Missing
from billun.models import Deadline, Equipment, EquipmentStatus, Fitness, Ownership, Role
from billun.operations.equipment import (
    EquipmentForm,
    add_equipment,
    edit_equipment,
    form_of,
    lock_to_edit,
    retire_equipment,
)
from billun.operations.plausibility import doubts_about
from billun.queries.equipment_deadlines import nearest_deadlines
from billun.queries.equipment_filter import DEADLINE_STATES, MISSING
from billun.queries.equipment_lookup import label_in_stock, look_up
from billun.queries.equipment_search import (
    SORTS,
    EquipmentFilter,
    open_anomaly_counts,
    search_equipment,
)

equipment = Resource("equipment", "Vehicles, trailers and handling machines")

KINDS = tuple(catalogue.kinds)
FAMILIES = tuple(catalogue.families)


class NextDeadlineSchema(Schema):
    code = fields.String()
    due_on = fields.Date()
    state = fields.String()


class WarningSchema(Schema):
    field = fields.String()
    message = fields.String()


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
    ownership = fields.String()
    owner_name = fields.String()
    contract_ends_on = fields.Date(allow_none=True)
    parent_id = fields.UUID(allow_none=True)
    open_anomalies = fields.Integer()
    next_deadline = fields.Nested(NextDeadlineSchema, allow_none=True)
    unknown_deadlines = fields.Integer()
    version = fields.Integer()
    created_at = Moment()
    updated_at = Moment()


class OneEquipmentSchema(EquipmentSchema):
    """`warnings` name what should be compared with the papers once more."""

    warnings = fields.List(fields.Nested(WarningSchema))


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
    first_registered_on = Day(allow_none=True)
    description = Text(longest=500)
    site_id = fields.UUID(allow_none=True)
    workshop_id = fields.UUID(allow_none=True)
    status = fields.Enum(EquipmentStatus, by_value=True)
    ownership = fields.Enum(Ownership, by_value=True)
    owner_name = Text(longest=200)
    contract_ends_on = Day(allow_none=True)
    parent_id = fields.UUID(allow_none=True)
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
    deadline = fields.String(validate=validate.OneOf(DEADLINE_STATES))
    missing = fields.String(validate=validate.OneOf(MISSING))
    ownership = fields.Enum(Ownership, by_value=True)
    sort = fields.String(validate=validate.OneOf(SORTS), load_default="name")


class LookupSchema(Schema):
    items = fields.List(fields.Nested(EquipmentSchema))
    blank = fields.Boolean()


class LookupQuery(Schema):
    code = Text(longest=300, required=True, shortest=1)


@equipment.route("/equipment", methods=["GET"])
@members
@equipment.arguments(EquipmentQuery, location="query")
@equipment.response(200, list_of(EquipmentSchema))
def index(query: Json) -> Json:
    """The equipment that one sees, by name."""
    refuse_foreign_ids(query)
    limit, cursor, sort = query.pop("limit"), query.pop("cursor", None), query.pop("sort")
    page = search_equipment(actor(), EquipmentFilter(**query), limit, cursor, sort)
    return page_answer(page) | {"items": listed(list(page.items))}


@equipment.route("/equipment", methods=["POST"])
@only(Role.MANAGER)
@equipment.arguments(NewEquipmentSchema)
@equipment.response(201, OneEquipmentSchema)
def create(body: Json) -> Any:
    """Add equipment."""
    id = body.pop("id", None)
    item, created = add_equipment(actor(), EquipmentForm(**body), id)
    return described(item) if created else (described(item), 200)


@equipment.route("/equipment/lookup", methods=["GET"])
@members
@equipment.arguments(LookupQuery, location="query")
@equipment.response(200, LookupSchema)
def lookup(query: Json) -> Json:
    """The items that carry exactly this Billun ID, code, fleet number, plate, VIN, serial or label URL.

    None, and `blank`, where it is a printed label of the company that nothing carries yet.
    """
    found = look_up(actor(), query["code"])
    if found:
        return {"items": listed(found)}
    if label_in_stock(actor(), query["code"]):
        return {"items": [], "blank": True}
    raise Missing(_("Nothing carries this code."))


@equipment.route("/equipment/<name>", methods=["GET"])
@members
@equipment.response(200, OneEquipmentSchema)
def show(name: str) -> Json:
    """One item, by id or Billun ID."""
    return described(equipment_named(name, joinedload(Equipment.site)))


@equipment.route("/equipment/<name>", methods=["PATCH"])
@only(Role.MANAGER)
@equipment.arguments(EquipmentWriteSchema)
@equipment.response(200, OneEquipmentSchema)
def edit(body: Json, name: str) -> Json:
    """Change what is given; the rest stays."""
    item = equipment_named(name)
    lock_to_edit(item)
    refuse_if_changed(OneEquipmentSchema, described(item))
    edit_equipment(actor(), item, changed(item, body))
    return described(item)


@equipment.route("/equipment/<name>", methods=["DELETE"])
@only(Role.MANAGER)
@equipment.response(204)
def retire(name: str) -> None:
    """Take it out of use; its history stays."""
    retire_equipment(actor(), equipment_named(name))


def changed(item: Equipment, body: Json) -> EquipmentForm:
    """The form that writes what is given and leaves the rest; of `specs` each key by itself, null clears it."""
    present = vars(form_of(item))
    specs = {**present["specs"], **body.pop("specs", {})}
    if body.get("kind", item.kind) != item.kind:
        body.setdefault("family", None)
    return EquipmentForm(**(present | body | {"specs": specs}))


def described(item: Equipment) -> Json:
    return listed([item])[0] | {"warnings": doubts_about(item)}


def listed(items: list[Equipment]) -> list[Json]:
    ids = [item.id for item in items]
    counts, nearest = open_anomaly_counts(ids), nearest_deadlines(ids)
    return [
        {name: getattr(item, name, None) for name in EquipmentSchema().fields}
        | {"open_anomalies": counts.get(item.id, 0), "next_deadline": next_deadline(item, nearest)}
        for item in items
    ]


def next_deadline(item: Equipment, nearest: dict[UUID, Deadline]) -> Json | None:
    deadline = nearest.get(item.id)
    if deadline is None:
        return None
    state = deadline.state_on(item.company.today)
    return {"code": deadline.code, "due_on": deadline.due_on, "state": state}
