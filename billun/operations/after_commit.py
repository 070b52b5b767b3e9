"""What may only happen once the change is safe in PostgreSQL: jobs and live events.

Both are messages and may be lost: sweeps find the jobs again, screens resync.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from uuid import UUID

from sqlalchemy import event
from sqlalchemy.orm import Session

from billun.adapters import live, queue
from billun.adapters.storage import StorageUnavailable, storage
from billun.extensions import db

KEPT_UNDER = "billun_after_commit"


def enqueue_after_commit(to_queue: str, job: str, *args: UUID) -> None:
    """Queue the job named `job` once the present transaction is committed."""
    remember(partial(queue.enqueue, to_queue, job, *(str(arg) for arg in args)))


def tell_after_commit(company_id: UUID, topic: str, id: UUID, reference: str | None = None) -> None:
    """Tell the company's screens that something changed, once it has."""
    about = {"id": str(id)} | ({"reference": reference} if reference else {})
    remember(partial(live.publish, company_id, topic, about))


def remove_file_after_commit(key: str) -> None:
    """Take a file away that no row names any more, once none does. Where the storage is away it stays."""
    remember(partial(removed, key))


def removed(key: str) -> bool:
    with suppress(StorageUnavailable):
        storage().remove(key)
    return True


def remember(action: Callable[[], bool]) -> None:
    db.session().info.setdefault(KEPT_UNDER, []).append(action)


@event.listens_for(Session, "after_commit")
def act(session: Session) -> None:
    if session.in_nested_transaction():
        # A savepoint that went well can still come to nothing with the rest.
        return
    for action in session.info.pop(KEPT_UNDER, ()):
        if not action():
            # Redis is away: nobody waits once more for each further message, the sweep finds them.
            return


@event.listens_for(Session, "after_rollback")
def forget(session: Session) -> None:
    if session.in_nested_transaction():
        # What was done outside the savepoint stands; a message too many does no harm.
        return
    session.info.pop(KEPT_UNDER, None)
