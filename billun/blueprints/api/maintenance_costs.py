"""What maintenance cost, and what was done on an item for how long."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields

from billun.blueprints.access import actor, only
from billun.blueprints.api.blueprint import Json, Resource
from billun.blueprints.api.fields import Day, Moment
from billun.blueprints.api.schemas import PageQuery, list_of, page_answer
from billun.blueprints.loading import equipment_named, refuse_foreign_ids
from billun.models import Intervention, Role
from billun.queries.anomaly_statistics import last_months
from billun.queries.maintenance_costs import CostFilter, Costs, costs_of
from billun.queries.maintenance_history import history_of, time_off_the_road

maintenance_costs = Resource("maintenance_costs", "What was done, for how long, and what it cost")


class CostQuery(Schema):
    """Days where the company works, both included; without them the last twelve months."""

    first = Day(data_key="from")
    last = Day(data_key="to")
    equipment_id = fields.UUID()
    site_id = fields.UUID()
    workshop_id = fields.UUID()


class MonthSchema(Schema):
    first = fields.Date(data_key="from")
    last = fields.Date(data_key="to")
    total = fields.Decimal(places=2, as_string=True)
    by_kind = fields.Dict(keys=fields.String(), values=fields.Decimal(places=2, as_string=True))


class DearestSchema(Schema):
    equipment_id = fields.UUID()
    billun_id = fields.String()
    title = fields.String()
    cost = fields.Decimal(places=2, as_string=True)


class CostsSchema(Schema):
    """Euros without tax, by when the work was over, or the line written; `dearest` names up to twenty items."""

    first = fields.Date(data_key="from")
    last = fields.Date(data_key="to")
    total = fields.Decimal(places=2, as_string=True)
    labour = fields.Decimal(places=2, as_string=True)
    parts = fields.Decimal(places=2, as_string=True)
    by_kind = fields.Dict(keys=fields.String(), values=fields.Decimal(places=2, as_string=True))
    over_time = fields.List(fields.Nested(MonthSchema))
    dearest = fields.List(fields.Nested(DearestSchema))


def minutes_off_the_road(intervention: Intervention) -> int | None:
    off = time_off_the_road(intervention)
    return None if off is None else int(off.total_seconds() // 60)


class HistorySchema(Schema):
    """One intervention on the item. `off_road_minutes` counts from its start until it was over, or until now."""

    id = fields.UUID()
    reference = fields.String()
    status = fields.String()
    kind = fields.String()
    title = fields.String()
    workshop_name = fields.String(attribute="place_name")
    starts_at = Moment(allow_none=True)
    started_at = Moment(allow_none=True)
    completed_at = Moment(allow_none=True)
    off_road_minutes = fields.Function(minutes_off_the_road, allow_none=True)
    cost = fields.Decimal(places=2, as_string=True)


@maintenance_costs.route("/maintenance/costs", methods=["GET"])
@only(Role.MANAGER, Role.WORKSHOP)
@maintenance_costs.arguments(CostQuery, location="query")
@maintenance_costs.response(200, CostsSchema)
def index(query: Json) -> Json:
    """Cost by month and kind."""
    refuse_foreign_ids(query)
    first, last = last_months(actor().company)
    wanted = CostFilter(first=query.pop("first", first), last=query.pop("last", last), **query)
    return described(wanted, costs_of(actor(), wanted))


@maintenance_costs.route("/equipment/<name>/maintenance", methods=["GET"])
@only(Role.MANAGER, Role.WORKSHOP)
@maintenance_costs.arguments(PageQuery, location="query")
@maintenance_costs.response(200, list_of(HistorySchema))
def history(query: Json, name: str) -> Json:
    """What was done on an item, the newest first."""
    return page_answer(history_of(equipment_named(name), query["limit"], query.get("cursor")))


def described(wanted: CostFilter, costs: Costs) -> dict[str, Any]:
    return {
        "first": wanted.first,
        "last": wanted.last,
        "dearest": [
            {
                "equipment_id": item.id,
                "billun_id": item.billun_id,
                "title": item.title,
                "cost": cost,
            }
            for item, cost in costs.dearest
        ],
        **{
            name: getattr(costs, name)
            for name in ("total", "labour", "parts", "by_kind", "over_time")
        },
    }
