"""Reports: what is due."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields, validate

from billun.blueprints.access import actor, members
from billun.blueprints.api.blueprint import Json, Resource
from billun.blueprints.api.messages import Between
from billun.blueprints.api.schemas import PageQuery, list_of, page_answer
from billun.blueprints.deadlines.table import deadline_table
from billun.blueprints.loading import refuse_foreign_ids
from billun.blueprints.page_context import deadline_label
from billun.models import Deadline, DeadlineState
from billun.queries.deadline_list import DeadlineFilter, list_deadlines

reports = Resource("reports", "What managers want to know")

USUAL_DAYS = 30


def state_of(deadline: Deadline) -> str:
    return deadline.state_on(actor().company.today)


class DueEquipmentSchema(Schema):
    id = fields.UUID()
    billun_id = fields.String()
    plate = fields.String(allow_none=True)
    internal_id = fields.String(allow_none=True)


class DueSiteSchema(Schema):
    id = fields.UUID()
    name = fields.String()


class DueSchema(Schema):
    """`blocks` is what an overdue one stops: driving, a function of the equipment (`function`), or nothing."""

    equipment = fields.Nested(DueEquipmentSchema)
    site = fields.Nested(DueSiteSchema, attribute="equipment.site", allow_none=True)
    code = fields.String()
    label = fields.Function(lambda deadline: deadline_label(deadline.code))
    due_on = fields.Date(allow_none=True)
    state = fields.Function(state_of)
    blocks = fields.String(allow_none=True)
    function = fields.String(allow_none=True)
    done_on = fields.Date(allow_none=True)
    result = fields.String(allow_none=True)


class DeadlinesQuery(PageQuery):
    """`within` is a number of days, 30 where neither it nor a state is asked for; what is overdue is in it."""

    within = fields.Integer(validate=Between(0, 3660))
    state = fields.Enum(DeadlineState, by_value=True)
    site_id = fields.UUID()
    format = fields.String(load_default="json", validate=validate.OneOf(("json", "csv", "xlsx")))


@reports.route("/reports/deadlines", methods=["GET"])
@members
@reports.arguments(DeadlinesQuery, location="query")
@reports.response(200, list_of(DueSchema))
def deadlines(query: Json) -> Any:
    """What is overdue or due within so many days, the earliest first; as a file where a format is asked for."""
    refuse_foreign_ids(query)
    limit, cursor, kind = query.pop("limit"), query.pop("cursor", None), query.pop("format")
    if not {"within", "state"} & query.keys():
        query["within"] = USUAL_DAYS
    wanted = DeadlineFilter(**query)
    if kind != "json":
        return deadline_table(wanted, kind)
    return page_answer(list_deadlines(actor(), wanted, limit, cursor))
