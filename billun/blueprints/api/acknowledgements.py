"""Acknowledgements: many reports taken on at once."""

from __future__ import annotations

from uuid import UUID

from marshmallow import Schema, fields, validate

from billun.blueprints.access import actor, only
from billun.blueprints.api.blueprint import Json, Resource
from billun.blueprints.failures import STATUS_OF, titles
from billun.extensions import db
from billun.models import Anomaly, Role
from billun.operations.acknowledging import NotTaken, acknowledge_all

acknowledgements = Resource("acknowledgements", "Many reports taken on at once")

MOST_AT_ONCE = 200


class AcknowledgementsBody(Schema):
    ids = fields.List(
        fields.UUID(), required=True, validate=validate.Length(min=1, max=MOST_AT_ONCE)
    )


class NotTakenSchema(Schema):
    """`status` and `detail` are what acknowledging it alone would have answered."""

    id = fields.UUID()
    status = fields.Integer()
    detail = fields.String()


class AcknowledgementsSchema(Schema):
    acknowledged = fields.List(fields.UUID())
    refused = fields.List(fields.Nested(NotTakenSchema))


@acknowledgements.route("/anomalies/acknowledgements", methods=["POST"])
@only(Role.WORKSHOP, Role.MANAGER)
@acknowledgements.arguments(AcknowledgementsBody)
@acknowledgements.response(200, AcknowledgementsSchema)
def create(body: Json) -> Json:
    """Acknowledge each of these that can be; what could not be is said one by one."""
    named = Anomaly.visible_to(actor()).where(Anomaly.id.in_(body["ids"]))
    found = db.session.scalars(named).all()
    done = acknowledge_all(actor(), found)
    missing = dict.fromkeys(body["ids"]).keys() - {anomaly.id for anomaly in found}
    return {
        "acknowledged": [anomaly.id for anomaly in done.taken],
        "refused": [*map(described, done.refused), *map(not_there, sorted(missing))],
    }


def described(refused: NotTaken) -> Json:
    why = refused.why
    return {"id": refused.anomaly.id, "status": STATUS_OF[type(why)], "detail": str(why)}


def not_there(id: UUID) -> Json:
    """Also what belongs to another company: nothing is said about it."""
    return {"id": id, "status": 404, "detail": titles()[404]}
