"""A company's logo as a small picture: upright, in the web's colours, transparent where it was."""

from __future__ import annotations

from io import BytesIO
from typing import IO

from PIL import Image, ImageOps

from billun.adapters.pictures import Undecodable, in_srgb, opened
from billun.errors import TooLarge

MOST_BYTES = 5_000_000
MOST_PIXELS = 20_000_000
LONGEST_SIDE = 480
QUALITY = 90


def make_logo(file: IO[bytes]) -> bytes:
    """The picture as WebP without metadata. Raises TooLarge, WrongType, Undecodable."""
    if file.seek(0, 2) > MOST_BYTES:
        raise TooLarge("bytes")
    with opened(file) as image:
        if image.width * image.height > MOST_PIXELS:
            raise TooLarge("pixels")
        try:
            return written(ImageOps.exif_transpose(in_srgb(image)))
        except (OSError, ValueError, SyntaxError, EOFError, MemoryError) as error:
            raise Undecodable(str(error) or type(error).__name__) from error


def written(image: Image.Image) -> bytes:
    bare = image.convert("RGBA" if image.has_transparency_data else "RGB")
    bare.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    bare.info = {}
    content = BytesIO()
    bare.save(content, "WEBP", quality=QUALITY, method=4, exif=b"")
    return content.getvalue()
