"""Shapes of the API of maintenance plans."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from billun.blueprints.api.fields import Day, Moment, Text
from billun.blueprints.api.messages import Between
from billun.blueprints.api.schemas import PageQuery
from billun.catalogue import catalogue
from billun.models import IntervalUnit, InterventionKind, Meter, Priority
from billun.operations.interventions import LONGEST_DESCRIPTION, LONGEST_TITLE

KINDS = tuple(catalogue.kinds)
HIGHEST = 10_000_000


class PlanSchema(Schema):
    """`meter_every` in km or hours; of its `items` so many are `due`, and `without_day` as nobody can tell it yet."""

    id = fields.UUID()
    title = fields.String()
    description = fields.String()
    kind = fields.String()
    priority = fields.String()
    equipment_id = fields.UUID(allow_none=True)
    equipment_kind = fields.String(allow_none=True)
    workshop_id = fields.UUID(allow_none=True)
    every = fields.Integer(allow_none=True)
    unit = fields.String(allow_none=True)
    meter = fields.String(allow_none=True)
    meter_every = fields.Float(allow_none=True)
    starts_on = fields.Date()
    ahead_days = fields.Integer()
    estimated_minutes = fields.Integer(allow_none=True)
    active = fields.Boolean()
    items = fields.Integer()
    due = fields.Integer()
    without_day = fields.Integer()
    next_due_on = fields.Date(allow_none=True)
    version = fields.Integer()
    created_at = Moment()


class PlanBody(Schema):
    """`every` with its `unit`, `meter_every` with its `meter`, or both: whichever comes first."""

    title = Text(longest=LONGEST_TITLE, shortest=1)
    description = Text(longest=LONGEST_DESCRIPTION, lines=True)
    kind = fields.Enum(InterventionKind, by_value=True)
    priority = fields.Enum(Priority, by_value=True)
    equipment_id = fields.UUID(allow_none=True)
    equipment_kind = fields.String(allow_none=True, validate=validate.OneOf(KINDS))
    workshop_id = fields.UUID(allow_none=True)
    every = fields.Integer(allow_none=True, validate=Between(1, 3_650))
    unit = fields.Enum(IntervalUnit, by_value=True, allow_none=True)
    meter = fields.Enum(Meter, by_value=True, allow_none=True)
    meter_every = fields.Float(allow_none=True, validate=Between(1, 1_000_000))
    starts_on = Day()
    ahead_days = fields.Integer(validate=Between(0, 365))
    estimated_minutes = fields.Integer(allow_none=True, validate=Between(1, 100_000))


class NewPlanBody(PlanBody):
    id = fields.UUID()
    title = Text(longest=LONGEST_TITLE, shortest=1, required=True)


class PlanChangesBody(PlanBody):
    active = fields.Boolean()


class PlanQuery(PageQuery):
    active = fields.Boolean()


class PlanEquipmentSchema(Schema):
    id = fields.UUID()
    billun_id = fields.String()
    title = fields.String()
    plate = fields.String(allow_none=True)
    fitness = fields.String()


class PlanMeterSchema(Schema):
    """What the meter showed last, on which day, and how much is added in a day on average."""

    value = fields.Float()
    read_on = fields.Date()
    a_day = fields.Float(allow_none=True)


class PlanJobSchema(Schema):
    id = fields.UUID()
    reference = fields.String()
    status = fields.String()
    starts_at = Moment(allow_none=True)


class PlanItemSchema(Schema):
    """`reason` says which of the two makes it due first; without `due_on` nobody can tell yet."""

    equipment_id = fields.UUID(attribute="item.equipment_id")
    equipment = fields.Nested(PlanEquipmentSchema, attribute="item.equipment")
    last_done_on = fields.Date(attribute="item.last_done_on", allow_none=True)
    last_meter = fields.Float(attribute="item.last_meter", allow_none=True)
    due_on = fields.Date(attribute="item.due_on", allow_none=True)
    due_meter = fields.Float(attribute="item.due_meter", allow_none=True)
    reason = fields.String(attribute="item.reason", allow_none=True)
    meter = fields.Nested(PlanMeterSchema, attribute="use", allow_none=True)
    intervention = fields.Nested(PlanJobSchema, attribute="job", allow_none=True)


class LastDoneBody(Schema):
    last_done_on = Day(allow_none=True)
    last_meter = fields.Float(allow_none=True, validate=Between(0, HIGHEST))
