"""What of a piece of equipment is due, and when: made from the catalogue, renewed with proof."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select

from billun.errors import Missing, Refused
from billun.extensions import db
from billun.models import (
    Blocks,
    ChangeKind,
    Company,
    Deadline,
    DeadlineSource,
    DeadlineState,
    Equipment,
    EquipmentStatus,
    Membership,
    Result,
)
from billun.models.base import new_id, now
from billun.operations.after_commit import tell_after_commit
from billun.operations.due_days import Schedule, due_day, schedules_of
from billun.operations.fitness import refresh_fitness
from billun.operations.history import record_change
from billun.operations.register import Register

AT_ONCE = 200


def refresh_deadlines(equipment: Equipment, register: Register | None = None) -> None:
    """Make, change and withdraw the deadlines that the catalogue calls for, then all that follows from them."""
    register = register or Register(equipment.company)
    deadlines = register.deadlines_of(equipment)
    existing = {deadline.code: deadline for deadline in deadlines}
    schedules = schedules_of(equipment, register.overrides)
    for code, schedule in schedules.items():
        if code not in existing:
            existing[code] = new_deadline(equipment, code, DeadlineSource.CHECK)
            deadlines.append(existing[code])
        follow_schedule(existing[code], schedule)
    for deadline in existing.values():
        if deadline.source == DeadlineSource.CHECK:
            deadline.applies = deadline.code in schedules
    for code, schedule in schedules.items():
        count_anew(equipment, existing[code], schedule, existing)
    refresh_due_summary(equipment, deadlines, register)


def new_deadline(equipment: Equipment, code: str, source: DeadlineSource) -> Deadline:
    deadline = Deadline(
        id=new_id(),
        company_id=equipment.company_id,
        equipment_id=equipment.id,
        code=code,
        source=source,
        due_is_given=False,
        permanent=False,
        applies=True,
        # Said here, so that all of an import go to the database in one statement.
        updated_at=now(),
    )
    db.session.add(deadline)
    return deadline


def follow_schedule(deadline: Deadline, schedule: Schedule) -> None:
    deadline.blocks = Blocks(schedule.check.blocks) if schedule.check.blocks else None
    deadline.function = schedule.check.function
    deadline.permanent = schedule.permanent


def count_anew(
    equipment: Equipment, deadline: Deadline, schedule: Schedule, others: dict[str, Deadline]
) -> None:
    """The due day by the rule, unless somebody has given it."""
    if deadline.due_is_given:
        return
    due_on = due_day(equipment, deadline, schedule, others)
    if due_on != deadline.due_on:
        deadline.due_on = due_on
        deadline.updated_at = now()


def refresh_due_summary(
    equipment: Equipment,
    deadlines: Iterable[Deadline] | None = None,
    register: Register | None = None,
) -> None:
    """Keep what lists and filters ask of an item: its next due day, the dates to complete, its fitness."""
    register = register or Register(equipment.company)
    if deadlines is None:
        db.session.flush()
        deadlines = register.deadlines_of(equipment)
    today = equipment.company.today
    applying = [deadline for deadline in deadlines if deadline.applies]
    due_days = [deadline.due_on for deadline in applying if deadline.due_on]
    states = [deadline.state_on(today) for deadline in applying]
    equipment.next_due_on = min(due_days, default=None)
    equipment.unknown_deadlines = states.count(DeadlineState.UNKNOWN)
    refresh_fitness(equipment, applying, register)
    tell_after_commit(equipment.company_id, "equipment", equipment.id, equipment.billun_id)


def deadline_of(equipment: Equipment, code: str) -> Deadline:
    """The deadline of this code that applies to the equipment. Raises Missing."""
    deadline = db.session.scalar(
        select(Deadline).where(
            Deadline.equipment_id == equipment.id, Deadline.code == code, Deadline.applies
        )
    )
    if deadline is None:
        raise Missing
    return deadline


def set_dates(
    actor: Membership,
    equipment: Equipment,
    code: str,
    *,
    done_on: date | None = None,
    due_on: date | None = None,
) -> Deadline:
    """Complete or mend the dates of a deadline, without proof. None of both leaves it to the rule again.

    The caller holds the equipment. Raises Refused, Missing.
    """
    deadline = deadline_of(equipment, code)
    before = dates_of(deadline)
    write_dates(equipment, deadline, done_on, due_on)
    after = dates_of(deadline)
    if before != after:
        record_change(actor, equipment, ChangeKind.DEADLINE_SET, {code: [before, after]})
        db.session.flush()
        refresh_deadlines(equipment)
    return deadline


def write_dates(
    equipment: Equipment, deadline: Deadline, done_on: date | None, due_on: date | None
) -> None:
    """The dates as somebody gives them; an import calls `refresh_deadlines` for all of an item at once."""
    if done_on and done_on > equipment.company.today:
        raise Refused("done_on", _("This day is still to come."))
    if done_on and equipment.first_registered_on and done_on < equipment.first_registered_on:
        raise Refused("done_on", _("This is before the first registration."))
    if done_on and due_on and due_on < done_on:
        raise Refused("due_on", _("The next one comes after this one."))
    if deadline.source != DeadlineSource.CHECK:
        raise Refused("due_on", _("Change the date on the document or the item itself."))
    if done_on != deadline.done_on:
        deadline.done_on, deadline.counted_from = done_on, done_on
        deadline.result = Result.PASSED if done_on else None
    deadline.due_on = due_on
    deadline.due_is_given = due_on is not None
    deadline.updated_at = now()


def dates_of(deadline: Deadline) -> list[Any]:
    days = (deadline.done_on, deadline.due_on if deadline.due_is_given else None)
    return [day.isoformat() if day else None for day in days]


def keep_expiry(
    equipment: Equipment, source: DeadlineSource, code: str, expires_on: date | None
) -> None:
    """Let the expiry of a document or of a piece of the safety kit be a deadline like any other."""
    db.session.flush()
    deadline = db.session.scalar(
        select(Deadline).where(Deadline.equipment_id == equipment.id, Deadline.code == code)
    )
    if deadline is None and expires_on is None:
        return
    deadline = deadline or new_deadline(equipment, code, source)
    deadline.applies = expires_on is not None
    deadline.due_on = expires_on
    deadline.due_is_given = True
    deadline.updated_at = now()
    refresh_due_summary(equipment)


def bring_some_up_to_date(company: Company, after: UUID | None) -> Sequence[Equipment]:
    """Follow the catalogue and the overrides on the next items after an id; none when all are done."""
    items = db.session.scalars(
        select(Equipment)
        .where(
            Equipment.company_id == company.id,
            *([Equipment.id > after] if after else []),
        )
        .order_by(Equipment.id)
        .limit(AT_ONCE)
        .with_for_update(of=Equipment)
    ).all()
    register = Register(company)
    for item in items:
        if item.status != EquipmentStatus.PROVISIONAL:
            refresh_deadlines(item, register)
    return items
