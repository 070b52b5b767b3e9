"""How bad it is: raised by whoever sees it, lowered with a reason by those who judge it."""

from __future__ import annotations

from flask_babel import gettext as _

from billun.errors import Conflict, NotAllowed
from billun.models import Anomaly, Criticality, Membership, Sighting, TimelineEntry, TimelineKind
from billun.operations.after_commit import tell_after_commit
from billun.operations.alerts import alert_of_rise
from billun.operations.anomalies import lock_with_equipment, record
from billun.operations.fitness import refresh_fitness
from billun.operations.reasons import reason_in
from billun.operations.telling_reporters import tell_reporter


def set_criticality(
    actor: Membership, anomaly: Anomaly, criticality: Criticality, comment: str = ""
) -> None:
    """Let it count as this from now on; what it already is changes nothing.

    Raises NotAllowed where a driver or a mechanic lowers it, Conflict where it is no longer open,
    Refused("comment") where it is lowered without a reason.
    """
    lock_with_equipment(anomaly)
    if criticality == anomaly.criticality:
        return
    lowers = criticality.rank < anomaly.criticality.rank
    if lowers and not anomaly.is_judged_by(actor):
        raise NotAllowed(_("Only a supervisor or a manager lowers it."))
    if not anomaly.is_open:
        text = _("It is no longer open. Look at where it stands now.")
        raise Conflict(text, present=anomaly.standing)
    words = reason_in(comment, "comment") if lowers else comment.strip()
    change_criticality(actor, anomaly, criticality, words or None)
    tell_after_commit(anomaly.company_id, "anomalies", anomaly.id, anomaly.reference)


def change_criticality(
    actor: Membership,
    anomaly: Anomaly,
    criticality: Criticality,
    comment: str | None = None,
    sighting: Sighting | None = None,
    duplicate: Anomaly | None = None,
) -> TimelineEntry:
    """Set it, with the fitness and the alert that follow. Anomaly and equipment are held.

    It is by a `sighting`, or by a worse `duplicate`, that somebody learned of it.
    """
    before, anomaly.criticality = anomaly.criticality, criticality
    entry = record(
        anomaly,
        actor,
        TimelineKind.CRITICALITY,
        from_criticality=before,
        to_criticality=criticality,
        comment=comment,
        sighting=sighting,
        duplicate=duplicate,
    )
    refresh_fitness(anomaly.equipment)
    if criticality.rank > before.rank:
        alert_of_rise(entry)
    tell_reporter(entry)
    return entry
