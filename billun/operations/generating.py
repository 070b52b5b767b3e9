"""Work that comes again is made ahead: once for each time that it is due, whoever else is at it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import ColumnElement, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import contains_eager, joinedload

from billun.extensions import db
from billun.models import (
    Company,
    Intervention,
    InterventionEntryKind,
    InterventionStatus,
    MaintenancePlan,
    Membership,
    PlanItem,
)
from billun.models.base import new_id, now
from billun.models.intervention import SQL_OPEN
from billun.models.intervention_transitions import OPEN_INTERVENTIONS
from billun.operations.intervention_timeline import record
from billun.operations.plan_items import follow_equipment, is_unplaced
from billun.operations.references import free_reference

AT_ONCE = 100
A_DAY = timedelta(days=1)


def generate_ahead(company: Company) -> int:
    """Take back what no plan asks for any more, make some of what is due soon, and say how much was new.

    The caller commits and asks again until there is nothing left. Twice, or two at once, make nothing twice.
    """
    new = follow_equipment(company)
    withdraw_unplaced(None, PlanItem.company_id == company.id, ~still_asked_for())
    made = [generate(item) for item in due_soon(company)]
    return new + made.count(True)


def due_soon(company: Company) -> Sequence[PlanItem]:
    """The items for which work should stand in "to plan", and does not."""
    open_job = select(Intervention.id).where(
        Intervention.plan_item_id == PlanItem.id, Intervention.status.in_(OPEN_INTERVENTIONS)
    )
    return db.session.scalars(
        select(PlanItem)
        .join(PlanItem.plan)
        .where(
            PlanItem.company_id == company.id,
            still_asked_for(),
            PlanItem.due_on <= company.today + MaintenancePlan.ahead_days * A_DAY,
            ~open_job.exists(),
        )
        .options(contains_eager(PlanItem.plan), joinedload(PlanItem.equipment))
        .order_by(PlanItem.equipment_id, PlanItem.id)
        .limit(AT_ONCE)
        .execution_options(populate_existing=True)
    ).all()


def still_asked_for() -> ColumnElement[bool]:
    return MaintenancePlan.active & PlanItem.applies


def generate(item: PlanItem) -> bool:
    """Make the work for the time that the item is due, and say whether this call did: the index has the last word."""
    plan, equipment = item.plan, item.equipment
    workshop_id = plan.workshop_id or equipment.workshop_id
    id = db.session.scalar(
        insert(Intervention)
        .values(
            id=new_id(),
            reference=free_reference("INT", Intervention.reference),
            company_id=item.company_id,
            equipment_id=item.equipment_id,
            workshop_id=workshop_id,
            kind=plan.kind,
            priority=plan.priority,
            title=plan.title,
            description=plan.description,
            estimated_minutes=plan.estimated_minutes,
            plan_item_id=item.id,
            due_on=item.due_on,
        )
        .on_conflict_do_nothing(
            index_elements=[Intervention.plan_item_id],
            # As text: a prepared statement does not know that its parameters are those of the index.
            index_where=text(f"status IN ({SQL_OPEN})"),
        )
        .returning(Intervention.id)
    )
    if id is None:
        return False
    job = db.session.get_one(Intervention, id)
    detail = {"plan": str(plan.id), "due_on": str(item.due_on)}
    record(job, None, InterventionEntryKind.PLANNED, detail=detail)
    return True


def withdraw_unplaced(actor: Membership | None, *conditions: ColumnElement[bool]) -> None:
    """Cancel the work that no one has placed and that is no more asked for; the next time it is made again.

    It counts as no occurrence that was skipped, so it forgets the day for which it was made. What somebody
    holds now goes the next time.
    """
    jobs = db.session.scalars(
        select(Intervention)
        .join(PlanItem, Intervention.plan_item_id == PlanItem.id)
        .join(MaintenancePlan, PlanItem.plan_id == MaintenancePlan.id)
        .where(is_unplaced(), *conditions)
        .order_by(Intervention.id)
        .with_for_update(of=Intervention, skip_locked=True)
        .execution_options(populate_existing=True)
    ).all()
    for job in jobs:
        withdraw(actor, job)


def withdraw(actor: Membership | None, job: Intervention) -> None:
    before, job.status = job.status, InterventionStatus.CANCELLED
    job.cancelled_at = now()
    detail = {"plan": "not_due", "due_on": str(job.due_on)}
    job.due_on = None
    for taken in job.taken_deadlines:
        taken.given_back = taken.renewal_id is None
    record(
        job,
        actor,
        InterventionEntryKind.TRANSITION,
        from_status=before,
        to_status=InterventionStatus.CANCELLED,
        detail=detail,
    )
