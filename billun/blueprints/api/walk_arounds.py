"""Walk-arounds: somebody looked at an item and found nothing to report."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from marshmallow import Schema, fields

from billun.blueprints.access import actor, members
from billun.blueprints.api.blueprint import Json, Resource
from billun.blueprints.api.fields import Moment, Text
from billun.blueprints.api.meter_readings import MeterReadingSchema
from billun.blueprints.api.schemas import AuthorSchema, PositionBody, position_of
from billun.blueprints.loading import equipment_named
from billun.models import Meter
from billun.models.base import new_id
from billun.operations.anomalies import Position
from billun.operations.meters import LONGEST_REASON
from billun.operations.walk_arounds import WalkAroundForm, record_walk_around

walk_arounds = Resource("walk_arounds", "Looks at equipment that found nothing to report")


class WalkAroundSchema(Schema):
    id = fields.UUID()
    equipment_id = fields.UUID()
    author = fields.Nested(AuthorSchema)
    occurred_at = Moment()
    received_at = Moment()
    position = fields.Function(position_of)
    reading = fields.Nested(MeterReadingSchema, allow_none=True)


class WalkAroundBody(Schema):
    """`value` of the `meter` in km or hours; `reason` and `confirmed` as of a meter reading."""

    id = fields.UUID()
    equipment_id = fields.UUID(required=True)
    occurred_at = Moment(required=True)
    position = fields.Nested(PositionBody, allow_none=True)
    meter = fields.Enum(Meter, by_value=True, allow_none=True)
    value = fields.Float(allow_none=True)
    reason = Text(longest=LONGEST_REASON, allow_none=True)
    confirmed = fields.Boolean(load_default=False)


@walk_arounds.route("/walk-arounds", methods=["POST"])
@members
@walk_arounds.arguments(WalkAroundBody)
@walk_arounds.response(201, WalkAroundSchema)
def create(body: Json) -> Any:
    """Say that there is nothing to report; sending it again is harmless."""
    item = equipment_named(str(body["equipment_id"]))
    walk_around, created = record_walk_around(actor(), item, form_of(body))
    return walk_around if created else (walk_around, 200)


def form_of(body: Json) -> WalkAroundForm:
    """The walk-around that a checked body tells of."""
    position, value = body.get("position"), body.get("value")
    return WalkAroundForm(
        id=body.get("id") or new_id(),
        occurred_at=body["occurred_at"],
        position=Position(**position) if position else None,
        meter=body.get("meter"),
        value=None if value is None else Decimal(str(value)),
        reason=body.get("reason") or "",
        confirmed=body["confirmed"],
    )
