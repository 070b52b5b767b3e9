"""Who reported damage is told what became of it: by mail, and by a mark on the own reports."""

from __future__ import annotations

from sqlalchemy import select, update

from billun.extensions import db
from billun.models import (
    Anomaly,
    AnomalyStatus,
    DeliveryKind,
    Membership,
    TimelineEntry,
    TimelineKind,
)
from billun.models.base import now
from billun.operations.alerts import still_there
from billun.operations.deliveries import owe_mail
from billun.operations.outcome_words import was_put_off
from billun.queries.driver_history import is_unseen, news_of

ENDS = (AnomalyStatus.RESOLVED, AnomalyStatus.DISMISSED, AnomalyStatus.WITHDRAWN)


def tell_reporter(entry: TimelineEntry) -> None:
    """Owe a mail about this entry to who reported the damage, and to those whose reports are the same as it.

    Nobody is told of what they did themselves, nor of steps on the way. Told twice is told once.
    """
    if not is_worth_a_mail(entry):
        return
    for reporter in reporters_of(entry.anomaly):
        if reporter.id != entry.actor_id:
            owe_mail(
                DeliveryKind.ANOMALY_MOVED,
                reporter.user,
                subject_id=entry.id,
                company_id=entry.anomaly.company_id,
            )


def is_worth_a_mail(entry: TimelineEntry) -> bool:
    """It is over, it is open again, its repair was put off, it was lowered, or it is about another item."""
    if entry.kind == TimelineKind.TRANSITION:
        return entry.to_status in ENDS or entry.is_reopening or was_put_off(entry)
    return entry.kind == TimelineKind.MOVED or entry.is_lowering


def reporters_of(anomaly: Anomaly) -> list[Membership]:
    """Those who reported this damage, as far as they are still with their companies."""
    reporters = db.session.scalars(
        select(Membership)
        .join(Anomaly, Anomaly.reporter_id == Membership.id)
        .where(Anomaly.duplicate_of_id == anomaly.id)
    )
    return still_there([anomaly.reporter, *reporters])


def note_looked(actor: Membership, anomaly: Anomaly) -> None:
    """Keep that its reporter has looked, where there was something that they had not seen."""
    if actor.id != anomaly.reporter_id:
        return
    looked = anomaly.reporter_looked_at
    if looked and not is_unseen(news_of(anomaly), looked):
        return
    # To look changes nothing of the report; its phone learns of it all the same.
    seen = {"reporter_looked_at": now(), "updated_at": Anomaly.updated_at}
    db.session.execute(update(Anomaly).where(Anomaly.id == anomaly.id).values(seen))
