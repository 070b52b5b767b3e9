"""Photos as files: what they are, whether they may come in, and the sizes made from them."""

from __future__ import annotations

import hashlib
import math
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from io import BytesIO
from typing import IO

import pillow_heif
from PIL import ExifTags, Image, ImageCms, ImageOps, UnidentifiedImageError

from billun.errors import TooLarge, WrongType

MOST_BYTES = 20_000_000
MOST_PIXELS = 64_000_000
MEDIA_TYPES = {
    "JPEG": "image/jpeg",
    "MPO": "image/jpeg",  # what several phones call a JPEG with a second picture in it
    "PNG": "image/png",
    "WEBP": "image/webp",
    "HEIF": "image/heic",
}
# The longest side of each size in pixels, and its WebP quality.
SIZES = {"large": (2048, 82), "thumb": (400, 70)}
SRGB = ImageCms.createProfile("sRGB")

pillow_heif.register_heif_opener()
# The limit is ours: `inspect` asks the header before anything is decoded.
Image.MAX_IMAGE_PIXELS = None


class Undecodable(Exception):
    """The file claims to be a picture and cannot be read to its end."""


@dataclass(frozen=True)
class Inspection:
    """What the header of a picture says; pixels as stored, before any turning upright."""

    media_type: str
    width: int
    height: int
    byte_size: int


@dataclass(frozen=True)
class Developed:
    """An upright picture in its sizes (WebP without metadata), and what its metadata told.

    `taken_at` is naive where the camera wrote no offset; the position is in degrees.
    """

    width: int
    height: int
    taken_at: datetime | None
    latitude: float | None
    longitude: float | None
    sizes: dict[str, bytes]


def inspect(file: IO[bytes]) -> Inspection:
    """What `file` is, from its header alone. Raises TooLarge and WrongType."""
    byte_size = file.seek(0, 2)
    if byte_size > MOST_BYTES:
        raise TooLarge("bytes")
    with opened(file) as image:
        width, height, kind = *image.size, str(image.format)
    if width * height > MOST_PIXELS:
        raise TooLarge("pixels")
    return Inspection(MEDIA_TYPES[kind], width, height, byte_size)


def opened(file: IO[bytes]) -> Image.Image:
    """The picture with its header read and nothing decoded. Raises WrongType."""
    file.seek(0)
    try:
        return Image.open(file, formats=("JPEG", "PNG", "WEBP", "HEIF"))
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError) as error:
        raise WrongType from error


def sha256_of(file: IO[bytes]) -> str:
    """The SHA-256 of the whole file, in hexadecimal."""
    file.seek(0)
    digest = hashlib.sha256()
    while chunk := file.read(1 << 20):
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()


def develop(original: IO[bytes]) -> Developed:
    """The sizes of a photo. Raises Undecodable with the reason."""
    try:
        with Image.open(original) as image:
            exif = image.getexif()
            latitude, longitude = place_of(exif)
            width, height = upright_size(image, exif)
            sizes = make_sizes(image)
    except (OSError, ValueError, SyntaxError, EOFError, MemoryError) as error:
        raise Undecodable(str(error) or type(error).__name__) from error
    return Developed(width, height, time_of(exif), latitude, longitude, sizes)


def make_sizes(image: Image.Image) -> dict[str, bytes]:
    """Each size as WebP, the smaller ones made from the larger."""
    image.draft("RGB", (SIZES["large"][0], SIZES["large"][0]))
    upright = ImageOps.exif_transpose(in_srgb(image))
    made = {}
    for name, (longest_side, quality) in SIZES.items():
        upright.thumbnail((longest_side, longest_side), Image.Resampling.LANCZOS)
        made[name] = as_webp(upright, quality)
    return made


def in_srgb(image: Image.Image) -> Image.Image:
    """The picture in the colours of the web: phones photograph in wider ones and say so in a profile."""
    profile = image.info.get("icc_profile")
    if profile and image.mode == "RGB":
        with suppress(ImageCms.PyCMSError, OSError):
            image.load()
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            converted = ImageCms.profileToProfile(image, source, SRGB)
            if converted is not None:
                converted.info["exif"] = image.info.get("exif", b"")
                return converted
    return image


def as_webp(image: Image.Image, quality: int) -> bytes:
    written = BytesIO()
    bare = image.convert("RGB")
    bare.info = {}
    bare.save(written, "WEBP", quality=quality, method=4, exif=b"")
    return written.getvalue()


def upright_size(image: Image.Image, exif: Image.Exif) -> tuple[int, int]:
    width, height = image.size
    turned = exif.get(ExifTags.Base.Orientation, 1) in (5, 6, 7, 8)
    return (height, width) if turned else (width, height)


def time_of(exif: Image.Exif) -> datetime | None:
    """When the camera says that it took the photo."""
    details = exif.get_ifd(ExifTags.IFD.Exif)
    try:
        taken = datetime.strptime(str(details[ExifTags.Base.DateTimeOriginal]), "%Y:%m:%d %H:%M:%S")  # noqa: DTZ007  (the camera wrote none)
    except (KeyError, ValueError):
        return None
    offset = str(details.get(ExifTags.Base.OffsetTimeOriginal, ""))
    with suppress(ValueError):
        hours, minutes = offset[1:].split(":")
        sign = -1 if offset.startswith("-") else 1
        return taken.replace(
            tzinfo=timezone(sign * timedelta(hours=int(hours), minutes=int(minutes)))
        )
    return taken


def place_of(exif: Image.Exif) -> tuple[float | None, float | None]:
    """Latitude and longitude in degrees, or two Nones."""
    gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
    try:
        latitude = degrees(gps[ExifTags.GPS.GPSLatitude], gps[ExifTags.GPS.GPSLatitudeRef] == "S")
        longitude = degrees(
            gps[ExifTags.GPS.GPSLongitude], gps[ExifTags.GPS.GPSLongitudeRef] == "W"
        )
    except (KeyError, TypeError, ValueError, ZeroDivisionError):
        return None, None
    if abs(latitude) > 90 or abs(longitude) > 180:
        return None, None
    return latitude, longitude


def degrees(parts: tuple[float, float, float], negative: bool) -> float:
    whole, minutes, seconds = (float(part) for part in parts)
    value = whole + minutes / 60 + seconds / 3600
    if math.isnan(value):  # a rational with a zero below is not a number
        raise ValueError
    return -value if negative else value
