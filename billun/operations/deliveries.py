"""Messages that are owed: written down with what they are about, then sent until they arrive."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from billun.adapters.postbox import NotSent, send_mail
from billun.adapters.queue import MESSAGES
from billun.extensions import db
from billun.models import Delivery, DeliveryKind, DeliveryState, User
from billun.models.base import new_id, now
from billun.operations.after_commit import enqueue_after_commit
from billun.operations.letters import write_letter


def owe_mail(
    kind: DeliveryKind,
    recipient: User,
    *,
    subject_id: UUID,
    company_id: UUID | None = None,
    address: str | None = None,
    wait: timedelta = timedelta(),
) -> None:
    """Owe `recipient` one mail of this kind about `subject_id`. Owing it twice changes nothing.

    It goes to `address` where somebody wrote one that need not be the recipient's own yet. One that is
    to `wait` is left to the sweep.
    """
    address = address or recipient.email
    if not address:
        return
    id = db.session.scalar(
        insert(Delivery)
        .values(
            id=new_id(),
            kind=kind,
            recipient_id=recipient.id,
            subject_id=subject_id,
            company_id=company_id,
            address=address,
            next_attempt_at=now() + wait,
        )
        .on_conflict_do_nothing()
        .returning(Delivery.id)
    )
    if id is not None and not wait:
        enqueue_after_commit(MESSAGES, "jobs.deliveries.deliver", id)


def send_delivery(delivery_id: UUID) -> None:
    """Try to send it now, unless it is sent already or somebody else is at it."""
    delivery = held(delivery_id)
    if delivery is None:
        return
    letter = write_letter(delivery)
    try:
        send_mail(str(delivery.id), delivery.address, letter.subject, letter.text, letter.html)
    except NotSent as error:
        delivery.mark_attempt_failed(str(error))
    else:
        delivery.mark_sent()


def note_breakdown(delivery_id: UUID, error: Exception) -> None:
    """Keep that the message could not even be written, so that it is tried later and less and less often."""
    delivery = held(delivery_id)
    if delivery is not None:
        delivery.mark_attempt_failed(f"{type(error).__name__}: {error}")


def held(delivery_id: UUID) -> Delivery | None:
    """The delivery, held until the transaction ends; None where it is sent or somebody else is at it."""
    return db.session.scalar(
        select(Delivery)
        .where(Delivery.id == delivery_id, Delivery.state == DeliveryState.QUEUED)
        .with_for_update(skip_locked=True, of=Delivery)
    )
