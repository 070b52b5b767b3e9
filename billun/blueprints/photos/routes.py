"""The bytes of photos."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, redirect, send_file
from flask.typing import ResponseReturnValue

from billun.adapters.storage import StoredFileMissing, storage
from billun.blueprints.access import members
from billun.blueprints.loading import photo_with_id
from billun.errors import Missing
from billun.models import Photo

photos = Blueprint("photos", __name__)

A_DAY = 86_400


@photos.get("/photos/<uuid:id>/<any(original, large, thumb):size>")
@members
def show(id: UUID, size: str) -> ResponseReturnValue:
    """One size of a photo, from here or by a short redirect to the storage."""
    photo = photo_with_id(id)
    key, media_type = stored_as(photo, size)
    url = storage().read_url(key, media_type)
    return redirect(url) if url else served(photo, key, media_type, size)


def stored_as(photo: Photo, size: str) -> tuple[str, str]:
    if size == "original":
        return photo.original_key, photo.media_type or "application/octet-stream"
    if not photo.is_ready:
        raise Missing
    return photo.derivative_key(size), "image/webp"


def served(photo: Photo, key: str, media_type: str, size: str) -> ResponseReturnValue:
    """The file, cached by the browser alone: the same key never gets another content."""
    try:
        file = storage().open(key)
    except StoredFileMissing as error:
        raise Missing from error
    response = send_file(
        file,
        media_type,
        download_name=f"{photo.id}-{size}.{media_type.rsplit('/', 1)[-1]}",
        etag=f"{photo.sha256[:32]}-{size}",
        conditional=True,
        max_age=A_DAY,
    )
    response.headers["Cache-Control"] = f"private, max-age={A_DAY}, immutable"
    response.headers["Content-Security-Policy"] = "sandbox"
    return response
