"""The wrong item was chosen: the report goes to the one that it is about."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy import select

from billun.errors import Conflict, Missing, NotAllowed
from billun.extensions import db
from billun.models import (
    Anomaly,
    Equipment,
    EquipmentStatus,
    Membership,
    TimelineEntry,
    TimelineKind,
)
from billun.operations.after_commit import tell_after_commit
from billun.operations.alerts import alert_of_move
from billun.operations.anomalies import has_spot, lock_anomaly, record
from billun.operations.fitness import refresh_fitness
from billun.operations.following import touch
from billun.operations.reasons import reason_in
from billun.operations.telling_reporters import tell_reporter


def move_report(actor: Membership, anomaly: Anomaly, equipment: Equipment, reason: str) -> None:
    """Let the report be about `equipment`; where it is already, nothing changes.

    Raises NotAllowed for whom it is not to say, Missing for another company's equipment, Conflict
    where a repair or its end holds the report, or somebody just moved it, or the equipment is
    retired, Refused("reason") without one.
    """
    if not anomaly.is_moved_by(actor):
        raise NotAllowed(_("Only the reporter within half an hour, a supervisor or a manager may."))
    if equipment.company_id != anomaly.company_id:
        raise Missing
    before = anomaly.equipment
    hold_items(before, equipment)
    lock_anomaly(anomaly)
    if anomaly.equipment_id == equipment.id:
        return
    refuse_bad_move(anomaly, before, equipment)
    put_on(actor, anomaly, equipment, reason_in(reason))
    settle(before, equipment)


def hold_items(*items: Equipment) -> None:
    """Hold them in the order of their ids, and see them as they are now."""
    held = select(Equipment).where(Equipment.id.in_([item.id for item in items]))
    db.session.scalars(
        held.order_by(Equipment.id)
        .with_for_update(of=Equipment)
        .execution_options(populate_existing=True)
    ).all()


def refuse_bad_move(anomaly: Anomaly, before: Equipment, equipment: Equipment) -> None:
    text, field = "", None
    if anomaly.equipment_id != before.id:
        text = _("Somebody just moved it. Look at where it is now.")
    elif anomaly.is_planned:
        text = _("A repair is planned with it. Take it out of the repair first.")
    elif not anomaly.is_movable:
        text = _("This is not possible any more: look at where it stands now.")
    elif equipment.status == EquipmentStatus.RETIRED:
        text, field = _("This equipment is retired. Choose another one."), "equipment_id"
    if text:
        raise Conflict(text, field, present=anomaly.standing)


def put_on(
    actor: Membership, anomaly: Anomaly, equipment: Equipment, reason: str | None = None
) -> TimelineEntry:
    """Let the report be about the item, and tell those concerned by it. All of them are held."""
    before, anomaly.equipment = anomaly.equipment, equipment
    if anomaly.spot and not has_spot(equipment, anomaly.spot):
        anomaly.spot = None
    entry = record(
        anomaly,
        actor,
        TimelineKind.MOVED,
        from_equipment=before,
        to_equipment=equipment,
        comment=reason,
    )
    alert_of_move(entry)
    tell_reporter(entry)
    tell_after_commit(anomaly.company_id, "anomalies", anomaly.id, anomaly.reference)
    return entry


def settle(*items: Equipment) -> None:
    """Bring the fitness of held items up to date, and the phones' copies of them."""
    for item in items:
        refresh_fitness(item)
        touch(item)
        tell_after_commit(item.company_id, "equipment", item.id, item.billun_id)
