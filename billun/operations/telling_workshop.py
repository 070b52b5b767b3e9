"""Who is told by mail of what becomes of an intervention."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import Select, delete, select

from billun.extensions import db
from billun.models import (
    Delivery,
    DeliveryKind,
    DeliveryState,
    Intervention,
    InterventionEntry,
    InterventionEntryKind,
    InterventionStatus,
    Membership,
    User,
)
from billun.operations.alerts import still_there
from billun.operations.deliveries import owe_mail
from billun.operations.digests import readers
from billun.operations.intervention_words import FROM_OUTSIDE

K = InterventionEntryKind

PLANNING = (K.PLANNED, K.MOVED, K.ASSIGNED)
# Somebody who plans with the mouse drops a job here and there before it stays.
WAIT = timedelta(minutes=2)


def tell_of_intervention(entry: InterventionEntry) -> None:
    """Owe mails about this entry, to nobody about what they did themselves.

    Of planning and cancelling learn those who are to do the work, of other people those who are new and
    those who are not on it any more; of the end the manager of the site, else the managers; of an answer
    from outside who sent the link. Told twice is told once. About planning a mail waits for two minutes;
    it then says how things stand, and one that is overtaken meanwhile is never sent.
    """
    if entry.kind == K.ASSIGNED:
        tell_workers(entry, people_changed(entry))
    elif entry.kind in PLANNING or entry.to_status == InterventionStatus.CANCELLED:
        tell_workers(entry, entry.intervention.assignees)
    elif entry.to_status == InterventionStatus.IN_PROGRESS and entry.actor:
        # Who begins with it knows of it.
        forget_unsent(entry.intervention, [entry.actor.user])
    elif entry.to_status == InterventionStatus.COMPLETED:
        forget_unsent(entry.intervention, [one.user for one in entry.intervention.assignees])
        tell_now(
            entry, readers(entry.intervention.company_id, entry.intervention.equipment.site_id)
        )
    elif entry.kind in FROM_OUTSIDE:
        tell_now(entry, who_asked(entry))


def tell_workers(entry: InterventionEntry, people: Sequence[Membership]) -> None:
    """Each of them, in place of what they were still to be told; whoever never was on it learns nothing of its end."""
    intervention = entry.intervention
    members = still_there(people)
    forget_unsent(intervention, [member.user for member in members])
    for member in members:
        is_theirs = intervention.is_open and member in intervention.assignees
        if member.id != entry.actor_id and (is_theirs or was_told(intervention, member.user)):
            owe(entry, member.user, WAIT)


def people_changed(entry: InterventionEntry) -> Sequence[Membership]:
    """Those whom the entry put on the intervention, and those whom it took off."""
    named = [*entry.detail.get("added", ()), *entry.detail.get("removed", ())]
    ids = [UUID(one["id"]) for one in named]
    return db.session.scalars(select(Membership).where(Membership.id.in_(ids))).all()


def tell_now(entry: InterventionEntry, people: Sequence[User]) -> None:
    for user in people:
        if entry.actor is None or user.id != entry.actor.user_id:
            owe(entry, user)


def who_asked(entry: InterventionEntry) -> Sequence[User]:
    """Who sent the link to the workshop outside, or, where they have left, those who answer for the site."""
    author = entry.link.author if entry.link else None
    if author and author.is_active:
        return [author.user]
    return readers(entry.intervention.company_id, entry.intervention.equipment.site_id)


def owe(entry: InterventionEntry, user: User, wait: timedelta = timedelta()) -> None:
    owe_mail(
        DeliveryKind.INTERVENTION,
        user,
        subject_id=entry.id,
        company_id=entry.intervention.company_id,
        wait=wait,
    )


def forget_unsent(intervention: Intervention, people: Sequence[User]) -> None:
    """Drop what they were still to be told of its planning. What is being sent this very moment is sent."""
    waiting = (
        select(Delivery.id)
        .where(
            Delivery.kind == DeliveryKind.INTERVENTION,
            Delivery.state == DeliveryState.QUEUED,
            Delivery.recipient_id.in_([user.id for user in people]),
            Delivery.subject_id.in_(entries_of(intervention)),
        )
        .with_for_update(skip_locked=True)
    )
    ids = db.session.scalars(waiting).all()
    db.session.execute(delete(Delivery).where(Delivery.id.in_(ids)))


def was_told(intervention: Intervention, user: User) -> bool:
    """Whether a mail about it is, or may be, on its way to this person or with them."""
    told = select(Delivery.id).where(
        Delivery.kind == DeliveryKind.INTERVENTION,
        Delivery.recipient_id == user.id,
        Delivery.subject_id.in_(entries_of(intervention)),
    )
    return db.session.scalar(told.limit(1)) is not None


def entries_of(intervention: Intervention) -> Select[UUID]:
    """The ids of what a planning mail is about."""
    return select(InterventionEntry.id).where(
        InterventionEntry.intervention_id == intervention.id, InterventionEntry.kind.in_(PLANNING)
    )
