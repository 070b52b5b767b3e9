"""Moves an anomaly along the table of models/anomaly_transitions.py."""

from __future__ import annotations

from flask_babel import gettext as _

from billun.errors import Conflict, NotAllowed, Refused
from billun.extensions import db
from billun.models import Anomaly, AnomalyStatus, Membership, TimelineKind
from billun.models.anomaly_transitions import Part, Transition, role_reaches, rows_from
from billun.models.base import now
from billun.operations.after_commit import tell_after_commit
from billun.operations.anomalies import lock_with_equipment, record
from billun.operations.fitness import refresh_fitness


def move_anomaly(actor: Membership, anomaly: Anomaly, to: AnomalyStatus, comment: str = "") -> None:
    """Take the step to `to` as `actor`.

    Raises NotAllowed where the actor's role never may, Conflict where no step leads there from the
    present status, NotAllowed where this step is not theirs, Refused("comment") without its reason.
    """
    if not role_reaches(actor.role, to):
        raise NotAllowed(_("Your role may not do this."))
    lock_with_equipment(anomaly)
    row = row_to(anomaly, to)
    if not row.parts_for(anomaly.criticality) & anomaly.parts_of(actor):
        raise NotAllowed(_("This step is not yours to take here."))
    if row.needs_reason and not comment.strip():
        raise Refused("comment", _("Say why, in a few words."))
    change_status(anomaly, actor, to, comment.strip() or None)


def row_to(anomaly: Anomaly, to: AnomalyStatus) -> Transition:
    rows = [row for row in rows_from(anomaly.status) if row.target == to]
    if not rows:
        raise Conflict(_("This is not possible any more: look at where it stands now."))
    if all(row.parts == {Part.INTERVENTION} for row in rows):
        raise Conflict(_("Only the repair that it is part of can move it there."))
    return rows[0]


def change_status(
    anomaly: Anomaly, actor: Membership | None, to: AnomalyStatus, comment: str | None = None
) -> None:
    """Set the status with its times, the timeline and the fitness. Anomaly and equipment are held."""
    before, anomaly.status = anomaly.status, to
    if to == AnomalyStatus.ACKNOWLEDGED and anomaly.acknowledged_at is None:
        anomaly.acknowledged_at = now()
    if to == AnomalyStatus.RESOLVED:
        anomaly.resolved_at = now()
    elif anomaly.is_open:
        anomaly.resolved_at = None
    record(
        anomaly, actor, TimelineKind.TRANSITION, from_status=before, to_status=to, comment=comment
    )
    refresh_fitness(anomaly.equipment)
    db.session.flush()
    tell_after_commit(anomaly.company_id, "anomalies", anomaly.id, anomaly.reference)
