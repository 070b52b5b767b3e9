"""Takes the place out of a photo that nobody has hashed yet, so that an original never holds one."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from io import BytesIO
from typing import IO

from PIL import ExifTags, Image

from billun.adapters.pictures import opened

EXIF_HEADER = b"Exif\x00\x00"
XMP_HEADERS = (b"http://ns.adobe.com/xap/1.0/\x00", b"http://ns.adobe.com/xmp/extension/\x00")
MULTI_PICTURE_HEADER = b"MPF\x00"
APP1, APP2, START_OF_SCAN, END_OF_IMAGE = 0xE1, 0xE2, 0xDA, b"\xff\xd9"
LEFT_OUT = {APP1: (EXIF_HEADER, *XMP_HEADERS), APP2: (MULTI_PICTURE_HEADER,)}
# What Pillow raises for metadata or pictures that are cut off or no such thing.
BROKEN = (OSError, ValueError, SyntaxError, EOFError, KeyError, IndexError, struct.error)


class PlaceStays(Exception):
    """The file holds a place, in a format from which it cannot be taken out without loss."""


def without_place(file: IO[bytes]) -> IO[bytes]:
    """`file` itself where it holds no place, else a copy of the JPEG without it; the picture is not re-encoded.

    Raises PlaceStays for the other formats, and for a JPEG from which it does not come out.
    """
    try:
        with opened(file) as image:
            kind, placed = image.format, holds_place(image)
            image.seek(0)
            exif = image.getexif()
    except BROKEN:
        # What nobody can read says no place either; whether it is a photo is found out when it is developed.
        kind, placed, exif = None, False, Image.Exif()
    file.seek(0)
    if not placed:
        return file
    if kind not in {"JPEG", "MPO"}:
        raise PlaceStays
    return checked(rewritten(file.read(), exif))


def holds_place(image: Image.Image) -> bool:
    """Whether any of the pictures in the file says where it was taken."""
    for frame in range(getattr(image, "n_frames", 1) if image.format == "MPO" else 1):
        image.seek(frame)
        xmp = image.info.get("xmp", b"")
        if image.getexif().get_ifd(ExifTags.IFD.GPSInfo) or b"GPSLatitude" in as_bytes(xmp):
            return True
    return False


def checked(file: IO[bytes]) -> IO[bytes]:
    """The rewritten file, read once more: only what Pillow does not find any place in may be kept."""
    with opened(file) as image:
        if holds_place(image):
            raise PlaceStays
    file.seek(0)
    return file


def rewritten(content: bytes, exif: Image.Exif) -> IO[bytes]:
    try:
        return BytesIO(b"".join(jpeg_without_place(content, exif)))
    except (struct.error, IndexError) as error:
        # Pillow forgives bytes between the segments; this does not.
        raise PlaceStays from error


def jpeg_without_place(content: bytes, exif: Image.Exif) -> Iterator[bytes]:
    """The parts of the JPEG, its Exif written anew without GPS, its XMP and any second picture left out."""
    exif.pop(ExifTags.IFD.GPSInfo, None)
    yield content[:2]
    yield segment(exif.tobytes())
    position = 2
    while content[position] == 0xFF and content[position + 1] != START_OF_SCAN:
        marker, length = struct.unpack(">xBH", content[position : position + 4])
        whole = content[position : position + 2 + length]
        if not whole[4:].startswith(LEFT_OUT.get(marker, ())):
            yield whole
        position += 2 + length
    picture, end, _second_picture = content[position:].partition(END_OF_IMAGE)
    yield picture + end


def segment(payload: bytes) -> bytes:
    body = payload if payload.startswith(EXIF_HEADER) else EXIF_HEADER + payload
    return struct.pack(">BBH", 0xFF, APP1, len(body) + 2) + body


def as_bytes(text: bytes | str) -> bytes:
    return text.encode() if isinstance(text, str) else text
