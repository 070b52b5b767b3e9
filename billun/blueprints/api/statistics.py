"""Statistics of anomalies: how many of which sort, over time, and how soon they were seen to."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields, validate

from billun.blueprints.access import actor, only
from billun.blueprints.api.blueprint import Json, Resource
from billun.blueprints.api.fields import Day, Text
from billun.blueprints.loading import refuse_foreign_ids
from billun.models import Role
from billun.queries.anomaly_statistics import (
    STEPS,
    Statistics,
    StatisticsFilter,
    last_months,
    statistics_of,
)

statistics = Resource("statistics", "Anomalies in numbers")


class StatisticsQuery(Schema):
    """Days where the company works, both included; without them the last twelve months."""

    first = Day(data_key="from")
    last = Day(data_key="to")
    by = fields.String(load_default="month", validate=validate.OneOf(tuple(STEPS)))
    site_id = fields.UUID()
    workshop_id = fields.UUID()
    kind = Text(longest=40)


class CategoryCountSchema(Schema):
    """All of a category, and how many of them name each of its sub-categories."""

    total = fields.Integer()
    sub_categories = fields.Dict(
        keys=fields.String(),
        values=fields.Integer(),
        metadata={
            "description": "Together at most `total`: a report without a sub-category is in `total` alone"
        },
    )


class SiteCountSchema(Schema):
    """`site_id` is null for equipment without a site."""

    site_id = fields.UUID(allow_none=True)
    total = fields.Integer()


class BucketSchema(Schema):
    """A week, from Monday, or a month, as far as it lies within the days asked for."""

    first = fields.Date(data_key="from")
    last = fields.Date(data_key="to")
    total = fields.Integer()
    criticality = fields.Dict(
        attribute="by_criticality", keys=fields.String(), values=fields.Integer()
    )


class SpeedSchema(Schema):
    """A median in seconds, null where there is none, and of how many anomalies."""

    median_seconds = fields.Float(attribute="seconds", allow_none=True)
    of = fields.Integer()


class StatisticsSchema(Schema):
    """Anomalies by when they arrived. A status or criticality that no anomaly has counts 0."""

    first = fields.Date(data_key="from")
    last = fields.Date(data_key="to")
    total = fields.Integer()
    status = fields.Dict(keys=fields.String(), values=fields.Integer())
    criticality = fields.Dict(keys=fields.String(), values=fields.Integer())
    category = fields.Dict(
        keys=fields.String(),
        values=fields.Nested(CategoryCountSchema),
        metadata={
            "description": "By category: an object, not a plain number as `status`, `criticality` and `kind` have"
        },
    )
    kind = fields.Dict(keys=fields.String(), values=fields.Integer())
    site = fields.List(fields.Nested(SiteCountSchema))
    over_time = fields.List(fields.Nested(BucketSchema))
    to_acknowledge = fields.Nested(SpeedSchema)
    to_resolve = fields.Nested(SpeedSchema)


@statistics.route("/anomalies/statistics", methods=["GET"])
@only(Role.WORKSHOP, Role.MANAGER)
@statistics.arguments(StatisticsQuery, location="query")
@statistics.response(200, StatisticsSchema)
def show(query: Json) -> Json:
    """Counts by status, criticality, category, kind and site, over time, and how soon they were seen to."""
    refuse_foreign_ids(query)
    first, last = last_months(actor().company)
    asked: Json = {"first": first, "last": last} | query
    wanted = StatisticsFilter(**asked)
    return described(wanted, statistics_of(actor(), wanted))


def described(wanted: StatisticsFilter, found: Statistics) -> dict[str, Any]:
    return {
        "first": wanted.first,
        "last": wanted.last,
        "total": found.total,
        "status": found.by_status,
        "criticality": found.by_criticality,
        "category": {
            key: {
                "total": sum(subs.values()),
                "sub_categories": {sub: number for sub, number in subs.items() if sub},
            }
            for key, subs in found.by_category.items()
        },
        "kind": {kind: number for kind, number in found.by_kind.items() if kind},
        "site": [{"site_id": id, "total": number} for id, number in found.by_site.items()],
        "over_time": found.over_time,
        "to_acknowledge": found.to_acknowledge,
        "to_resolve": found.to_resolve,
    }
