"""Which file somebody gets for a size of a photo."""

from __future__ import annotations

from dataclasses import dataclass

from billun.errors import Erased, Missing
from billun.models import Membership, Photo

WEBP = "image/webp"


@dataclass(frozen=True)
class ServedFile:
    """Where it lies, what it is, and whether it is the photo itself, byte for byte."""

    key: str
    media_type: str
    is_original: bool = False
    # Tells apart what comes to lie under the same key.
    version: str = ""


def served_to(member: Membership, photo: Photo, size: str) -> ServedFile:
    """The file for the photo's `size`: original, large, medium, thumb or enhanced.

    Another company gets nothing before the photo is ready, and where somebody hid faces or plates
    the newest such drawing instead of it. Raises Erased for a photo whose bytes are gone, Missing
    for what is not made, not shown, or not theirs to see.
    """
    own = member.company_id == photo.company_id
    if photo.is_erased and own:
        raise Erased
    if not photo.can_be_seen_by(member):
        raise Missing
    if own:
        return own_file(photo, size)
    if not photo.is_ready:
        raise Missing
    return concealed(photo, size) if photo.is_veiled else own_file(photo, size)


def served_outside(photo: Photo, size: str) -> ServedFile:
    """The file for whoever is no member: as another company gets it, and never the original. Raises Missing."""
    if not photo.is_ready or size in ("original", "enhanced"):
        raise Missing
    return concealed(photo, size) if photo.is_veiled else own_file(photo, size)


def own_file(photo: Photo, size: str) -> ServedFile:
    if size == "original":
        media_type = photo.media_type or "application/octet-stream"
        return ServedFile(photo.original_key, media_type, is_original=True)
    made = photo.has_enhanced if size == "enhanced" else photo.has_sizes
    if not made:
        raise Missing
    if size == "enhanced":
        return ServedFile(photo.derivative_key(size), WEBP, version=photo.enhanced_version)
    # A photo that was developed before there was a medium size has no colour either.
    size = "large" if size == "medium" and photo.colour is None else size
    return ServedFile(photo.derivative_key(size), WEBP)


def concealed(photo: Photo, size: str) -> ServedFile:
    """Never the original, nor what was made from it."""
    if photo.concealing is None or size in ("original", "enhanced"):
        raise Missing
    return ServedFile(photo.concealing.derivative_key(size), WEBP)
