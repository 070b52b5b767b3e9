"""Who looked at what belongs to another company, and who took evidence away."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol
from uuid import UUID

from sqlalchemy import exists, select

from billun.extensions import db
from billun.models import AccessKind, AccessRecord, AccessSubject, Company, Membership
from billun.models.base import now
from billun.operations.locks import lock_id

LONGEST_NAME = 100


class Owned(Protocol):
    """A row that belongs to a company."""

    id: UUID
    company_id: UUID


def note_access(
    actor: Membership, kind: AccessKind, subject: AccessSubject, row: Owned | Company, name: str
) -> None:
    """Keep that the actor looked at `row`, known as `name`: one line a person, subject and minute.

    A look at what is one's own company's is no business of this log, a download of evidence always is.
    """
    if not is_noted(actor, kind, row):
        return
    at = now()
    # Two requests at once, as browsers send for one large file, must find each other's line.
    lock_id(actor.id)
    if was_noted(actor, kind, subject, row.id, at.replace(second=0, microsecond=0)):
        return
    db.session.add(
        AccessRecord(
            company_id=owner_of(row),
            actor_id=actor.id,
            actor_company_id=actor.company_id,
            kind=kind,
            subject=subject,
            subject_id=row.id,
            name=name[:LONGEST_NAME],
            at=at,
        )
    )
    db.session.flush()


def is_noted(actor: Membership, kind: AccessKind, row: Owned | Company) -> bool:
    """Whether the log has anything to do with it."""
    return kind == AccessKind.DOWNLOADED or owner_of(row) != actor.company_id


def owner_of(row: Owned | Company) -> UUID:
    return row.id if isinstance(row, Company) else row.company_id


def was_noted(
    actor: Membership, kind: AccessKind, subject: AccessSubject, id: UUID, since: datetime
) -> bool:
    return bool(
        db.session.scalar(
            select(
                exists().where(
                    AccessRecord.subject_id == id,
                    AccessRecord.subject == subject,
                    AccessRecord.kind == kind,
                    AccessRecord.actor_id == actor.id,
                    AccessRecord.at >= since,
                )
            )
        )
    )
