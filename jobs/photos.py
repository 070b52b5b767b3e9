"""Jobs for photos. Two workers at the same photo would only do the same work twice, so the second one leaves it."""

from uuid import UUID

from billun.extensions import db
from billun.operations.developing import begin_developing, develop_stored
from billun.operations.enhancing import begin_enhancing, enhance_stored
from billun.operations.locks import one_process_at
from jobs import app


def develop_photo(photo_id: str) -> None:
    """Make the sizes of a stored photo."""
    with app.app_context(), one_process_at(f"developing {photo_id}") as is_mine:
        if is_mine:
            develop(UUID(photo_id))


def enhance_photo(photo_id: str) -> None:
    """Make a copy of a photo that is easier to read."""
    with app.app_context(), one_process_at(f"enhancing {photo_id}") as is_mine:
        if is_mine:
            enhance(UUID(photo_id))


def develop(photo_id: UUID) -> None:
    photo = begin_developing(photo_id)
    db.session.commit()
    if photo is None:
        return
    try:
        develop_stored(photo)
    finally:
        db.session.commit()


def enhance(photo_id: UUID) -> None:
    photo = begin_enhancing(photo_id)
    db.session.commit()
    if photo is None:
        return
    try:
        enhance_stored(photo)
    finally:
        db.session.commit()
