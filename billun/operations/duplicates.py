"""Two reports of the same damage: the younger one is dismissed, and the older one stands for both."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy import select

from billun.errors import Conflict, Refused
from billun.extensions import db
from billun.models import Anomaly, AnomalyStatus, Membership, TimelineKind
from billun.operations.after_commit import tell_after_commit
from billun.operations.anomalies import lock_anomaly, lock_with_equipment, record
from billun.operations.criticality import change_criticality
from billun.operations.transitions import change_status, refuse_role, row_for


def merge(actor: Membership, duplicate: Anomaly, into: Anomaly) -> None:
    """Dismiss `duplicate` as the same damage as the older `into`; the same again changes nothing.

    What was merged into it follows, and a worse one raises the older: no item becomes fitter by it.
    Raises NotAllowed and Conflict as its dismissal does, Refused("into") where it cannot be the same
    damage, Conflict where `into` stands for no other.
    """
    refuse_role(actor, AnomalyStatus.DISMISSED)
    seen = duplicate.status
    lock_with_equipment(duplicate)
    if duplicate.duplicate_of_id == into.id:
        return
    row_for(actor, duplicate, AnomalyStatus.DISMISSED, seen)
    refuse_other_damage(duplicate, into)
    lock_anomaly(into)
    refuse_bad_older(duplicate, into)
    if duplicate.criticality.rank > into.criticality.rank:
        change_criticality(actor, into, duplicate.criticality, duplicate=duplicate)
    stand_for(duplicate, into)
    # The older report is the reason that a dismissal needs.
    change_status(duplicate, actor, AnomalyStatus.DISMISSED, duplicate_of=into)
    record(into, actor, TimelineKind.DUPLICATE_FOUND, duplicate=duplicate)
    tell_after_commit(into.company_id, "anomalies", into.id, into.reference)


def refuse_other_damage(duplicate: Anomaly, into: Anomaly) -> None:
    """The caller holds the equipment, so what is on it now stays on it."""
    if into.id == duplicate.id:
        raise Refused("into", _("Choose another report than this one."))
    db.session.refresh(into, ["equipment_id"])
    if into.equipment_id != duplicate.equipment_id:
        raise Refused("into", _("That report is about other equipment."))


def refuse_bad_older(duplicate: Anomaly, into: Anomaly) -> None:
    """Only an older open report, itself no duplicate, stands for another one."""
    text = ""
    if into.duplicate_of:
        older = into.duplicate_of.reference
        text = _("That one is itself the same as %(reference)s.", reference=older)
    elif not into.is_open:
        text = _("That report is no longer open. Choose another one.")
    elif not into.is_older_than(duplicate):
        text = _("That report came later. Open it, and say that it is the same as this one.")
    if text:
        raise Conflict(text, "into", present=duplicate.standing)


def stand_for(duplicate: Anomaly, into: Anomaly) -> None:
    """Let `into` stand for the duplicate, and for all that the duplicate stood for."""
    followers = db.session.scalars(
        select(Anomaly)
        .where(Anomaly.duplicate_of_id == duplicate.id)
        .order_by(Anomaly.id)
        .with_for_update(of=Anomaly)
    )
    for anomaly in (duplicate, *followers):
        anomaly.duplicate_of = into
