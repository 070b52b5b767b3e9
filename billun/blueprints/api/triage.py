"""What the workshop makes of a report: the same as another one, worse or better, about other equipment."""

from __future__ import annotations

from uuid import UUID

from marshmallow import Schema, fields

from billun.blueprints.access import actor, members, only
from billun.blueprints.api.anomaly_schemas import AnomalySchema
from billun.blueprints.api.blueprint import Json, Resource
from billun.blueprints.api.fields import Text
from billun.blueprints.loading import anomaly_named, equipment_named
from billun.models import Anomaly, Criticality, Role
from billun.operations.criticality import set_criticality
from billun.operations.duplicates import merge
from billun.operations.wrong_equipment import move_report

triage = Resource("triage", "What the workshop makes of a report")


class MergeBody(Schema):
    """`into` is the older report of the same damage."""

    into = fields.UUID(required=True)


class CriticalityBody(Schema):
    """A lower one needs a `comment`."""

    criticality = fields.Enum(Criticality, by_value=True, required=True)
    comment = Text(longest=4000, lines=True, allow_none=True)


class RightEquipmentBody(Schema):
    """`reason` may be left out only where it is about this equipment already."""

    equipment_id = fields.UUID(required=True)
    reason = Text(longest=4000, lines=True, allow_none=True)


@triage.route("/anomalies/<name>/merge", methods=["POST"])
@only(Role.WORKSHOP, Role.MANAGER)
@triage.arguments(MergeBody)
@triage.response(200, AnomalySchema)
def merge_into(body: dict[str, UUID], name: str) -> Anomaly:
    """Dismiss it as the same damage as an older report, which is answered for both from now on."""
    duplicate = anomaly_named(name)
    merge(actor(), duplicate, anomaly_named(str(body["into"])))
    return duplicate


@triage.route("/anomalies/<name>/criticality", methods=["PUT"])
@members
@triage.arguments(CriticalityBody)
@triage.response(200, AnomalySchema)
def judge(body: Json, name: str) -> Anomaly:
    """Say how bad it is. Everybody may raise it; a supervisor or a manager lowers it."""
    anomaly = anomaly_named(name)
    set_criticality(actor(), anomaly, body["criticality"], body.get("comment") or "")
    return anomaly


@triage.route("/anomalies/<name>/equipment", methods=["PUT"])
@members
@triage.arguments(RightEquipmentBody)
@triage.response(200, AnomalySchema)
def put_right(body: Json, name: str) -> Anomaly:
    """Move it to the equipment that it is about: the reporter within 30 minutes, a supervisor, a manager."""
    anomaly, item = anomaly_named(name), equipment_named(str(body["equipment_id"]))
    move_report(actor(), anomaly, item, body.get("reason") or "")
    return anomaly
