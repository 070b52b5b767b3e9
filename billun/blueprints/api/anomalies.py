"""Anomalies: report, list, open, move, speak."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from marshmallow import Schema, ValidationError, fields, validate, validates_schema
from sqlalchemy.orm import joinedload, selectinload

from billun.blueprints.access import actor, members
from billun.blueprints.api.blueprint import Json, Resource
from billun.blueprints.api.fields import Moment, Text
from billun.blueprints.api.schemas import (
    AuthorSchema,
    PageQuery,
    PhotoBody,
    PositionBody,
    items_of,
    list_of,
    page_answer,
    position_of,
)
from billun.blueprints.api.sightings import SightingSchema
from billun.blueprints.loading import anomaly_named, refuse_foreign_ids, with_timeline
from billun.models import Anomaly, AnomalyStatus, Circumstance, Criticality
from billun.models.base import new_id
from billun.operations.anomalies import (
    AnnouncedPhoto,
    Position,
    Report,
    comment_on,
    report_anomaly,
)
from billun.operations.equipment import ProvisionalEquipment
from billun.operations.transitions import move_anomaly
from billun.queries.anomaly_list import AnomalyFilter, list_anomalies

anomalies = Resource("anomalies", "Damage that people report")


def count_sightings(anomaly: Anomaly) -> int:
    return len(anomaly.sightings)


class AnomalyEquipmentSchema(Schema):
    id = fields.UUID()
    billun_id = fields.String()
    title = fields.String()
    plate = fields.String(allow_none=True)
    internal_id = fields.String(allow_none=True)
    fitness = fields.String()
    status = fields.String()


class AnomalySchema(Schema):
    id = fields.UUID()
    reference = fields.String()
    status = fields.String()
    is_open = fields.Boolean()
    equipment_id = fields.UUID()
    equipment = fields.Nested(AnomalyEquipmentSchema)
    reporter = fields.Nested(AuthorSchema)
    category = fields.String()
    sub_category = fields.String(allow_none=True)
    criticality = fields.String()
    criticality_reported = fields.String()
    description = fields.String()
    circumstance = fields.String(allow_none=True)
    spot = fields.String(allow_none=True)
    occurred_at = Moment()
    received_at = Moment()
    acknowledged_at = Moment(allow_none=True)
    resolved_at = Moment(allow_none=True)
    position = fields.Function(position_of)
    address = fields.String(allow_none=True)
    photos_expected = fields.Integer()
    photos_stored = fields.Integer()
    photos_later = fields.Boolean()
    sightings = fields.Function(count_sightings, metadata={"type": "integer"})


class ProvisionalBody(Schema):
    family = Text(longest=40, required=True)
    plate = Text(longest=20, allow_none=True)
    plate_country = Text(longest=3, allow_none=True)
    description = Text(longest=500, lines=True, load_default="")


class ReportBody(Schema):
    """What a phone sends; `photos` announces what will follow one by one."""

    equipment_id = fields.UUID(allow_none=True)
    provisional = fields.Nested(ProvisionalBody, allow_none=True)
    category = Text(longest=40, required=True)
    sub_category = Text(longest=40, allow_none=True)
    criticality = fields.Enum(Criticality, by_value=True, required=True)
    description = Text(longest=4000, lines=True, allow_none=True)
    occurred_at = Moment(required=True)
    circumstance = fields.Enum(Circumstance, by_value=True, allow_none=True)
    spot = Text(longest=60, allow_none=True)
    position = fields.Nested(PositionBody, allow_none=True)
    address = Text(longest=300, allow_none=True)
    photos_later = fields.Boolean(load_default=False)
    photos = fields.List(
        fields.Nested(PhotoBody), load_default=list, validate=validate.Length(max=100)
    )

    @validates_schema
    def one_thing(self, body: Json, **_kwargs: Any) -> None:
        if bool(body.get("equipment_id")) == bool(body.get("provisional")):
            raise ValidationError(_("Say which equipment it is about."), "equipment_id")


class NewReportBody(ReportBody):
    id = fields.UUID()


class AnomalyQuery(PageQuery):
    status = fields.Enum(AnomalyStatus, by_value=True)
    criticality = fields.Enum(Criticality, by_value=True)
    category = Text(longest=40)
    equipment_id = fields.UUID()
    site_id = fields.UUID()
    workshop_id = fields.UUID()
    since = Moment(data_key="from")
    until = Moment(data_key="to")
    open = fields.Boolean(load_default=False)


class TransitionBody(Schema):
    to = fields.Enum(AnomalyStatus, by_value=True, required=True)
    comment = Text(longest=4000, lines=True, allow_none=True)


class CommentBody(Schema):
    id = fields.UUID()
    comment = Text(longest=4000, lines=True, required=True)


class TimelineSchema(Schema):
    id = fields.UUID()
    kind = fields.String()
    at = Moment()
    actor = fields.Nested(AuthorSchema, allow_none=True)
    from_status = fields.String(allow_none=True)
    to_status = fields.String(allow_none=True)
    from_criticality = fields.String(allow_none=True)
    to_criticality = fields.String(allow_none=True)
    comment = fields.String(allow_none=True)
    photo_id = fields.UUID(allow_none=True)
    sighting = fields.Nested(SightingSchema, allow_none=True)


@anomalies.route("/anomalies/<uuid:id>", methods=["PUT"])
@members
@anomalies.arguments(ReportBody)
@anomalies.response(201, AnomalySchema)
def put(body: Json, id: UUID) -> Any:
    """Report an anomaly under an id made on the phone; sending it again is harmless."""
    return reported(id, body)


@anomalies.route("/anomalies", methods=["POST"])
@members
@anomalies.arguments(NewReportBody)
@anomalies.response(201, AnomalySchema)
def post(body: Json) -> Any:
    """Report an anomaly."""
    return reported(body.pop("id", None) or new_id(), body)


@anomalies.route("/anomalies", methods=["GET"])
@members
@anomalies.arguments(AnomalyQuery, location="query")
@anomalies.response(200, list_of(AnomalySchema))
def index(query: Json) -> Json:
    """Anomalies, the newest first."""
    refuse_foreign_ids(query)
    limit, cursor = query.pop("limit"), query.pop("cursor", None)
    return page_answer(list_anomalies(actor(), AnomalyFilter(**query), limit, cursor))


@anomalies.route("/anomalies/<name>", methods=["GET"])
@members
@anomalies.response(200, AnomalySchema)
def show(name: str) -> Anomaly:
    """One anomaly, by id or reference."""
    sightings = selectinload(Anomaly.sightings)
    return anomaly_named(
        name, joinedload(Anomaly.equipment), joinedload(Anomaly.reporter), sightings
    )


@anomalies.route("/anomalies/<name>/transitions", methods=["POST"])
@members
@anomalies.arguments(TransitionBody)
@anomalies.response(200, AnomalySchema)
def move(body: Json, name: str) -> Anomaly:
    """Take a step of its life."""
    anomaly = anomaly_named(name)
    move_anomaly(actor(), anomaly, body["to"], body.get("comment") or "")
    return anomaly


@anomalies.route("/anomalies/<name>/timeline", methods=["GET"])
@members
@anomalies.response(200, items_of(TimelineSchema))
def timeline(name: str) -> Json:
    """What happened to it, from the beginning."""
    return {"items": anomaly_named(name, *with_timeline()).timeline}


@anomalies.route("/anomalies/<name>/timeline", methods=["POST"])
@members
@anomalies.arguments(CommentBody)
@anomalies.response(201, TimelineSchema)
def comment(body: Json, name: str) -> Any:
    """Add a comment."""
    entry, created = comment_on(actor(), anomaly_named(name), body["comment"], body.get("id"))
    return entry if created else (entry, 200)


def reported(id: UUID, body: Json) -> Any:
    anomaly, created = report_anomaly(actor(), report_of(id, body))
    return anomaly if created else (anomaly, 200)


def given(body: Json) -> Json:
    """The body without what is null: to leave something out and to send null say the same."""
    return {name: value for name, value in body.items() if value is not None}


def report_of(id: UUID, body: Json) -> Report:
    """The report that a checked body is."""
    content = json.loads(json.dumps(given(body), default=str, sort_keys=True))
    position, provisional = body.pop("position", None), body.pop("provisional", None)
    photos = tuple(AnnouncedPhoto(**photo) for photo in body.pop("photos"))
    return Report(
        id=id,
        **{**body, "description": body.get("description") or ""},
        position=Position(**position) if position else None,
        provisional=ProvisionalEquipment(**provisional) if provisional else None,
        photos=photos,
        content=content,
    )
