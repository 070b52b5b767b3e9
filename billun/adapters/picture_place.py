"""Takes the place out of a photo that nobody has hashed yet, so that an original never holds one."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from io import BytesIO
from typing import IO

from PIL import ExifTags, Image

from billun.adapters.pictures import opened

EXIF_HEADER = b"Exif\x00\x00"
XMP_HEADER = b"http://ns.adobe.com/xap/1.0/\x00"
APP1, START_OF_SCAN = 0xE1, 0xDA


class PlaceStays(Exception):
    """The file holds a place, in a format from which it cannot be taken out without loss."""


def without_place(file: IO[bytes]) -> IO[bytes]:
    """`file` itself where it holds no place, else a copy of the JPEG without it; the picture is not re-encoded.

    Raises PlaceStays for the other formats.
    """
    with opened(file) as image:
        exif = image.getexif()
        holds_place = bool(exif.get_ifd(ExifTags.IFD.GPSInfo)) or b"GPSLatitude" in as_bytes(
            image.info.get("xmp", b"")
        )
        kind = image.format
    file.seek(0)
    if not holds_place:
        return file
    if kind not in {"JPEG", "MPO"}:
        raise PlaceStays
    return BytesIO(b"".join(jpeg_without_place(file.read(), exif)))


def jpeg_without_place(content: bytes, exif: Image.Exif) -> Iterator[bytes]:
    """The parts of the JPEG, its Exif written anew without GPS and its XMP left out."""
    del exif[ExifTags.IFD.GPSInfo]
    yield content[:2]
    yield segment(exif.tobytes())
    position = 2
    while content[position] == 0xFF and content[position + 1] != START_OF_SCAN:
        marker, length = struct.unpack(">xBH", content[position : position + 4])
        whole = content[position : position + 2 + length]
        if not (marker == APP1 and whole[4:].startswith((EXIF_HEADER, XMP_HEADER))):
            yield whole
        position += 2 + length
    yield content[position:]


def segment(payload: bytes) -> bytes:
    body = payload if payload.startswith(EXIF_HEADER) else EXIF_HEADER + payload
    return struct.pack(">BBH", 0xFF, APP1, len(body) + 2) + body


def as_bytes(text: bytes | str) -> bytes:
    return text.encode() if isinstance(text, str) else text
