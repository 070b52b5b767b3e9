"""The calendar of the workshops, and what waits to be planned in it."""

from __future__ import annotations

from flask import Response, jsonify

from billun.blueprints.access import actor, members, only
from billun.blueprints.api.blueprint import Json, Resource
from billun.blueprints.api.maintenance_schemas import (
    CalendarQuery,
    CalendarSchema,
    ToPlanQuery,
    ToPlanSchema,
    calendar_answer,
)
from billun.blueprints.loading import refuse_foreign_ids
from billun.models import Role
from billun.queries.calendar import calendar_of
from billun.queries.to_plan import ToPlan, to_plan

maintenance_calendar = Resource("maintenance_calendar", "What is planned when, and what is not yet")


@maintenance_calendar.route("/maintenance/calendar", methods=["GET"])
@members
@maintenance_calendar.arguments(CalendarQuery, location="query")
@maintenance_calendar.response(200, CalendarSchema)
def show(query: Json) -> Response:
    """What is planned from one day or time to another, in lanes by bay or by person."""
    refuse_foreign_ids(query)
    return jsonify(calendar_answer(calendar_of(actor(), **query)))


@maintenance_calendar.route("/maintenance/to-plan", methods=["GET"])
@only(Role.MANAGER, Role.WORKSHOP)
@maintenance_calendar.arguments(ToPlanQuery, location="query")
@maintenance_calendar.response(200, ToPlanSchema)
def waiting(query: Json) -> ToPlan:
    """Triaged anomalies, deadlines that come near, and what plans ask for."""
    refuse_foreign_ids(query)
    return to_plan(actor(), **query)
