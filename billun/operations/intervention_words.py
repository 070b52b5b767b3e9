"""What is new about an intervention, in the words of the letters that tell of it."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import select

from billun.extensions import db
from billun.models import (
    Delivery,
    DeliveryKind,
    DeliveryState,
    Intervention,
    InterventionEntry,
    InterventionEntryKind,
    InterventionStatus,
    Outcome,
    User,
)

K = InterventionEntryKind

FROM_OUTSIDE = (K.OUTSIDE_ACCEPTED, K.OUTSIDE_PROPOSED, K.OUTSIDE_DECLINED, K.OUTSIDE_DONE)


@dataclass(frozen=True)
class News:
    """In a word or two, and in a sentence."""

    short: str
    sentence: str


def news_in(entry: InterventionEntry, delivery: Delivery) -> News:
    """For a reader who may learn of it some minutes later: as it stands by then."""
    if entry.kind in FROM_OUTSIDE:
        return answered(entry.kind)
    status = entry.intervention.status
    if entry.to_status == status == InterventionStatus.COMPLETED:
        return News(_("Job done"), _("The work is done."))
    if status == InterventionStatus.CANCELLED:
        return News(_("Job cancelled"), _("This job was cancelled: nothing is to be done."))
    return planned(entry, delivery)


def planned(entry: InterventionEntry, delivery: Delivery) -> News:
    if not is_done_by(entry.intervention, delivery.recipient):
        return News(_("Not your job any more"), _("This job was given to somebody else."))
    if not was_told_before(delivery, entry.intervention):
        return News(_("New job for you"), _("This job was planned for you."))
    return News(_("Your job has changed"), _("Look at when and where it is to be done now."))


def is_done_by(intervention: Intervention, reader: User) -> bool:
    return any(member.user_id == reader.id for member in intervention.assignees)


def was_told_before(delivery: Delivery, intervention: Intervention) -> bool:
    """Whether another letter about it has reached this reader."""
    entries = select(InterventionEntry.id).where(
        InterventionEntry.intervention_id == intervention.id
    )
    earlier = select(Delivery.id).where(
        Delivery.kind == DeliveryKind.INTERVENTION,
        Delivery.recipient_id == delivery.recipient_id,
        Delivery.state == DeliveryState.SENT,
        Delivery.subject_id.in_(entries),
        Delivery.id != delivery.id,
    )
    return db.session.scalar(earlier.limit(1)) is not None


def answered(kind: InterventionEntryKind) -> News:
    """What the workshop outside says."""
    return {
        K.OUTSIDE_ACCEPTED: News(
            _("Job accepted"), _("The workshop does it at the time that was planned.")
        ),
        K.OUTSIDE_PROPOSED: News(
            _("Another time proposed"),
            _("The workshop cannot do it then, and proposes another time."),
        ),
        K.OUTSIDE_DECLINED: News(
            _("Job declined"), _("The workshop does not do it. Give it to another one.")
        ),
        K.OUTSIDE_DONE: News(
            _("Reported done"), _("The workshop says that it is done. Look, and complete the job.")
        ),
    }[kind]


def outcome_word(outcome: Outcome) -> str:
    """What became of an anomaly, in a word or two."""
    return {
        Outcome.REPAIRED: _("Repaired"),
        Outcome.NOT_FOUND: _("Nothing found"),
        Outcome.DEFERRED: _("Put off"),
    }[outcome]
