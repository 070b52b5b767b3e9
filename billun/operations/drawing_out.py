"""Draws a stored drawing out, as pixels on a copy of its photo. Done twice, it ends the same."""

from __future__ import annotations

from io import BytesIO
from uuid import UUID

from sqlalchemy import select

from billun.adapters.drawing_out import drawn_on
from billun.adapters.pictures import Undecodable
from billun.adapters.storage import StorageUnavailable, StoredFileMissing, storage
from billun.extensions import db
from billun.models import Drawing, DrawingState, Photo, Removal
from billun.operations.after_commit import remove_file_after_commit
from billun.operations.drawings import announce
from billun.queries.stored_files import files_of

ATTEMPTS_AT_MOST = 10


def begin_drawing_out(drawing_id: UUID) -> Drawing | None:
    """The drawing to work on, its attempt counted, or None where there is nothing left to do.

    The caller commits the count before the work begins, so that a drawing which kills every worker
    is given up in the end.
    """
    drawing = db.session.scalar(
        select(Drawing)
        .where(Drawing.id == drawing_id, Drawing.state == DrawingState.STORED)
        .with_for_update(skip_locked=True)
    )
    if drawing is None:
        return None
    drawing.attempts += 1
    if drawing.attempts > ATTEMPTS_AT_MOST:
        settle(drawing, DrawingState.FAILED)
        return None
    return drawing


def draw_out(drawing_id: UUID) -> None:
    """Make it ready, or failed, unless it is gone. Raises StorageUnavailable: then it is tried again."""
    drawing = db.session.scalar(select(Drawing).where(Drawing.id == drawing_id))
    if drawing is None:
        return
    try:
        keep_sizes(drawing)
    except (Undecodable, StoredFileMissing):
        settle(drawing, DrawingState.FAILED)
    except StorageUnavailable:
        # However long the storage is away, that says nothing against the drawing.
        drawing.attempts -= 1
        raise
    else:
        finish(drawing)


def keep_sizes(drawing: Drawing) -> None:
    with storage().open(drawing.photo.derivative_key("large")) as large:
        sizes = drawn_on(large, drawing.shapes)
    for size, content in sizes.items():
        storage().put(drawing.derivative_key(size), BytesIO(content), "image/webp")


def finish(drawing: Drawing) -> None:
    """Ready, unless somebody removed it, or erased the photo, while it was being drawn."""
    held = select(Photo.removal).where(Photo.id == drawing.photo_id).with_for_update()
    is_erased = db.session.scalar(held) == Removal.ERASED
    still = select(Drawing.id).where(Drawing.id == drawing.id).with_for_update()
    if db.session.scalar(still) is None:
        db.session.expunge(drawing)
    else:
        settle(drawing, DrawingState.FAILED if is_erased else DrawingState.READY)
    if not drawing.is_ready:
        for key in files_of(drawing):
            remove_file_after_commit(key)


def settle(drawing: Drawing, state: DrawingState) -> None:
    drawing.state = state
    announce(drawing)
