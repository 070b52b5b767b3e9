"""The shapes of anomalies: what is reported of them, asked for and answered."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from billun.blueprints.api.blueprint import Json
from billun.blueprints.api.fields import Moment, Text
from billun.blueprints.api.messages import Between
from billun.blueprints.api.schemas import (
    AuthorSchema,
    PageQuery,
    PhotoBody,
    PositionBody,
    position_of,
)
from billun.blueprints.api.sightings import AnnouncedPhotoSchema, SightingSchema
from billun.models import Anomaly, AnomalyStatus, Circumstance, Criticality
from billun.queries.anomaly_list import SORTS


def count_sightings(anomaly: Anomaly) -> int:
    return len(anomaly.sightings)


class AnomalyEquipmentSchema(Schema):
    id = fields.UUID()
    billun_id = fields.String()
    title = fields.String()
    plate = fields.String(allow_none=True)
    internal_id = fields.String(allow_none=True)
    family = fields.String()
    kind = fields.String(allow_none=True)
    fitness = fields.String()
    status = fields.String()


class NamedAnomalySchema(Schema):
    id = fields.UUID()
    reference = fields.String()


class AnomalySchema(Schema):
    """`duplicate_of` is the older report of the same damage; `on_hold` keeps all of it from being erased."""

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
    duplicate_of = fields.Nested(NamedAnomalySchema, allow_none=True)
    on_hold = fields.Boolean(attribute="is_held")


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
    """`triage` leaves what nobody has taken on yet, `kind` is that of the equipment, `reporter_id` a user's id."""

    status = fields.Enum(AnomalyStatus, by_value=True)
    criticality = fields.Enum(Criticality, by_value=True)
    category = Text(longest=40)
    kind = Text(longest=40)
    equipment_id = fields.UUID()
    site_id = fields.UUID()
    workshop_id = fields.UUID()
    reporter_id = fields.UUID()
    older_than_days = fields.Integer(validate=Between(0, 3660))
    since = Moment(data_key="from")
    until = Moment(data_key="to")
    open = fields.Boolean(load_default=False)
    triage = fields.Boolean(load_default=False)
    sort = fields.String(load_default="newest", validate=validate.OneOf(tuple(SORTS)))


class TransitionBody(Schema):
    """`from` is the status that the step was decided on: where it is another one by now, 409."""

    to = fields.Enum(AnomalyStatus, by_value=True, required=True)
    comment = Text(longest=4000, lines=True, allow_none=True)
    seen = fields.Enum(AnomalyStatus, by_value=True, data_key="from", allow_none=True)


class CommentBody(Schema):
    """Words, photos or both; `photos` announces what will follow one by one, to the photos of the anomaly."""

    id = fields.UUID()
    comment = Text(longest=4000, lines=True, allow_none=True)
    photos = fields.List(
        fields.Nested(PhotoBody), load_default=list, validate=validate.Length(max=100)
    )


class NamedEquipmentSchema(Schema):
    id = fields.UUID()
    billun_id = fields.String()
    title = fields.String()


class TimelineSchema(Schema):
    """`comment` is what somebody wrote; of the first entry, how its reporter described equipment known by its plate.

    `duplicate` is the other report of the same damage: the older one where this one was dismissed
    for it, else the younger one.
    """

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
    photos = fields.List(fields.Nested(AnnouncedPhotoSchema))
    sighting = fields.Nested(SightingSchema, allow_none=True)
    from_equipment = fields.Nested(NamedEquipmentSchema, allow_none=True)
    to_equipment = fields.Nested(NamedEquipmentSchema, allow_none=True)
    duplicate = fields.Nested(NamedAnomalySchema, allow_none=True)
