"""Interventions: plan, list, open, change."""

from __future__ import annotations

from typing import Any

from flask import request
from sqlalchemy import select

from billun.blueprints.access import actor, members, only
from billun.blueprints.api.blueprint import Json, Resource
from billun.blueprints.api.maintenance_schemas import (
    InterventionChangesBody,
    InterventionQuery,
    InterventionSchema,
    NewInterventionBody,
)
from billun.blueprints.api.preconditions import refuse_if_changed
from billun.blueprints.api.schemas import list_of, page_answer
from billun.blueprints.loading import intervention_named, person_with_id, refuse_foreign_ids
from billun.errors import Missing
from billun.extensions import db
from billun.models import Intervention, MaintenancePlan, Role
from billun.operations.interventions import (
    InterventionForm,
    edit_intervention,
    plan_intervention,
)
from billun.queries.intervention_list import InterventionFilter, list_interventions, with_facts

maintenance = Resource(
    "maintenance", "What the workshop does, from the plan to the last line of cost"
)


@maintenance.route("/maintenance", methods=["GET"])
@members
@maintenance.arguments(InterventionQuery, location="query")
@maintenance.response(200, list_of(InterventionSchema))
def index(query: Json) -> Json:
    """Jobs, the newest first if nothing else is asked for."""
    refuse_foreign_ids(query)
    limit, cursor, sort = query.pop("limit"), query.pop("cursor", None), query.pop("sort")
    if "assignee_id" in query:
        query["assignee_id"] = person_with_id(query["assignee_id"]).id
    if "plan_id" in query:
        refuse_foreign_plan(query["plan_id"])
    page = list_interventions(actor(), InterventionFilter(**query), limit, cursor, sort)
    return page_answer(page)


@maintenance.route("/maintenance", methods=["POST"])
@only(Role.MANAGER, Role.WORKSHOP)
@maintenance.arguments(NewInterventionBody)
@maintenance.response(201, InterventionSchema)
def create(body: Json) -> Any:
    """Plan a job; sending it again under its id is harmless. What is taken: 409, `present` is what is in the way.

    Where somebody is away or elsewhere, or the workshop is closed: 409 with `questions`.
    """
    id, confirmed = body.pop("id", None), body.pop("confirmed")
    job, created = plan_intervention(actor(), InterventionForm(**body), id, confirmed)
    return job if created else (job, 200)


@maintenance.route("/maintenance/<name>", methods=["GET"])
@members
@maintenance.response(200, InterventionSchema)
def show(name: str) -> Intervention:
    """One job, by id or reference."""
    return intervention_named(name, *with_facts())


@maintenance.route("/maintenance/<name>", methods=["PATCH"])
@only(Role.MANAGER, Role.WORKSHOP)
@maintenance.arguments(InterventionChangesBody)
@maintenance.response(200, InterventionSchema)
def edit(body: Json, name: str) -> Intervention:
    """Change what is given; the rest stays, and is not asked about."""
    job = intervention_named(name, *with_facts())
    refuse_if_changed(InterventionSchema, job)
    seen = body.pop("version", job.version if request.if_match else None)
    edit_intervention(actor(), job, body, body.pop("confirmed"), seen)
    return job


def refuse_foreign_plan(id: Any) -> None:
    found = select(MaintenancePlan.id).where(
        MaintenancePlan.id == id, MaintenancePlan.company_id == actor().company_id
    )
    if db.session.scalar(found) is None:
        raise Missing
