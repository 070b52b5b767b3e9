"""Jobs for photos."""

from uuid import UUID

from billun.extensions import db
from billun.operations.developing import begin_developing, develop_stored
from jobs import app


def develop_photo(photo_id: str) -> None:
    """Make the sizes of a stored photo."""
    with app.app_context():
        photo = begin_developing(UUID(photo_id))
        db.session.commit()
        if photo is None:
            return
        try:
            develop_stored(photo)
        finally:
            db.session.commit()
