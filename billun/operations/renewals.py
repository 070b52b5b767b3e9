"""A check that was done: what it says, and what is due after it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask_babel import format_date
from flask_babel import gettext as _
from sqlalchemy import select

from billun.catalogue import catalogue
from billun.errors import Missing, Refused
from billun.extensions import db
from billun.models import (
    ChangeKind,
    Deadline,
    DeadlineSource,
    Document,
    Equipment,
    Membership,
    Renewal,
    Result,
    SafetyItem,
)
from billun.models.base import now
from billun.operations.deadlines import deadline_of, refresh_deadlines
from billun.operations.due_days import counted_from, schedules_of
from billun.operations.fitness import lock_equipment
from billun.operations.history import record_change
from billun.operations.register import Register

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
