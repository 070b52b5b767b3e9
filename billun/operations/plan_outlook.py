"""What a plan of recurring work would mean, before anybody keeps it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from billun.extensions import db
from billun.models import Equipment, MaintenancePlan, Membership, PlanItem
from billun.operations.plan_items import OUT_OF_USE, Counted, dues_of
from billun.operations.plan_rules import PlanForm, checked, write


@dataclass(frozen=True)
class Outlook:
    """What a plan would mean: for how many items, for how many of them a day is known, and the first one."""

    items: int
    dated: int
    first_on: date | None
    already_due: int


def outlook(actor: Membership, form: PlanForm, items: Mapping[UUID, PlanItem]) -> Outlook:
    """What the form would mean, before it is kept. `items` are those that a present plan has by equipment.

    Raises Refused, Missing as keeping it would.
    """
    form = checked(actor, form)
    with db.session.no_autoflush:
        plan = MaintenancePlan()
        write(plan, form)
        found = equipment_of(actor, form)
        counted = [counted_of(id, plan.starts_on, items.get(id)) for id in found]
        dues = dues_of(plan, counted, actor.company).values()
    days = [due.on for due in dues if due.on]
    today = actor.company.today
    return Outlook(len(counted), len(days), min(days, default=None), sum(d <= today for d in days))


def equipment_of(actor: Membership, form: PlanForm) -> list[UUID]:
    if form.equipment_id:
        return [form.equipment_id]
    in_use = Equipment.status.not_in(OUT_OF_USE)
    return list(
        db.session.scalars(
            select(Equipment.id).where(
                Equipment.company_id == actor.company_id,
                Equipment.kind == form.equipment_kind,
                in_use,
            )
        )
    )


def counted_of(id: UUID, starts_on: date, item: PlanItem | None) -> Counted:
    if item is None:
        return Counted(id, starts_on)
    return Counted(id, item.last_done_on or starts_on, item.last_meter)
