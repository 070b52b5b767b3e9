"""The sizes of photos."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint
from flask.typing import ResponseReturnValue

from billun.blueprints.access import actor, members
from billun.blueprints.loading import photo_with_id
from billun.blueprints.photos.serving import serve
from billun.models import AccessKind, AccessSubject, Photo
from billun.operations.access_log import is_noted, note_access
from billun.queries.photo_serving import served_to

photos = Blueprint("photos", __name__)


@photos.get("/photos/<uuid:id>/<any(original, large, medium, thumb, enhanced):size>")
@members
def show(id: UUID, size: str) -> ResponseReturnValue:
    """One size of a photo, from here or by a short redirect to the storage."""
    photo = photo_with_id(id)
    file = served_to(actor(), photo, size)
    note(photo, AccessKind.DOWNLOADED if file.is_original else AccessKind.VIEWED)
    own = photo.company_id == actor().company_id
    return serve(photo, file, keeps=own)


def note(photo: Photo, kind: AccessKind) -> None:
    if is_noted(actor(), kind, photo):
        note_access(actor(), kind, AccessSubject.PHOTO, photo, photo.subject.reference)
