"""A mechanic says when work on an intervention begins, and when it stops."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy import select

from billun.errors import Conflict, Refused
from billun.extensions import db
from billun.models import (
    Equipment,
    Intervention,
    InterventionEntryKind,
    InterventionStatus,
    Membership,
    WorkSession,
)
from billun.operations.bookings import hold_place
from billun.operations.intervention_steps import Step, take_step
from billun.operations.intervention_timeline import record
from billun.operations.interventions import lock_intervention
from billun.operations.locks import lock_id
from billun.operations.work_clocks import running_clock_of, stop_clock


def start_work(actor: Membership, intervention: Intervention) -> tuple[WorkSession, bool]:
    """The actor's running clock on the intervention, and whether this call started it.

    One that runs elsewhere stops, with its line of labour; an intervention that is planned or waits for
    parts is in progress from now on. Raises Conflict for one that is over or has no time yet.
    """
    elsewhere = hold_both(actor, intervention)
    if elsewhere and elsewhere.intervention_id == intervention.id:
        return elsewhere, False
    refuse_if_over(intervention)
    if elsewhere:
        stop_clock(actor, elsewhere)
    if intervention.status != InterventionStatus.IN_PROGRESS:
        take_step(actor, intervention, InterventionStatus.IN_PROGRESS, Step(), intervention.status)
    return new_clock(actor, intervention), True


def stop_work(
    actor: Membership, intervention: Intervention, minutes: int | None = None
) -> WorkSession | None:
    """The actor's clock on the intervention, stopped, with its line of labour; None where none runs.

    `minutes` corrects one that somebody forgot to stop. Raises Refused("minutes") for more than it ran.
    """
    lock_id(actor.id)
    lock_intervention(intervention)
    clock = running_clock_of(actor)
    if clock is None or clock.intervention_id != intervention.id:
        return None
    refuse_bad_minutes(clock, minutes)
    stop_clock(actor, clock, minutes)
    return clock


def hold_both(actor: Membership, intervention: Intervention) -> WorkSession | None:
    """Hold what the actor works on now and what they turn to; the clock that then still runs.

    The workshop and the actor, then equipment, then interventions, the last two each by id: so two who change
    places do not wait for each other.
    """
    hold_place(intervention)
    lock_id(actor.id)
    clock = running_clock_of(actor)
    both = {intervention.id: intervention}
    if clock:
        both[clock.intervention_id] = clock.intervention
    equipment = {one.equipment_id for one in both.values()}
    rows = select(Equipment.id).where(Equipment.id.in_(equipment))
    db.session.execute(rows.order_by(Equipment.id).with_for_update())
    for _id, one in sorted(both.items()):
        lock_intervention(one)
    return running_clock_of(actor)


def refuse_if_over(intervention: Intervention) -> None:
    if not intervention.is_open:
        text = _("This job is over: look at where it stands now.")
        raise Conflict(text, present=intervention.standing)


def refuse_bad_minutes(clock: WorkSession, minutes: int | None) -> None:
    if minutes is not None and not 0 <= minutes <= clock.minutes:
        text = _("From 0 to %(count)s minutes: that is how long it ran.", count=clock.minutes)
        raise Refused("minutes", text)


def new_clock(actor: Membership, intervention: Intervention) -> WorkSession:
    clock = WorkSession(intervention_id=intervention.id, worker=actor)
    db.session.add(clock)
    db.session.flush()
    db.session.expire(intervention, ["sessions"])
    record(intervention, actor, InterventionEntryKind.WORK_STARTED)
    return clock
