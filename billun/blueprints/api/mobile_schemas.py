"""The shapes of what a phone asks for and says of itself."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from marshmallow import Schema, fields, validate

from billun.blueprints.api.fields import Moment, Text
from billun.blueprints.api.messages import Between
from billun.blueprints.api.schemas import PageQuery
from billun.config import VERSION

MOST_UNSENT = 100_000
LONGEST_CURSOR = 200


class SyncQuery(Schema):
    since = Text(longest=LONGEST_CURSOR, required=True)


class VersionQuery(Schema):
    app = fields.String(required=True, validate=validate.Regexp(rf"\A{VERSION.pattern}\Z"))


class VersionsSchema(Schema):
    minimum = fields.String()
    latest = fields.String()


class VersionSchema(VersionsSchema):
    update = fields.String(validate=validate.OneOf(("none", "offered", "required")))


class PhoneCompanySchema(Schema):
    id = fields.UUID()
    name = fields.String()
    emergency_phone = fields.String(allow_none=True)
    time_zone = fields.String()


class PhoneOwnerSchema(Schema):
    membership_id = fields.UUID()
    first_name = fields.String()
    last_name = fields.String()
    role = fields.String()
    locale = fields.String(allow_none=True)


class PhoneSettingsSchema(Schema):
    """`photo_longest_side` in pixels."""

    photo_longest_side = fields.Integer()
    photos_required = fields.Integer()
    photos_at_most = fields.Integer()


class KnownDamageSchema(Schema):
    """`photos` are the ids of those that can be seen, `mine` says who reported it."""

    id = fields.UUID()
    reference = fields.String()
    category = fields.String()
    sub_category = fields.String()
    criticality = fields.String()
    status = fields.String()
    spot = fields.String()
    circumstance = fields.String()
    received_at = Moment()
    mine = fields.Boolean()
    photos = fields.List(fields.UUID())


class PhoneEquipmentSchema(Schema):
    """`anomalies` are the open ones, the worst first; `codes` lead to it beside its own numbers."""

    id = fields.UUID()
    billun_id = fields.String()
    company_id = fields.UUID()
    company_name = fields.String()
    family = fields.String()
    kind = fields.String()
    title = fields.String()
    internal_id = fields.String()
    plate = fields.String()
    plate_country = fields.String()
    vin = fields.String()
    serial = fields.String()
    make = fields.String()
    model = fields.String()
    fitness = fields.String()
    status = fields.String()
    codes = fields.List(fields.String())
    anomalies = fields.List(fields.Nested(KnownDamageSchema))


class PhoneReportSchema(Schema):
    """`comment` is the last word that anybody wrote on its timeline.

    `looked_at` is when its reporter last looked at it, `is_new` that somebody has moved it since.
    """

    id = fields.UUID()
    reference = fields.String()
    equipment_id = fields.UUID()
    equipment_title = fields.String()
    category = fields.String()
    sub_category = fields.String()
    criticality = fields.String()
    status = fields.String()
    received_at = Moment()
    moved_at = Moment()
    looked_at = Moment()
    is_new = fields.Boolean()
    photos_expected = fields.Integer()
    photos_stored = fields.Integer()
    comment = fields.String()


class GoneSchema(Schema):
    equipment = fields.List(fields.UUID())
    reports = fields.List(fields.UUID())


class PhoneCopySchema(Schema):
    cursor = fields.String()
    more = fields.Boolean()
    reset = fields.Boolean()
    company = fields.Nested(PhoneCompanySchema)
    me = fields.Nested(PhoneOwnerSchema)
    settings = fields.Nested(PhoneSettingsSchema)
    version = fields.Nested(VersionsSchema)
    catalogue = fields.Dict()
    equipment = fields.List(fields.Nested(PhoneEquipmentSchema))
    reports = fields.List(fields.Nested(PhoneReportSchema))
    deleted = fields.Nested(GoneSchema)


class DeviceBody(Schema):
    """`unsent_count` are reports and the like that wait on the phone."""

    model = Text(longest=100, required=True)
    system = Text(longest=100, required=True)
    app_version = fields.String(required=True, validate=validate.Regexp(rf"\A{VERSION.pattern}\Z"))
    installed = fields.Boolean(required=True, truthy={True}, falsy={False})
    unsent_count = fields.Integer(required=True, strict=True, validate=Between(0, MOST_UNSENT))
    last_sync_at = Moment(allow_none=True)


class DeviceQuery(PageQuery):
    user_id = fields.UUID()


class InstallationSchema(Schema):
    """`user_id` and `name` say whose it is; `update` is what /mobile/version would say."""

    id = fields.UUID()
    user_id = fields.UUID()
    name = fields.String()
    model = fields.String()
    system = fields.String()
    app_version = fields.String()
    installed = fields.Boolean()
    unsent_count = fields.Integer()
    last_seen_at = Moment()
    last_sync_at = Moment(allow_none=True)
    update = fields.String()


def as_json(answer: dict[str, Any]) -> str:
    """Compact, ids as texts and moments as the API writes them."""
    return json.dumps(answer, default=spoken, ensure_ascii=False, separators=(",", ":"))


def spoken(value: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    return str(value)
