"""Meter readings: kilometres and engine hours."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from marshmallow import Schema, fields

from billun.blueprints.access import actor, members
from billun.blueprints.api.blueprint import Json, Resource
from billun.blueprints.api.fields import Moment, Text
from billun.blueprints.api.schemas import PageQuery, list_of, page_answer
from billun.blueprints.loading import equipment_named
from billun.models import Meter
from billun.operations.meters import LONGEST_REASON, record_reading
from billun.queries.meter_history import NEWEST_FIRST, readings_of
from billun.queries.pagination import paginate

meter_readings = Resource("meter_readings", "What the meters of equipment showed")


class MeterReadingSchema(Schema):
    """`value` in km or hours."""

    id = fields.UUID()
    equipment_id = fields.UUID()
    meter = fields.String()
    value = fields.Float()
    read_at = Moment()
    source = fields.String()
    reason = fields.String()
    author_id = fields.UUID(allow_none=True)
    author = fields.String(attribute="author.user.full_name", dump_default=None)
    created_at = Moment()


class MeterReadingQuery(PageQuery):
    meter = fields.Enum(Meter, by_value=True)


class NewMeterReadingSchema(Schema):
    """`reason` explains a value lower than before; it or `confirmed` lets an unusual step pass."""

    id = fields.UUID()
    meter = fields.Enum(Meter, by_value=True, required=True)
    value = fields.Float(required=True)
    read_at = Moment()
    reason = Text(longest=LONGEST_REASON)
    confirmed = fields.Boolean()


@meter_readings.route("/equipment/<name>/meter-readings", methods=["GET"])
@members
@meter_readings.arguments(MeterReadingQuery, location="query")
@meter_readings.response(200, list_of(MeterReadingSchema))
def index(query: Json, name: str) -> Json:
    """The readings of an item, the last first."""
    wanted = readings_of(equipment_named(name), query.get("meter"))
    return page_answer(paginate(wanted, NEWEST_FIRST, query["limit"], query.get("cursor")))


@meter_readings.route("/equipment/<name>/meter-readings", methods=["POST"])
@members
@meter_readings.arguments(NewMeterReadingSchema)
@meter_readings.response(201, MeterReadingSchema)
def create(body: Json, name: str) -> Any:
    """Say what a meter shows."""
    item = equipment_named(name)
    value = Decimal(str(body.pop("value")))
    reading, created = record_reading(actor(), item, body.pop("meter"), value, **body)
    return reading if created else (reading, 200)
