"""What of a piece of equipment is due, and when: made from the catalogue, renewed with proof."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from flask_babel import format_date
from flask_babel import gettext as _
from sqlalchemy import select

from billun.catalogue import catalogue
from billun.errors import Missing, Refused
from billun.extensions import db
from billun.models import (
    Blocks,
    ChangeKind,
    Company,
    Deadline,
    DeadlineSource,
    DeadlineState,
    Document,
    Equipment,
    EquipmentStatus,
    Membership,
    Renewal,
    Result,
    SafetyItem,
)
from billun.models.base import new_id, now
from billun.operations.after_commit import tell_after_commit
from billun.operations.due_days import Schedule, counted_from, due_day, schedules_of
from billun.operations.fitness import lock_equipment, refresh_fitness
from billun.operations.history import record_change
from billun.operations.register import Register

AT_ONCE = 200
# Checks counted from another one, which may have no date yet.
FOLLOWING = {
    check.key for check in catalogue.checks.values() if any(rule.follows for rule in check.rules)
}


@dataclass(frozen=True, kw_only=True)
class RenewalForm:
    """What somebody says of a check that was done. `due_on` is given only where it differs from the rule."""

    done_on: date
    result: Result = Result.PASSED
    retest_by: date | None = None
    due_on: date | None = None
    document_id: UUID | None = None
    comment: str = ""


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


def renew(actor: Membership, equipment: Equipment, code: str, form: RenewalForm) -> Deadline:
    """The deadline after a check. Saying the same twice changes nothing. Raises Refused, Missing.

    A failed check is due at once: what it blocks, it blocks from midnight. A retest is due by the
    day given, else by the catalogue's. What is older than the last one is kept as history alone.
    """
    lock_equipment(equipment)
    deadline = deadline_of(equipment, code)
    refuse_bad_renewal(equipment, deadline, form)
    told = renewal_told_before(deadline, form)
    if told is not None:
        complete(deadline, told, form)
    else:
        if deadline.done_on is None or form.done_on >= deadline.done_on:
            take_over(equipment, deadline, form)
        told = keep_renewal(actor, deadline, form)
        said = {"result": [None, form.result.value], "done_on": [None, form.done_on.isoformat()]}
        record_change(actor, equipment, ChangeKind.RENEWED, {code: [None, code], **said})
    refresh_deadlines(equipment)
    if form.done_on == deadline.done_on:
        refuse_open_end(deadline)
        told.due_on = deadline.due_on
    db.session.flush()
    return deadline


def renewal_told_before(deadline: Deadline, form: RenewalForm) -> Renewal | None:
    """The same check, said already: on one day it is done once with one result."""
    return db.session.scalar(
        select(Renewal)
        .where(
            Renewal.deadline_id == deadline.id,
            Renewal.done_on == form.done_on,
            Renewal.result == form.result,
        )
        .order_by(Renewal.created_at)
        .limit(1)
    )


def complete(deadline: Deadline, told: Renewal, form: RenewalForm) -> None:
    """Add to a renewal what was not said the first time: its paper, its last day."""
    told.document_id = told.document_id or form.document_id
    told.comment = told.comment or form.comment
    if form.done_on != deadline.done_on:
        return
    deadline.document_id = told.document_id
    given = form.due_on if form.result == Result.PASSED else form.retest_by
    if given:
        deadline.due_on, deadline.due_is_given = given, True
        keep_item_good_until(deadline)


def keep_renewal(actor: Membership, deadline: Deadline, form: RenewalForm) -> Renewal:
    renewal = Renewal(
        deadline=deadline,
        actor_id=actor.id,
        done_on=form.done_on,
        result=form.result,
        due_on=form.due_on,
        document_id=form.document_id,
        comment=form.comment,
    )
    db.session.add(renewal)
    return renewal


def refuse_open_end(deadline: Deadline) -> None:
    """What no rule counts, such as an insurance, is good until a day that somebody says."""
    rule_counts = deadline.permanent or deadline.code in FOLLOWING
    if deadline.due_on is None and not rule_counts:
        raise Refused("due_on", _("Say until when it is good."))


def refuse_bad_renewal(equipment: Equipment, deadline: Deadline, form: RenewalForm) -> None:
    if form.done_on > equipment.company.today:
        raise Refused("done_on", _("This day is still to come."))
    if equipment.first_registered_on and form.done_on < equipment.first_registered_on:
        raise Refused("done_on", _("This is before the first registration."))
    if form.retest_by and form.retest_by < form.done_on:
        raise Refused("retest_by", _("A retest comes after the check."))
    latest = latest_retest(deadline.code, form.done_on)
    if form.retest_by and latest and form.retest_by > latest:
        day = format_date(latest, "d MMM y")
        raise Refused("retest_by", _("At the latest on %(day)s.", day=day))
    if form.due_on and form.due_on <= form.done_on:
        raise Refused("due_on", _("The next one comes after this one."))
    if deadline.source == DeadlineSource.DOCUMENT:
        raise Refused("document_id", _("Add the new document: its own last day counts."))
    if deadline.source == DeadlineSource.SAFETY_ITEM and form.due_on is None:
        raise Refused("due_on", _("Say until when the new one is good."))
    if form.document_id and not is_document_of(equipment, form.document_id):
        raise Missing


def is_document_of(equipment: Equipment, document_id: UUID) -> bool:
    owner = db.session.scalar(select(Document.equipment_id).where(Document.id == document_id))
    return owner == equipment.id


def take_over(equipment: Equipment, deadline: Deadline, form: RenewalForm) -> None:
    """Let the deadline say what the check said."""
    schedule = schedules_of(equipment, Register(equipment.company).overrides).get(deadline.code)
    given = form.due_on if form.result == Result.PASSED else None
    if form.result == Result.FAILED:
        given = form.done_on
    if form.result == Result.RETEST:
        given = form.retest_by or retest_day(deadline.code, form.done_on)
    if form.result == Result.PASSED:
        deadline.counted_from = counted_from(equipment, deadline, form.done_on, schedule)
    deadline.done_on, deadline.result = form.done_on, form.result
    deadline.document_id = form.document_id
    deadline.due_on = given
    deadline.due_is_given = given is not None
    deadline.updated_at = now()
    keep_item_good_until(deadline)


def keep_item_good_until(deadline: Deadline) -> None:
    """A renewed piece of the safety kit is good until the same day on its own page."""
    if deadline.source != DeadlineSource.SAFETY_ITEM:
        return
    item = db.session.scalar(
        select(SafetyItem).where(
            SafetyItem.equipment_id == deadline.equipment_id,
            SafetyItem.item == deadline.code.removeprefix("kit_"),
        )
    )
    if item is not None:
        item.expires_on = deadline.due_on


def retest_day(code: str, done_on: date) -> date:
    return latest_retest(code, done_on) or done_on


def latest_retest(code: str, done_on: date) -> date | None:
    """The last day for a retest; None where the catalogue names none."""
    within = catalogue.checks[code].retest_within if code in catalogue.checks else None
    return within.after(done_on) if within else None


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
