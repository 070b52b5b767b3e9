"""The equipment under the plans: which it is, when each item was last done, and when it is due again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import contains_eager

from billun.extensions import db
from billun.models import (
    Company,
    Equipment,
    EquipmentStatus,
    Intervention,
    InterventionStatus,
    MaintenancePlan,
    PlanItem,
)
from billun.models.base import new_id, now
from billun.operations.plan_dates import Due, MeterUse, due_after
from billun.queries.average_use import average_use, shown_on

AT_ONCE = 500
OUT_OF_USE = (EquipmentStatus.RETIRED, EquipmentStatus.PROVISIONAL)


@dataclass(frozen=True)
class Counted:
    """From when an item counts; `meter` is what somebody said that its meter showed then."""

    equipment_id: UUID
    day: date
    meter: Decimal | None = None
    skipped: int = 0
    before: Due | None = None


def follow_equipment(company: Company) -> int:
    """Let the items be those that the active plans of the company are for, and say how many are new.

    Some at a time: the caller asks again as long as there are any.
    """
    new = missing_items(company.id)
    if new:
        db.session.execute(insert(PlanItem).on_conflict_do_nothing(), new)
        pairs = [(one["plan_id"], one["equipment_id"]) for one in new]
        refresh_those(tuple_(PlanItem.plan_id, PlanItem.equipment_id).in_(pairs))
    back = [id for id, applies in follow_kinds(company.id) if applies]
    if back:
        refresh_those(PlanItem.id.in_(back))
    return len(new)


def missing_items(company_id: UUID) -> list[dict[str, UUID]]:
    """The rows of what a plan is for and does not have as an item yet."""
    known = select(PlanItem.id).where(
        PlanItem.plan_id == MaintenancePlan.id, PlanItem.equipment_id == Equipment.id
    )
    missing = db.session.execute(
        select(MaintenancePlan.id, Equipment.id)
        .join(Equipment, and_(Equipment.company_id == company_id, covers(MaintenancePlan)))
        .where(
            MaintenancePlan.company_id == company_id,
            MaintenancePlan.active,
            Equipment.status.not_in(OUT_OF_USE),
            ~known.exists(),
        )
        .order_by(Equipment.id, MaintenancePlan.id)
        .limit(AT_ONCE)
    )
    return [
        {"id": new_id(), "company_id": company_id, "plan_id": plan, "equipment_id": item}
        for plan, item in missing
    ]


def follow_kinds(company_id: UUID) -> Sequence[tuple[UUID, bool]]:
    """Mark the items whose equipment has another kind or is retired, and those that came back: their ids."""
    # A plan for a kind names no item, and what is compared with nothing is neither true nor false.
    covered = func.coalesce(covers(MaintenancePlan), false())
    belongs = and_(covered, Equipment.status != EquipmentStatus.RETIRED)
    changed = db.session.execute(
        update(PlanItem)
        .where(
            PlanItem.company_id == company_id,
            PlanItem.plan_id == MaintenancePlan.id,
            PlanItem.equipment_id == Equipment.id,
            PlanItem.applies != belongs,
        )
        .values(applies=belongs)
        .returning(PlanItem.id, PlanItem.applies)
        .execution_options(synchronize_session=False)
    )
    return [(id, applies) for id, applies in changed]


def covers(plan: type[MaintenancePlan]) -> ColumnElement[bool]:
    """The condition that a plan is for the equipment beside it."""
    return or_(plan.equipment_id == Equipment.id, plan.equipment_kind == Equipment.kind)


def refresh_for(equipment: Equipment) -> None:
    """Count anew when the plans of one item are due, after its meter was read. The caller holds the equipment."""
    refresh_those(PlanItem.equipment_id == equipment.id)


def refresh_those(condition: ColumnElement[bool]) -> None:
    refresh_items(db.session.scalars(items_to_count().where(condition)).all())


def refresh_some(
    company: Company, after: tuple[UUID, UUID] | None, plan_id: UUID | None = None
) -> Sequence[PlanItem]:
    """The next items of a company or of one of its plans, by plan and id, each counted anew; none at the end."""
    wanted = items_to_count().where(PlanItem.company_id == company.id)
    if plan_id:
        wanted = wanted.where(PlanItem.plan_id == plan_id)
    if after:
        behind = and_(PlanItem.plan_id == after[0], PlanItem.id > after[1])
        wanted = wanted.where(or_(PlanItem.plan_id > after[0], behind))
    items = db.session.scalars(wanted.order_by(PlanItem.plan_id, PlanItem.id).limit(AT_ONCE)).all()
    refresh_items(items)
    return items


def refresh_plan(plan: MaintenancePlan) -> None:
    """Count anew what a plan has become for its first items; a job sees to the rest."""
    wanted = items_to_count().where(PlanItem.plan_id == plan.id)
    refresh_items(db.session.scalars(wanted.order_by(PlanItem.id).limit(AT_ONCE)).all())


def items_to_count() -> Select[PlanItem]:
    return (
        select(PlanItem)
        .join(PlanItem.plan)
        .where(PlanItem.applies, MaintenancePlan.active)
        .options(contains_eager(PlanItem.plan).joinedload(MaintenancePlan.company))
        .execution_options(populate_existing=True)
    )


def refresh_items(items: Sequence[PlanItem]) -> None:
    """Count anew when these items are due, and let work that is not placed yet say the same day."""
    by_plan: dict[UUID, list[PlanItem]] = defaultdict(list)
    for item in items:
        by_plan[item.plan_id].append(item)
    for of_plan in by_plan.values():
        plan = of_plan[0].plan
        skipped = skipped_of(plan, of_plan)
        dues = dues_of(plan, [counted(plan, item, skipped) for item in of_plan], plan.company)
        for item in of_plan:
            due = dues[item.equipment_id]
            item.due_on, item.due_meter, item.reason = due.on, due.meter, due.reason
    db.session.flush()
    let_unplaced_follow([item.id for item in items])


def counted(plan: MaintenancePlan, item: PlanItem, skipped: Mapping[UUID, int]) -> Counted:
    return Counted(
        equipment_id=item.equipment_id,
        day=item.last_done_on or plan.starts_on,
        meter=item.last_meter,
        skipped=skipped.get(item.id, 0),
        before=Due(item.due_on, item.due_meter, item.reason),
    )


def dues_of(
    plan: MaintenancePlan, items: Sequence[Counted], company: Company
) -> Mapping[UUID, Due]:
    """When each of these items is due by the rhythm of the plan, which need not be stored yet."""
    uses: Mapping[UUID, MeterUse] = {}
    shown: Mapping[UUID, Decimal] = {}
    if plan.meter:
        uses = average_use([item.equipment_id for item in items], plan.meter, company.zone)
        unsaid = {item.equipment_id: item.day for item in items if item.meter is None}
        shown = shown_on(unsaid, plan.meter, company.zone, uses) if unsaid else {}
    return {
        item.equipment_id: due_after(
            plan,
            item.day,
            shown.get(item.equipment_id) if item.meter is None else item.meter,
            uses.get(item.equipment_id),
            company.today,
            skipped=item.skipped,
            before=item.before,
        )
        for item in items
    }


def skipped_of(plan: MaintenancePlan, items: Sequence[PlanItem]) -> Mapping[UUID, int]:
    """How many occurrences of each item somebody cancelled since it was last done: each counts as skipped."""
    counted_from = func.coalesce(PlanItem.last_done_on, plan.starts_on)
    made_on = func.date(func.timezone(plan.company.time_zone, Intervention.created_at))
    rows = db.session.execute(
        select(PlanItem.id, func.count())
        .join(Intervention, Intervention.plan_item_id == PlanItem.id)
        .where(
            PlanItem.id.in_([item.id for item in items]),
            Intervention.status == InterventionStatus.CANCELLED,
            Intervention.due_on >= counted_from,
            or_(PlanItem.last_done_on.is_(None), made_on >= PlanItem.last_done_on),
        )
        .group_by(PlanItem.id)
    )
    return {row[0]: row[1] for row in rows}


def let_unplaced_follow(ids: Sequence[UUID]) -> None:
    """Say the present due day on work that no one has placed. What somebody holds now follows the next time."""
    jobs = db.session.scalars(
        select(Intervention)
        .join(PlanItem, Intervention.plan_item_id == PlanItem.id)
        .where(
            PlanItem.id.in_(ids),
            is_unplaced(),
            PlanItem.due_on.is_not(None),
            Intervention.due_on.is_distinct_from(PlanItem.due_on),
        )
        .options(contains_eager(Intervention.plan_item))
        .order_by(Intervention.id)
        .with_for_update(of=Intervention, skip_locked=True)
        .execution_options(populate_existing=True)
    ).all()
    for job in jobs:
        assert job.plan_item is not None
        job.due_on, job.updated_at = job.plan_item.due_on, now()
    db.session.flush()


def is_unplaced() -> ColumnElement[bool]:
    """The condition of work that is planned and has no time yet."""
    return and_(Intervention.status == InterventionStatus.PLANNED, Intervention.starts_at.is_(None))
