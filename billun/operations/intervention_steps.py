"""Moves an intervention along the table of models/intervention_transitions.py, and its anomalies with it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select

from billun.errors import Conflict, Refused
from billun.extensions import db
from billun.models import (
    Anomaly,
    AnomalyStatus,
    Intervention,
    InterventionEntryKind,
    InterventionStatus,
    Membership,
    Meter,
    Outcome,
)
from billun.models.base import now
from billun.models.intervention_transitions import InterventionTransition, row_between
from billun.operations.bookings import hold_place, refuse_occupied
from billun.operations.completing_interventions import complete
from billun.operations.in_workshop import bring_in, let_out
from billun.operations.intervention_timeline import record
from billun.operations.interventions import lock_intervention, refuse_retired
from billun.operations.maintenance_plans import note_done, note_skipped
from billun.operations.reasons import LONGEST
from billun.operations.renewals import RenewalForm
from billun.operations.taking import give_all_back, held_anomalies
from billun.operations.transitions import move_with_intervention
from billun.operations.work_clocks import stop_all_clocks

LONGEST_PARTS = 500


@dataclass(frozen=True, kw_only=True)
class Step:
    """What somebody says along with a step.

    To complete: `outcomes` by the anomaly's id; `renewals` by the deadline's code, None where the check
    was not done, today and passed where nothing is said; `readings` of the meters in km or hours, one
    beyond all use once "readings" is `confirmed`, with the comment as its reason. To wait for parts:
    which ones, and from when they are expected.
    """

    comment: str = ""
    outcomes: Mapping[UUID, Outcome] = field(default_factory=dict)
    renewals: Mapping[str, RenewalForm | None] = field(default_factory=dict)
    readings: Mapping[Meter, Decimal] = field(default_factory=dict)
    parts_awaited: str = ""
    parts_expected_on: date | None = None
    confirmed: Collection[str] = frozenset()


def move_intervention(
    actor: Membership,
    intervention: Intervention,
    to: InterventionStatus,
    step: Step | None = None,
    seen: InterventionStatus | None = None,
) -> None:
    """Take the step to `to` as `actor`, who decided on the status `seen`; without one, on that of `intervention`.

    Raises Conflict where no step leads there from the present status or that is another one than was
    seen; Refused for what is missing or wrong in what is said, naming "outcomes", "outcomes.<id>",
    "renewals.<code>.<field>", "readings.<meter>", "parts_awaited", "parts_expected_on"; NotAllowed where
    only a supervisor or a manager may say that a red anomaly is over.
    """
    seen = seen or intervention.status
    if to == InterventionStatus.IN_PROGRESS:
        hold_place(intervention)
    lock_intervention(intervention)
    take_step(actor, intervention, to, step or Step(), seen)


def take_step(
    actor: Membership,
    intervention: Intervention,
    to: InterventionStatus,
    step: Step,
    seen: InterventionStatus,
) -> None:
    """The same as `move_intervention`, for a caller who holds equipment and intervention.

    To start or resume it they hold its workshop before these (`hold_place`).
    """
    row = row_for(intervention, to, seen)
    refuse_long_comment(step)
    refuse_what_is_not_asked(row, step)
    hold_anomalies(intervention)
    before = intervention.status
    detail = TAKEN_BY[to](actor, intervention, step)
    if row.moves_to:
        move_anomalies(actor, intervention, row.moves_to)
    intervention.status = to
    if to == InterventionStatus.CANCELLED:
        note_skipped(intervention)
    if not intervention.is_running:
        let_out(actor, intervention, before)
    what = {"from_status": before, "to_status": to, "detail": detail}
    words = step.comment.strip() or None
    kind = InterventionEntryKind.TRANSITION
    record(intervention, actor, kind, comment=words, **what)


def row_for(
    intervention: Intervention, to: InterventionStatus, seen: InterventionStatus
) -> InterventionTransition:
    """The row of the table by which this step is taken. Raises Conflict."""
    row = row_between(intervention.status, to)
    if row is None:
        text = _("This is not possible any more: look at where it stands now.")
        raise Conflict(text, present=intervention.standing)
    if intervention.status != seen:
        text = _("Somebody was faster: look at where it stands now, then decide again.")
        raise Conflict(text, present=intervention.standing)
    return row


def refuse_long_comment(step: Step) -> None:
    if len(step.comment.strip()) > LONGEST:
        raise Refused("comment", _("Write at most %(count)s characters.", count=LONGEST))


def refuse_what_is_not_asked(row: InterventionTransition, step: Step) -> None:
    """Nothing that somebody says is passed over in silence."""
    if not row.needs_outcomes:
        for name in ("outcomes", "renewals", "readings"):
            if getattr(step, name):
                raise Refused(name, _("This is said when the job is done."))
    if row.target != InterventionStatus.AWAITING_PARTS:
        for name in ("parts_awaited", "parts_expected_on"):
            if getattr(step, name):
                raise Refused(name, _("This is said when the job waits for parts."))


def hold_anomalies(intervention: Intervention) -> None:
    """Hold those that it has taken on, by id, and see what they are now."""
    held = [one.anomaly_id for one in held_anomalies(intervention)]
    rows = select(Anomaly).where(Anomaly.id.in_(held)).order_by(Anomaly.id)
    now_so = rows.with_for_update(of=Anomaly).execution_options(populate_existing=True)
    db.session.scalars(now_so).all()


def go_on(actor: Membership, intervention: Intervention, _step: Step) -> dict[str, Any]:
    """Start it, or resume it with the parts that came."""
    if not intervention.is_placed:
        raise Conflict(_("Give it a time in the calendar first."), present=intervention.standing)
    refuse_retired(intervention)
    refuse_occupied(intervention)
    intervention.started_at = intervention.started_at or now()
    forget_parts(intervention)
    bring_in(actor, intervention)
    return {}


def wait_for_parts(actor: Membership, intervention: Intervention, step: Step) -> dict[str, Any]:
    parts, expected = awaited_in(step), step.parts_expected_on
    if expected and expected < intervention.company.today:
        raise Refused("parts_expected_on", _("This day is over."))
    intervention.parts_awaited, intervention.parts_expected_on = parts, expected
    stop_all_clocks(actor, intervention)
    when = {"parts_expected_on": expected.isoformat()} if expected else {}
    return {"parts_awaited": parts, **when}


def awaited_in(step: Step) -> str:
    parts = " ".join(step.parts_awaited.split())
    if not parts:
        raise Refused("parts_awaited", _("Say which parts it waits for."))
    if len(parts) > LONGEST_PARTS:
        text = _("Write at most %(count)s characters.", count=LONGEST_PARTS)
        raise Refused("parts_awaited", text)
    return parts


def finish(actor: Membership, intervention: Intervention, step: Step) -> dict[str, Any]:
    detail = complete(actor, intervention, step)
    stop_all_clocks(actor, intervention)
    intervention.completed_at = now()
    note_done(intervention)
    return detail


def cancel(actor: Membership, intervention: Intervention, step: Step) -> dict[str, Any]:
    give_all_back(actor, intervention, step.comment.strip() or None)
    stop_all_clocks(actor, intervention)
    forget_parts(intervention)
    intervention.cancelled_at = now()
    return {}


def forget_parts(intervention: Intervention) -> None:
    intervention.parts_awaited, intervention.parts_expected_on = "", None


def move_anomalies(actor: Membership, intervention: Intervention, to: AnomalyStatus) -> None:
    """Those that it still holds; a cancelled one has given them back by then."""
    for taken in held_anomalies(intervention):
        move_with_intervention(actor, taken.anomaly, to, intervention)


# What each step does before the intervention stands there, and what of it the timeline keeps.
TAKEN_BY: dict[InterventionStatus, Callable[[Membership, Intervention, Step], dict[str, Any]]] = {
    InterventionStatus.IN_PROGRESS: go_on,
    InterventionStatus.AWAITING_PARTS: wait_for_parts,
    InterventionStatus.COMPLETED: finish,
    InterventionStatus.CANCELLED: cancel,
}
