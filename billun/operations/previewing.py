"""Makes the picture of a document's first page. Done twice, it ends the same."""

from __future__ import annotations

from io import BytesIO
from uuid import UUID

from sqlalchemy import select

from billun.adapters.documents import Unreadable, picture_of
from billun.adapters.storage import StorageUnavailable, StoredFileMissing, storage
from billun.extensions import db
from billun.models import Document, DocumentState
from billun.operations.after_commit import tell_after_commit

ATTEMPTS_AT_MOST = 10


def begin_preview(document_id: UUID) -> Document | None:
    """The document to show, its attempt counted, or None where there is nothing left to do.

    The caller commits the count before the work begins, so that a file which kills every worker
    that opens it is given up in the end.
    """
    document = db.session.scalar(
        select(Document)
        .where(Document.id == document_id, Document.state == DocumentState.STORED)
        .with_for_update(skip_locked=True)
    )
    if document is None:
        return None
    document.attempts += 1
    if document.attempts > ATTEMPTS_AT_MOST:
        settle(document, DocumentState.FAILED)
        return None
    return document


def make_preview(document: Document) -> None:
    """Make it ready, or failed. Raises StorageUnavailable: then it is tried again."""
    try:
        with storage().open(document.original_key) as original:
            picture = picture_of(original, document.media_type)
        storage().put(document.preview_key, BytesIO(picture), "image/webp")
    except (Unreadable, StoredFileMissing):
        settle(document, DocumentState.FAILED)
    except StorageUnavailable:
        # However long the storage is away, that says nothing against the document.
        document.attempts -= 1
        raise
    else:
        settle(document, DocumentState.READY)


def settle(document: Document, state: DocumentState) -> None:
    document.state = state
    equipment = document.equipment
    tell_after_commit(equipment.company_id, "equipment", equipment.id, equipment.billun_id)
