"""Plans of recurring work: what people do with them, and what a job that is done does to them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select, update

from billun.adapters.queue import CLOCK
from billun.errors import Conflict, Missing, Refused
from billun.extensions import db
from billun.models import (
    Intervention,
    InterventionEntryKind,
    InterventionStatus,
    MaintenancePlan,
    Membership,
    PlanItem,
)
from billun.models.base import new_id, now
from billun.operations.after_commit import enqueue_after_commit, tell_after_commit
from billun.operations.first_sent import first_sent
from billun.operations.generating import withdraw_unplaced
from billun.operations.intervention_timeline import record
from billun.operations.locks import lock_id
from billun.operations.plan_items import (
    follow_equipment,
    is_unplaced,
    refresh_items,
    refresh_plan,
)
from billun.operations.plan_rules import (
    EARLIEST,
    PlanForm,
    checked,
    form_of,
    possible_meter,
    write,
)
from billun.queries.average_use import average_use

# What of a plan stands on the work that it makes.
ON_ITS_JOBS = ("title", "description", "kind", "priority", "estimated_minutes", "workshop_id")


def add_plan(
    actor: Membership, form: PlanForm, id: UUID | None = None
) -> tuple[MaintenancePlan, bool]:
    """The new plan with its items, and whether this call made it. Raises Refused, Conflict, Missing."""
    id = id or new_id()
    lock_id(id)
    first = db.session.get(MaintenancePlan, id)
    if first is not None:
        return same_plan(actor, first, form), False
    plan = MaintenancePlan(id=id, company=actor.company, author=actor, active=True)
    plan.content = first_sent(form)
    with db.session.no_autoflush:
        write(plan, checked(actor, form))
    db.session.add(plan)
    bring_up_to_date(plan)
    return plan, True


def edit_plan(actor: Membership, plan: MaintenancePlan, form: PlanForm) -> None:
    """Write what the form says, also on its work that no one has placed. Raises Refused, Conflict, Missing."""
    hold_plan(plan)
    form = checked(actor, form, plan)
    before = vars(form_of(plan))
    write(plan, form)
    changed = {name for name, value in vars(form_of(plan)).items() if value != before[name]}
    if not changed:
        return
    plan.version += 1
    for job in unplaced_jobs(plan):
        rewrite(actor, job, plan, before, changed & set(ON_ITS_JOBS))
    bring_up_to_date(plan)
    withdraw_early(actor, PlanItem.plan_id == plan.id)


def remove_plan(actor: Membership, plan: MaintenancePlan) -> None:
    """End it: its work that no one has placed goes, what was done stays. Twice changes nothing."""
    hold_plan(plan)
    if not plan.active:
        return
    plan.active = False
    plan.version += 1
    withdraw_unplaced(actor, PlanItem.plan_id == plan.id)
    tell_of(plan)


def resume_plan(actor: Membership, plan: MaintenancePlan) -> None:
    """Let a plan that was ended count again. Raises Refused where its equipment is retired by now."""
    hold_plan(plan)
    if plan.active:
        return
    checked(actor, form_of(plan))
    plan.active = True
    plan.version += 1
    bring_up_to_date(plan)


def set_last_done(
    actor: Membership, item: PlanItem, last_done_on: date | None, last_meter: Decimal | None
) -> None:
    """Say when an item was last done, and what its meter showed; None where nobody knows. Raises Refused."""
    company = item.plan.company
    if last_done_on and last_done_on > company.today:
        raise Refused("last_done_on", _("This day is still to come."))
    if last_done_on and last_done_on < EARLIEST:
        raise Refused("last_done_on", _("This is not a possible date."))
    if last_meter is not None and not item.plan.meter:
        raise Refused("last_meter", _("This plan goes by no meter."))
    db.session.refresh(item, with_for_update={"of": PlanItem})
    if last_done_on and last_done_on != item.last_done_on:
        forget_skips(item, last_done_on)
    item.last_done_on = last_done_on
    item.last_meter = None if last_meter is None else possible_meter(last_meter)
    refresh_items([item])
    withdraw_early(actor, PlanItem.id == item.id)
    tell_of(item.plan)
    make_soon(item.plan)


def note_done(intervention: Intervention) -> None:
    """Count from the day on which the work of a plan was completed. Without a plan nothing happens."""
    item = intervention.plan_item
    if item is None:
        return
    plan, done_at = item.plan, intervention.completed_at or now()
    done_on = done_at.astimezone(plan.company.zone).date()
    db.session.refresh(item, with_for_update={"of": PlanItem})
    if item.last_done_on and item.last_done_on > done_on:
        return
    if done_on != item.last_done_on:
        forget_skips(item, done_on)
    item.last_done_on, item.last_meter = done_on, read_on(item, done_on)
    if item.applies:
        refresh_items([item])
    make_soon(plan)


def note_skipped(intervention: Intervention) -> None:
    """Count the next time of work of a plan that was just cancelled. Without a plan nothing happens."""
    item = intervention.plan_item
    if item is None:
        return
    db.session.flush()
    db.session.refresh(item, with_for_update={"of": PlanItem})
    if item.applies:
        refresh_items([item])
    make_soon(item.plan)


def read_on(item: PlanItem, day: date) -> Decimal | None:
    """What the meter of its plan was read as on that day, where it was: else its readings around it count."""
    meter = item.plan.meter
    use = average_use([item.equipment_id], meter, item.plan.company.zone) if meter else {}
    last = use.get(item.equipment_id)
    return last.value if last and last.read_on == day else None


def forget_skips(item: PlanItem, done_on: date) -> None:
    """What was cancelled until now and due on the very day on which it was done was not skipped."""
    db.session.execute(
        update(Intervention)
        .where(
            Intervention.plan_item_id == item.id,
            Intervention.status == InterventionStatus.CANCELLED,
            Intervention.due_on == done_on,
        )
        .values(due_on=None)
    )


def hold_plan(plan: MaintenancePlan) -> None:
    """Hold the plan and see it as it is now, so that two editors follow each other."""
    db.session.refresh(plan, with_for_update={"of": MaintenancePlan})


def bring_up_to_date(plan: MaintenancePlan) -> None:
    """Let items and due days follow what the plan says; a job makes the work and sees to the rest of many items."""
    db.session.flush()
    follow_equipment(plan.company)
    refresh_plan(plan)
    tell_of(plan)
    make_soon(plan)


def make_soon(plan: MaintenancePlan) -> None:
    enqueue_after_commit(CLOCK, "jobs.plans.bring_plan_up_to_date", plan.id)


def tell_of(plan: MaintenancePlan) -> None:
    tell_after_commit(plan.company_id, "maintenance", plan.id)


def withdraw_early(actor: Membership, *conditions: Any) -> None:
    """Take work back that is not due for long, after somebody said otherwise."""
    soon = actor.company.today + MaintenancePlan.ahead_days * timedelta(days=1)
    not_soon = PlanItem.due_on.is_(None) | (PlanItem.due_on > soon)
    withdraw_unplaced(actor, not_soon, *conditions)


def unplaced_jobs(plan: MaintenancePlan) -> list[Intervention]:
    return list(
        db.session.scalars(
            select(Intervention)
            .join(PlanItem, Intervention.plan_item_id == PlanItem.id)
            .where(PlanItem.plan_id == plan.id, is_unplaced())
            .order_by(Intervention.id)
            .with_for_update(of=Intervention)
            .execution_options(populate_existing=True)
        )
    )


def rewrite(
    actor: Membership,
    job: Intervention,
    plan: MaintenancePlan,
    before: Mapping[str, Any],
    names: set[str],
) -> None:
    """Write on the job what the plan says now; what people changed there by hand stays."""
    changes: dict[str, list[Any]] = {}
    for name in sorted(names):
        old = before[name]
        new = getattr(plan, name)
        if name == "workshop_id":
            old, new = (one or job.equipment.workshop_id for one in (old, new))
        if getattr(job, name) == old and old != new:
            setattr(job, name, new)
            changes[name] = [as_text(old), as_text(new)]
    if changes:
        if "workshop_id" in changes:
            job.bay = None
        record(job, actor, InterventionEntryKind.EDITED, detail={"changes": changes})


def as_text(value: Any) -> str | int | None:
    return value if value is None or isinstance(value, int) else str(value)


def same_plan(actor: Membership, first: MaintenancePlan, form: PlanForm) -> MaintenancePlan:
    if first.company_id != actor.company_id:
        raise Missing
    if first.content != first_sent(form):
        raise Conflict(_("This id was already used for another plan."))
    return first
