"""Dashboards: how things stand, in numbers."""

from __future__ import annotations

from marshmallow import Schema, fields

from billun.blueprints.access import actor, only
from billun.blueprints.api.blueprint import Resource
from billun.models import Role
from billun.queries.overview import Overview, overview_of

dashboards = Resource("dashboards", "How things stand")


class EquipmentCountsSchema(Schema):
    """Items in use, by how they stand and by what has yet to be said of them."""

    total = fields.Integer()
    by_fitness = fields.Dict(keys=fields.String(), values=fields.Integer())
    provisional = fields.Integer()
    without_site = fields.Integer()
    without_number = fields.Integer()
    with_unknown_dates = fields.Integer()


class CompanyCountsSchema(Schema):
    people = fields.Integer()
    invited = fields.Integer()
    sites = fields.Integer()
    workshops = fields.Integer()


class UrgentEquipmentSchema(Schema):
    id = fields.UUID()
    billun_id = fields.String()
    title = fields.String()
    plate = fields.String(allow_none=True)
    internal_id = fields.String(allow_none=True)


class UrgentDeadlineSchema(Schema):
    code = fields.String()
    due_on = fields.Date()
    state = fields.String()
    blocks = fields.String(allow_none=True)
    equipment = fields.Nested(UrgentEquipmentSchema)


class ManagerDashboardSchema(Schema):
    """Each number counts what the list behind it shows. `deadlines` by state, `anomalies` by criticality."""

    equipment = fields.Nested(EquipmentCountsSchema)
    deadlines = fields.Dict(keys=fields.String(), values=fields.Integer())
    urgent_deadlines = fields.List(fields.Nested(UrgentDeadlineSchema))
    anomalies = fields.Dict(keys=fields.String(), values=fields.Integer())
    company = fields.Nested(CompanyCountsSchema)


@dashboards.route("/dashboard/manager", methods=["GET"])
@only(Role.MANAGER)
@dashboards.response(200, ManagerDashboardSchema)
def manager() -> dict[str, object]:
    """The company this morning: fitness, what is due, what is open, what is incomplete."""
    found = overview_of(actor())
    return {**vars(found), "urgent_deadlines": urgent(found)}


def urgent(found: Overview) -> list[dict[str, object]]:
    today = actor().company.today
    return [
        {
            "code": deadline.code,
            "due_on": deadline.due_on,
            "state": deadline.state_on(today),
            "blocks": deadline.blocks,
            "equipment": deadline.equipment,
        }
        for deadline in found.urgent
    ]
