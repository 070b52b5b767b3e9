"""What an intervention takes on: anomalies and deadlines of its equipment, which nothing else may hold meanwhile.

The caller holds equipment and intervention.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from billun.errors import Conflict, Missing, Refused
from billun.extensions import db
from billun.models import (
    Anomaly,
    AnomalyStatus,
    Deadline,
    Equipment,
    Intervention,
    InterventionStatus,
    Membership,
    Outcome,
    TakenAnomaly,
    TakenDeadline,
)
from billun.models.anomaly_transitions import WAITING_STATUSES
from billun.operations.transitions import change_status, move_with_intervention

# How far an anomaly comes along that is taken on by an intervention in this state, step by step.
STEPS_TO = {
    InterventionStatus.PLANNED: (AnomalyStatus.SCHEDULED,),
    InterventionStatus.IN_PROGRESS: (AnomalyStatus.SCHEDULED, AnomalyStatus.IN_REPAIR),
    InterventionStatus.AWAITING_PARTS: (
        AnomalyStatus.SCHEDULED,
        AnomalyStatus.IN_REPAIR,
        AnomalyStatus.AWAITING_PARTS,
    ),
}


def anomalies_to_take(
    actor: Membership, equipment: Equipment, ids: Collection[UUID]
) -> Sequence[Anomaly]:
    """The anomalies with these ids, held. Raises Missing, Refused("anomaly_ids") for those of other equipment."""
    found = db.session.scalars(
        select(Anomaly)
        .where(Anomaly.id.in_(ids), Anomaly.company_id == actor.company_id)
        .order_by(Anomaly.id)
        .with_for_update(of=Anomaly)
        .execution_options(populate_existing=True)
    ).all()
    if len(found) < len(set(ids)):
        raise Missing
    for anomaly in found:
        if anomaly.equipment_id != equipment.id:
            text = _("%(reference)s is on other equipment.", reference=anomaly.reference)
            raise Refused("anomaly_ids", text)
    return found


def deadlines_to_take(equipment: Equipment, codes: Collection[str]) -> Sequence[Deadline]:
    """The deadlines with these codes. Raises Refused("deadline_codes") for one that the equipment does not have."""
    found = db.session.scalars(
        select(Deadline)
        .where(Deadline.equipment_id == equipment.id, Deadline.code.in_(codes), Deadline.applies)
        .order_by(Deadline.code)
    ).all()
    unknown = set(codes) - {deadline.code for deadline in found}
    if unknown:
        text = _("This equipment has no such deadline: %(code)s.", code=min(unknown))
        raise Refused("deadline_codes", text)
    return found


def take_anomalies(
    actor: Membership, intervention: Intervention, anomalies: Sequence[Anomaly]
) -> None:
    """Let the intervention hold them; what nobody had acknowledged yet is acknowledged by it.

    Raises Conflict naming the other intervention that holds one, or one that is not to be repaired any more.
    """
    refuse_held_anomalies(anomalies)
    for anomaly in anomalies:
        if anomaly.status in WAITING_STATUSES:
            change_status(anomaly, actor, AnomalyStatus.ACKNOWLEDGED)
        if anomaly.status != AnomalyStatus.ACKNOWLEDGED:
            text = _("%(reference)s is not waiting for a repair.", reference=anomaly.reference)
            raise Conflict(text, "anomaly_ids", present=anomaly.standing)
        intervention.taken.append(TakenAnomaly(anomaly=anomaly))
        db.session.flush()
        for step in STEPS_TO[intervention.status]:
            move_with_intervention(actor, anomaly, step, intervention)


def take_deadlines(intervention: Intervention, deadlines: Sequence[Deadline]) -> None:
    """Let the intervention hold them. Raises Conflict naming the other one that does."""
    refuse_held_deadlines(deadlines)
    for deadline in deadlines:
        intervention.taken_deadlines.append(TakenDeadline(deadline=deadline))
    db.session.flush()


def refuse_held_anomalies(anomalies: Sequence[Anomaly]) -> None:
    held = db.session.scalars(
        select(TakenAnomaly)
        .where(
            TakenAnomaly.anomaly_id.in_([anomaly.id for anomaly in anomalies]),
            TakenAnomaly.outcome.is_(None),
        )
        .options(joinedload(TakenAnomaly.intervention), joinedload(TakenAnomaly.anomaly))
        .limit(1)
    ).first()
    if held is not None:
        refuse_as_held("anomaly_ids", held.anomaly.reference, held.intervention)


def refuse_held_deadlines(deadlines: Sequence[Deadline]) -> None:
    held = db.session.scalars(
        select(TakenDeadline)
        .where(
            TakenDeadline.deadline_id.in_([deadline.id for deadline in deadlines]),
            TakenDeadline.renewal_id.is_(None),
            ~TakenDeadline.given_back,
        )
        .options(joinedload(TakenDeadline.intervention), joinedload(TakenDeadline.deadline))
        .limit(1)
    ).first()
    if held is not None:
        refuse_as_held("deadline_codes", held.deadline.code, held.intervention)


def refuse_as_held(field: str, name: str, other: Intervention) -> None:
    text = _("%(name)s is already part of %(reference)s.", name=name, reference=other.reference)
    raise Conflict(
        text,
        field,
        present={"id": str(other.id), "reference": other.reference, "title": other.title},
    )


def leave_out_anomalies(
    actor: Membership, intervention: Intervention, taken: Sequence[TakenAnomaly]
) -> None:
    """Take anomalies off the intervention that nothing was done about; they are acknowledged again."""
    for one in taken:
        move_with_intervention(actor, one.anomaly, AnomalyStatus.ACKNOWLEDGED, intervention)
        intervention.taken.remove(one)
        db.session.delete(one)
    db.session.flush()


def leave_out_deadlines(intervention: Intervention, taken: Sequence[TakenDeadline]) -> None:
    for one in taken:
        intervention.taken_deadlines.remove(one)
        db.session.delete(one)
    db.session.flush()


def give_all_back(
    actor: Membership | None, intervention: Intervention, comment: str | None = None
) -> None:
    """What a cancelled intervention still holds: anomalies put off and acknowledged again, deadlines given back."""
    for taken in held_anomalies(intervention):
        taken.outcome = Outcome.DEFERRED
        move_with_intervention(
            actor, taken.anomaly, AnomalyStatus.ACKNOWLEDGED, intervention, comment
        )
    for held in held_deadlines(intervention):
        held.given_back = True
    db.session.flush()


def held_anomalies(intervention: Intervention) -> list[TakenAnomaly]:
    """Those that it holds, in the order in which it took them."""
    return [one for one in intervention.taken if one.outcome is None]


def held_deadlines(intervention: Intervention) -> list[TakenDeadline]:
    return [one for one in intervention.taken_deadlines if not (one.given_back or one.renewal_id)]
