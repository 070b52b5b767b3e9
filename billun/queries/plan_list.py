"""The plans of a company with what is due next, and the items of one plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import contains_eager, joinedload

from billun.errors import Missing
from billun.extensions import db
from billun.models import (
    Company,
    Equipment,
    Intervention,
    MaintenancePlan,
    Membership,
    PlanItem,
)
from billun.models.intervention_transitions import OPEN_INTERVENTIONS
from billun.operations.plan_dates import MeterUse
from billun.queries.average_use import average_use
from billun.queries.pagination import Order, Page, paginate

# What nobody can tell stands last, and so does what has ended.
DUE_LAST = func.coalesce(PlanItem.due_on, date.max)
BY_DUE_DAY = Order((DUE_LAST, PlanItem.id))


@dataclass(frozen=True)
class PlanCounts:
    """Of a plan: its items, those due today or overdue, those of which nobody can tell, and the next day."""

    items: int = 0
    due: int = 0
    unknown: int = 0
    next_on: date | None = None


@dataclass(frozen=True)
class ItemStanding:
    """An item with what its meter says, and the work that is open for it."""

    item: PlanItem
    use: MeterUse | None
    job: Intervention | None


def list_plans(
    member: Membership, limit: int = 50, cursor: str | None = None, active: bool | None = None
) -> Page[MaintenancePlan]:
    """The plans, the next due first, those that have ended behind them."""
    first = (
        select(PlanItem.plan_id, func.min(PlanItem.due_on).label("on"))
        .where(PlanItem.company_id == member.company_id, PlanItem.applies)
        .group_by(PlanItem.plan_id)
        .subquery()
    )
    ended = case((MaintenancePlan.active, 0), else_=1)
    order = Order((ended, func.coalesce(first.c.on, date.max), MaintenancePlan.id))
    query = (
        MaintenancePlan.visible_to(member)
        .outerjoin(first, first.c.plan_id == MaintenancePlan.id)
        .options(joinedload(MaintenancePlan.equipment), joinedload(MaintenancePlan.workshop))
    )
    if active is not None:
        query = query.where(MaintenancePlan.active == active)
    return paginate(query, order, limit, cursor)


def counts_of(plans: Sequence[MaintenancePlan], today: date) -> Mapping[UUID, PlanCounts]:
    """The counts of these plans by id, in one statement."""
    rows = db.session.execute(
        select(
            PlanItem.plan_id,
            func.count(),
            func.count().filter(PlanItem.due_on <= today),
            func.count().filter(PlanItem.due_on.is_(None)),
            func.min(PlanItem.due_on),
        )
        .where(PlanItem.plan_id.in_([plan.id for plan in plans]), PlanItem.applies)
        .group_by(PlanItem.plan_id)
    )
    found = {row[0]: PlanCounts(*row[1:]) for row in rows}
    return {plan.id: found.get(plan.id, PlanCounts()) for plan in plans}


def plan_with_id(member: Membership, id: UUID) -> MaintenancePlan:
    """A plan of the member's company, ended or not. Raises Missing."""
    plan = db.session.scalar(MaintenancePlan.visible_to(member).where(MaintenancePlan.id == id))
    if plan is None:
        raise Missing
    return plan


def list_items(plan: MaintenancePlan, limit: int = 50, cursor: str | None = None) -> Page[PlanItem]:
    """The items that the plan is for now, what is due first at the head."""
    return paginate(items_of(plan).where(PlanItem.applies), BY_DUE_DAY, limit, cursor)


def item_of(plan: MaintenancePlan, equipment_id: UUID) -> PlanItem:
    """Raises Missing where the plan is not for this equipment."""
    item = db.session.scalar(
        items_of(plan).where(PlanItem.applies, PlanItem.equipment_id == equipment_id)
    )
    if item is None:
        raise Missing
    return item


def items_of(plan: MaintenancePlan) -> Select[PlanItem]:
    return (
        select(PlanItem)
        .join(PlanItem.equipment)
        .where(PlanItem.plan_id == plan.id)
        .options(contains_eager(PlanItem.equipment).joinedload(Equipment.site))
    )


def standings_of(plan: MaintenancePlan, items: Sequence[PlanItem]) -> list[ItemStanding]:
    """The items in this order, with meter and open work: three statements at most."""
    ids = [item.equipment_id for item in items]
    uses = average_use(ids, plan.meter, plan.company.zone) if plan.meter and ids else {}
    jobs = db.session.scalars(
        select(Intervention).where(
            Intervention.plan_item_id.in_([item.id for item in items]),
            Intervention.status.in_(OPEN_INTERVENTIONS),
        )
    )
    open_jobs = {job.plan_item_id: job for job in jobs}
    return [
        ItemStanding(item, uses.get(item.equipment_id), open_jobs.get(item.id)) for item in items
    ]


def companies_with_plans() -> Sequence[UUID]:
    """Open companies with a plan that counts."""
    return db.session.scalars(
        select(Company.id)
        .where(
            Company.closed_at.is_(None),
            select(MaintenancePlan.id)
            .where(MaintenancePlan.company_id == Company.id, MaintenancePlan.active)
            .exists(),
        )
        .order_by(Company.id)
    ).all()
