"""The legal hold of an anomaly: nothing of it is erased while a case may need it."""

from __future__ import annotations

from marshmallow import Schema, fields

from billun.blueprints.access import actor, only
from billun.blueprints.api.blueprint import Json, Resource
from billun.blueprints.api.fields import Moment, Text
from billun.blueprints.api.schemas import AuthorSchema
from billun.blueprints.loading import anomaly_named
from billun.models import Anomaly, Role
from billun.operations.legal_hold import LONGEST_REASON, hold, release

legal_hold = Resource("legal_hold", "Reports that a case may need")


class LegalHoldBody(Schema):
    reason = Text(longest=LONGEST_REASON, lines=True, required=True)


class LegalHoldSchema(Schema):
    anomaly_id = fields.UUID(attribute="id")
    on_hold = fields.Boolean(attribute="is_held")
    reason = fields.String(attribute="hold_reason", allow_none=True)
    held_at = Moment(allow_none=True)
    held_by = fields.Nested(AuthorSchema, allow_none=True)


@legal_hold.route("/anomalies/<name>/legal-hold", methods=["PUT"])
@only(Role.MANAGER)
@legal_hold.arguments(LegalHoldBody)
@legal_hold.response(200, LegalHoldSchema)
def put(body: Json, name: str) -> Anomaly:
    """Keep everything of it until the hold is released; another reason takes the place of the first."""
    anomaly = anomaly_named(name)
    hold(actor(), anomaly, body["reason"])
    return anomaly


@legal_hold.route("/anomalies/<name>/legal-hold", methods=["DELETE"])
@only(Role.MANAGER)
@legal_hold.response(204)
def delete(name: str) -> None:
    """Release it: its retention goes on. What is not held stays as it is."""
    release(actor(), anomaly_named(name))
