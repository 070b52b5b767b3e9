"""Plans of recurring work, and the equipment under them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

from billun.blueprints.access import actor, members, only
from billun.blueprints.api.blueprint import Json, Resource
from billun.blueprints.api.maintenance_plan_schemas import (
    LastDoneBody,
    NewPlanBody,
    PlanChangesBody,
    PlanItemSchema,
    PlanQuery,
    PlanSchema,
)
from billun.blueprints.api.preconditions import refuse_if_changed
from billun.blueprints.api.schemas import PageQuery, list_of, page_answer
from billun.blueprints.loading import equipment_named
from billun.models import MaintenancePlan, PlanItem, Role
from billun.operations.maintenance_plans import (
    add_plan,
    edit_plan,
    hold_plan,
    remove_plan,
    resume_plan,
    set_last_done,
)
from billun.operations.plan_rules import PlanForm, form_of
from billun.queries.plan_list import (
    counts_of,
    item_of,
    list_items,
    list_plans,
    plan_with_id,
    standings_of,
)

maintenance_plans = Resource("maintenance_plans", "Work that comes again and again")


@maintenance_plans.route("/maintenance/plans", methods=["GET"])
@members
@maintenance_plans.arguments(PlanQuery, location="query")
@maintenance_plans.response(200, list_of(PlanSchema))
def index(query: Json) -> Json:
    """The plans, the next due first; those that have ended last."""
    page = list_plans(actor(), query["limit"], query.get("cursor"), query.get("active"))
    return page_answer(page) | {"items": described_plans(list(page.items))}


@maintenance_plans.route("/maintenance/plans", methods=["POST"])
@only(Role.WORKSHOP, Role.MANAGER)
@maintenance_plans.arguments(NewPlanBody)
@maintenance_plans.response(201, PlanSchema)
def create(body: Json) -> Any:
    """Plan work that comes again, for one piece of equipment or for all of a kind."""
    id = body.pop("id", None)
    plan, created = add_plan(actor(), PlanForm(**with_numbers(body)), id)
    return described_plan(plan) if created else (described_plan(plan), 200)


@maintenance_plans.route("/maintenance/plans/<uuid:id>", methods=["GET"])
@members
@maintenance_plans.response(200, PlanSchema)
def show(id: UUID) -> Json:
    """One plan, also one that has ended."""
    return described_plan(plan_with_id(actor(), id))


@maintenance_plans.route("/maintenance/plans/<uuid:id>", methods=["PATCH"])
@only(Role.WORKSHOP, Role.MANAGER)
@maintenance_plans.arguments(PlanChangesBody)
@maintenance_plans.response(200, PlanSchema)
def edit(body: Json, id: UUID) -> Json:
    """Change what is given; its work that no one has placed follows. `active` ends it or lets it count again."""
    plan = plan_with_id(actor(), id)
    hold_plan(plan)
    refuse_if_changed(PlanSchema, described_plan(plan))
    active = body.pop("active", plan.active)
    edit_plan(actor(), plan, PlanForm(**(vars(form_of(plan)) | with_numbers(body))))
    (resume_plan if active else remove_plan)(actor(), plan)
    return described_plan(plan)


@maintenance_plans.route("/maintenance/plans/<uuid:id>", methods=["DELETE"])
@only(Role.WORKSHOP, Role.MANAGER)
@maintenance_plans.response(204)
def remove(id: UUID) -> None:
    """End it: its work that no one has placed goes, what was done stays."""
    remove_plan(actor(), plan_with_id(actor(), id))


@maintenance_plans.route("/maintenance/plans/<uuid:id>/items", methods=["GET"])
@members
@maintenance_plans.arguments(PageQuery, location="query")
@maintenance_plans.response(200, list_of(PlanItemSchema))
def items(query: Json, id: UUID) -> Json:
    """The equipment under a plan, what is due first at the head."""
    plan = plan_with_id(actor(), id)
    page = list_items(plan, query["limit"], query.get("cursor"))
    return page_answer(page) | {"items": standings_of(plan, page.items)}


@maintenance_plans.route("/maintenance/plans/<uuid:id>/items/<name>", methods=["PATCH"])
@only(Role.WORKSHOP, Role.MANAGER)
@maintenance_plans.arguments(LastDoneBody)
@maintenance_plans.response(200, PlanItemSchema)
def edit_item(body: Json, id: UUID, name: str) -> Any:
    """Say when an item was last done, and what its meter showed then."""
    plan = plan_with_id(actor(), id)
    item: PlanItem = item_of(plan, equipment_named(name).id)
    said: Json = {"last_done_on": item.last_done_on, "last_meter": item.last_meter} | with_numbers(
        body
    )
    set_last_done(actor(), item, said["last_done_on"], said["last_meter"])
    return standings_of(plan, [item])[0]


def with_numbers(body: Json) -> Json:
    """The body with decimal numbers where JSON has floating ones."""
    exact = {"meter_every", "last_meter"}
    return {
        name: Decimal(str(value)) if name in exact and value is not None else value
        for name, value in body.items()
    }


OWN_FIELDS = [name for name in PlanSchema().fields if hasattr(MaintenancePlan, name)]


def described_plan(plan: MaintenancePlan) -> Json:
    return described_plans([plan])[0]


def described_plans(plans: list[MaintenancePlan]) -> list[Json]:
    counts = counts_of(plans, actor().company.today)
    return [
        {name: getattr(plan, name) for name in OWN_FIELDS if name != "items"}
        | {
            "items": counts[plan.id].items,
            "due": counts[plan.id].due,
            "without_day": counts[plan.id].unknown,
            "next_due_on": counts[plan.id].next_on,
        }
        for plan in plans
    ]
