"""Photos made easier to read."""

from __future__ import annotations

from uuid import UUID

from billun.blueprints.access import actor, members
from billun.blueprints.api.blueprint import Resource
from billun.blueprints.api.photo_schemas import PhotoSchema
from billun.blueprints.photos.loading import seen_photo
from billun.models import Photo
from billun.operations.enhancing import ask_for_enhancement

enhancement = Resource("enhancement", "Enhanced copies of photos")


@enhancement.route("/photos/<uuid:id>/enhance", methods=["PUT"])
@members
@enhancement.response(202, PhotoSchema)
def ask(id: UUID) -> Photo:
    """Have a copy made that is easier to read; asking again is harmless. A live event tells when it is there."""
    photo = seen_photo(id)
    ask_for_enhancement(actor(), photo)
    return photo
