"""Interventions by filter, in the order asked for: the list of the API and of the pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, func, literal, select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from billun.models import (
    Equipment,
    Intervention,
    InterventionKind,
    InterventionStatus,
    Membership,
    PlanItem,
    Priority,
    TakenAnomaly,
    TakenDeadline,
)
from billun.models.intervention_transitions import OPEN_INTERVENTIONS
from billun.queries.equipment_filter import with_words
from billun.queries.pagination import Order, Page, paginate

# What has no time yet stands behind everything that has one.
WHEN = func.coalesce(Intervention.starts_at, literal(datetime(9999, 1, 1, tzinfo=UTC)))
SORTS = {
    "newest": Order((Intervention.created_at, Intervention.id), descending=True),
    "soonest": Order((WHEN, Intervention.id)),
}

PLAIN = ("status", "kind", "priority", "equipment_id", "workshop_id")


@dataclass(frozen=True, kw_only=True)
class InterventionFilter:
    """`q` is what is written on the equipment, `assignee_id` a membership; `since` and `until` mean the planned time.

    `open` leaves what is not over, `unplaced` what a plan made and nobody has given a time yet.
    """

    q: str = ""
    status: InterventionStatus | None = None
    kind: InterventionKind | None = None
    priority: Priority | None = None
    equipment_id: UUID | None = None
    workshop_id: UUID | None = None
    site_id: UUID | None = None
    assignee_id: UUID | None = None
    plan_id: UUID | None = None
    since: datetime | None = None
    until: datetime | None = None
    open: bool = False
    unplaced: bool = False


def list_interventions(
    member: Membership,
    wanted: InterventionFilter,
    limit: int = 25,
    cursor: str | None = None,
    sort: str = "newest",
    total: int | None = None,
    *more_facts: ExecutableOption,
) -> Page[Intervention]:
    """A page of what the member sees and asks for; `sort` is a key of SORTS."""
    query = Intervention.visible_to(member).options(*with_facts(), *more_facts)
    return paginate(narrowed(query, wanted), SORTS[sort], limit, cursor, total)


def with_facts() -> tuple[ExecutableOption, ...]:
    """Options that load what one is told of an intervention, its cost and its real minutes included."""
    return (
        *with_plan(),
        joinedload(Intervention.plan_item).load_only(PlanItem.plan_id),
        selectinload(Intervention.lines),
        selectinload(Intervention.sessions),
        selectinload(Intervention.outside_links),
    )


def with_plan() -> tuple[ExecutableOption, ...]:
    """Options that load what is planned: equipment, place, people, anomalies and deadlines."""
    return (
        joinedload(Intervention.equipment),
        joinedload(Intervention.workshop),
        selectinload(Intervention.assignees),
        selectinload(Intervention.taken).joinedload(TakenAnomaly.anomaly),
        selectinload(Intervention.taken_deadlines).joinedload(TakenDeadline.deadline),
        selectinload(Intervention.taken_deadlines).joinedload(TakenDeadline.renewal),
    )


def narrowed(query: Select[Any], wanted: InterventionFilter) -> Select[Any]:
    """What is left of a query on interventions."""
    for name in PLAIN:
        value = getattr(wanted, name)
        if value is not None:
            query = query.where(getattr(Intervention, name) == value)
    if wanted.open:
        query = query.where(Intervention.status.in_(OPEN_INTERVENTIONS))
    if wanted.unplaced:
        query = query.where(
            Intervention.status.in_(OPEN_INTERVENTIONS), Intervention.starts_at.is_(None)
        )
    if wanted.since:
        query = query.where(Intervention.ends_at > wanted.since)
    if wanted.until:
        query = query.where(Intervention.starts_at < wanted.until)
    return related(query, wanted)


def related(query: Select[Any], wanted: InterventionFilter) -> Select[Any]:
    """What is left by who is on it, by the plan that made it, by its equipment."""
    if wanted.assignee_id is not None:
        query = query.where(Intervention.assignees.any(Membership.id == wanted.assignee_id))
    if wanted.plan_id is not None:
        query = query.where(Intervention.plan_item.has(PlanItem.plan_id == wanted.plan_id))
    conditions = [Equipment.site_id == wanted.site_id] if wanted.site_id else []
    words = with_words(select(Equipment.id), wanted.q).whereclause
    if words is not None:
        conditions.append(words)
    if not conditions:
        return query
    owned = Equipment.company_id == Intervention.company_id
    return query.where(Intervention.equipment.has(and_(owned, *conditions)))
