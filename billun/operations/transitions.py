"""Moves an anomaly along the table of models/anomaly_transitions.py."""

from __future__ import annotations

from flask_babel import gettext as _

from billun.errors import Conflict, NotAllowed
from billun.extensions import db
from billun.models import Anomaly, AnomalyStatus, Intervention, Membership, TimelineKind
from billun.models.anomaly_transitions import Part, Transition, role_reaches, rows_from
from billun.models.base import now
from billun.operations.after_commit import tell_after_commit
from billun.operations.anomalies import lock_with_equipment, record
from billun.operations.fitness import refresh_fitness
from billun.operations.reasons import reason_in
from billun.operations.telling_reporters import tell_reporter


def move_anomaly(
    actor: Membership,
    anomaly: Anomaly,
    to: AnomalyStatus,
    comment: str = "",
    seen: AnomalyStatus | None = None,
) -> None:
    """Take the step to `to` as `actor`, who decided on the status `seen`; without one, on that of `anomaly`.

    Raises NotAllowed where the actor's role never may, Conflict where no step leads there from the
    present status or that is another one than was seen, NotAllowed where this step is not theirs,
    Refused("comment") without its reason, Conflict where a reporter withdraws what others reported, too.
    """
    refuse_role(actor, to)
    seen = seen or anomaly.status
    lock_with_equipment(anomaly)
    row = row_for(actor, anomaly, to, seen)
    words = reason_in(comment, "comment") if row.needs_reason else comment.strip()
    refuse_to_withdraw_for_others(anomaly, to)
    change_status(anomaly, actor, to, words or None)


def refuse_role(actor: Membership, to: AnomalyStatus) -> None:
    if not role_reaches(actor.role, to):
        raise NotAllowed(_("Your role may not do this."))


def row_for(
    actor: Membership, anomaly: Anomaly, to: AnomalyStatus, seen: AnomalyStatus
) -> Transition:
    """The row of the table by which the actor takes this step. Raises Conflict, NotAllowed."""
    row = row_to(anomaly, to)
    refuse_if_moved_on(anomaly, seen)
    if not row.parts_for(anomaly.criticality) & anomaly.parts_of(actor):
        raise NotAllowed(_("This step is not yours to take here."))
    return row


def row_to(anomaly: Anomaly, to: AnomalyStatus) -> Transition:
    rows = [row for row in rows_from(anomaly.status) if row.target == to]
    if not rows:
        text = _("This is not possible any more: look at where it stands now.")
        raise Conflict(text, present=anomaly.standing)
    if all(row.parts == {Part.INTERVENTION} for row in rows):
        text = _("Only the repair that it is part of can move it there.")
        raise Conflict(text, present=anomaly.standing)
    return rows[0]


def refuse_if_moved_on(anomaly: Anomaly, seen: AnomalyStatus) -> None:
    """Of two who decide on the same status, the second does not overrule the first unknowingly."""
    # The last photo's arrival is nobody's decision, and takes none back.
    arrived = (seen, anomaly.status) == (AnomalyStatus.INCOMING, AnomalyStatus.REPORTED)
    if anomaly.status != seen and not arrived:
        text = _("Somebody was faster: look at where it stands now, then decide again.")
        raise Conflict(text, present=anomaly.standing)


def refuse_to_withdraw_for_others(anomaly: Anomaly, to: AnomalyStatus) -> None:
    """What others have reported, too, is not one reporter's alone to take back."""
    if to == AnomalyStatus.WITHDRAWN and anomaly.duplicates:
        text = _("Somebody else reported the same. Only the workshop can dismiss it.")
        raise Conflict(text, present=anomaly.standing)


def move_with_intervention(
    actor: Membership | None,
    anomaly: Anomaly,
    to: AnomalyStatus,
    intervention: Intervention,
    comment: str | None = None,
) -> None:
    """Take the step to `to` that only the intervention which holds it may take. Anomaly and equipment are held.

    Raises Conflict where no row of the table leads there for an intervention. Where it stands already, nothing
    happens.
    """
    if anomaly.status == to:
        return
    rows = [row for row in rows_from(anomaly.status) if row.target == to]
    if not any(Part.INTERVENTION in row.parts for row in rows):
        text = _("%(reference)s cannot come to this step.", reference=anomaly.reference)
        raise Conflict(text, present=anomaly.standing)
    change_status(anomaly, actor, to, comment, intervention=intervention)


def change_status(
    anomaly: Anomaly,
    actor: Membership | None,
    to: AnomalyStatus,
    comment: str | None = None,
    duplicate_of: Anomaly | None = None,
    intervention: Intervention | None = None,
) -> None:
    """Set the status with its times, the timeline and the fitness. Anomaly and equipment are held.

    `duplicate_of` is the older report, where that is why it is dismissed; `intervention` the repair that moves it.
    """
    before, anomaly.status = anomaly.status, to
    if to == AnomalyStatus.ACKNOWLEDGED and anomaly.acknowledged_at is None:
        anomaly.acknowledged_at = now()
    if to == AnomalyStatus.RESOLVED:
        anomaly.resolved_at = now()
    elif anomaly.is_open:
        anomaly.resolved_at = anomaly.duplicate_of = None
    step = record(
        anomaly,
        actor,
        TimelineKind.TRANSITION,
        from_status=before,
        to_status=to,
        comment=comment,
        duplicate=duplicate_of,
        intervention=intervention,
    )
    tell_reporter(step)
    refresh_fitness(anomaly.equipment)
    db.session.flush()
    tell_after_commit(anomaly.company_id, "anomalies", anomaly.id, anomaly.reference)
