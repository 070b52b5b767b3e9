"""How large each size of a photo is drawn, and where it is: what a browser must know before it has loaded any."""

from __future__ import annotations

from billun.adapters.pictures import SIZES
from billun.models import Photo

SMALLEST_FIRST = ("thumb", "medium", "large")


def width_of(photo: Photo, size: str) -> int:
    """In pixels; 0 for one that is not developed."""
    return round((photo.width or 0) * scale(photo, size))


def height_of(photo: Photo, size: str) -> int:
    return round((photo.height or 0) * scale(photo, size))


def scale(photo: Photo, size: str) -> float:
    """No size is larger than its photo."""
    longest_side = max(photo.width or 0, photo.height or 0, 1)
    return min(1, SIZES[size][0] / longest_side)


def srcset(photo: Photo, biggest: str) -> str:
    """The sizes up to this one with their widths, for the attribute of that name."""
    names = SMALLEST_FIRST[: SMALLEST_FIRST.index(biggest) + 1]
    by_width = {width_of(photo, name): name for name in reversed(names)}
    return ", ".join(
        f"/photos/{photo.id}/{name} {width}w" for width, name in sorted(by_width.items())
    )


def enhanced_url(photo: Photo) -> str:
    """Another one for each copy: browsers keep what they got for a day."""
    return f"/photos/{photo.id}/enhanced?v={photo.enhanced_version}"
