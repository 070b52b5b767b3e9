"""A legal hold: while a case may need a report, nothing of it is erased and no retention ends it."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy import select

from billun.errors import Missing, NotAllowed
from billun.extensions import db
from billun.models import Anomaly, Membership, TimelineKind
from billun.models.base import now
from billun.operations.after_commit import tell_after_commit
from billun.operations.anomalies import record
from billun.operations.reasons import reason_in

LONGEST_REASON = 1_000


def hold(actor: Membership, anomaly: Anomaly, reason: str) -> None:
    """Keep everything of the report until it is released. The same reason once more changes nothing.

    Raises NotAllowed, Refused("reason") without one, Missing where retention was quicker.
    """
    refuse_others(actor)
    words = reason_in(reason, longest=LONGEST_REASON)
    lock(anomaly)
    if anomaly.is_held and anomaly.hold_reason == words:
        return
    anomaly.held_at = anomaly.held_at or now()
    anomaly.held_by, anomaly.hold_reason = actor, words
    record(anomaly, actor, TimelineKind.HELD, comment=words)
    tell_after_commit(anomaly.company_id, "anomalies", anomaly.id, anomaly.reference)


def release(actor: Membership, anomaly: Anomaly) -> None:
    """Let its retention go on. What is not held stays as it is. Raises NotAllowed."""
    refuse_others(actor)
    lock(anomaly)
    if not anomaly.is_held:
        return
    anomaly.held_at = anomaly.held_by = anomaly.hold_reason = None
    record(anomaly, actor, TimelineKind.RELEASED)
    tell_after_commit(anomaly.company_id, "anomalies", anomaly.id, anomaly.reference)


def refuse_others(actor: Membership) -> None:
    if not actor.is_manager:
        raise NotAllowed(_("Only a manager may put a report on hold or release it."))


def lock(anomaly: Anomaly) -> None:
    """Lock it, and see whether it is on hold now."""
    locked = select(Anomaly.id).where(Anomaly.id == anomaly.id).with_for_update()
    if db.session.scalar(locked) is None:
        raise Missing
    db.session.refresh(anomaly, ["held_at", "held_by_id", "hold_reason"])
