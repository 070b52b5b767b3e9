"""Photos as files: what they are, whether they may come in, and the sizes made from them."""

from __future__ import annotations

import hashlib
import struct
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from io import BytesIO
from typing import IO, Any

import pillow_heif
from PIL import ExifTags, Image, ImageChops, ImageCms, UnidentifiedImageError

from billun.adapters.picture_quality import colour_of, luminance_of, sharpness_of
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
SIZES = {"large": (2048, 82), "medium": (1024, 78), "thumb": (400, 70)}
LARGEST = SIZES["large"][0]
SRGB = ImageCms.createProfile("sRGB")
# What stands the picture upright, by the orientation that the camera wrote (EXIF 2.32, 4.6.4 A).
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
TURNS_OVER = {TURNS[orientation] for orientation in (5, 6, 7, 8)}
# What the decoders raise for pictures and metadata that are broken, cut off or too much for the memory.
BROKEN = (
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    LookupError,
    ArithmeticError,
    TypeError,
    RuntimeError,
    MemoryError,
    struct.error,
    zlib.error,
)

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

    `taken_at` is naive where the camera wrote no offset. The colour is
    the average one ("#8a8f90"), the luminance goes from 0 to 255, and of two the sharper picture
    has the higher sharpness; both are of the large size.
    """

    width: int
    height: int
    taken_at: datetime | None
    colour: str
    luminance: float
    sharpness: float
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
    except (UnidentifiedImageError, *BROKEN) as error:
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
    """The sizes of a photo. Raises Undecodable with the reason.

    Of what moves the first picture is taken. Metadata that cannot be read are as good as none.
    """
    with decoding(original) as image:
        return developed(image)


def large_of(original: IO[bytes]) -> Image.Image:
    """The photo as its large size shows it, but not yet written as WebP. Raises Undecodable with the reason."""
    with decoding(original) as image:
        return stood_upright(image)[0]


@contextmanager
def decoding(original: IO[bytes]) -> Iterator[Image.Image]:
    # Pillow warns of metadata that are cut off; of a photo from outside that is no news.
    with warnings.catch_warnings(action="ignore"):
        try:
            with opened(original) as image:
                yield image
        except WrongType as error:
            raise Undecodable("no picture of a known kind") from error
        except BROKEN as error:
            raise Undecodable(str(error) or type(error).__name__) from error


def developed(image: Image.Image) -> Developed:
    width, height = image.size
    picture, exif = stood_upright(image)
    if turn_of(exif) in TURNS_OVER:
        width, height = height, width
    return Developed(
        width=width,
        height=height,
        taken_at=time_of(exif),
        colour=colour_of(picture),
        luminance=luminance_of(picture),
        sharpness=sharpness_of(picture),
        sizes=make_sizes(picture),
    )


def stood_upright(image: Image.Image) -> tuple[Image.Image, Image.Exif]:
    """The picture in RGB, no larger than the large size, and what the camera wrote of it."""
    if image.width * image.height > MOST_PIXELS:
        raise ValueError("too many pixels")
    image.draft("RGB", (LARGEST, LARGEST))
    image.load()
    exif = exif_of(image)
    turn, picture = turn_of(exif), on_white(in_srgb(shrunk(image)))
    return picture if turn is None else picture.transpose(turn), exif


def turn_of(exif: Image.Exif) -> Image.Transpose | None:
    return TURNS.get(exif.get(ExifTags.Base.Orientation, 1))


def make_sizes(upright: Image.Image) -> dict[str, bytes]:
    """Each size as WebP, the smaller ones made from the larger."""
    made = {}
    for name, (longest_side, quality) in SIZES.items():
        upright.thumbnail((longest_side, longest_side), Image.Resampling.LANCZOS)
        made[name] = as_webp(upright, quality)
    return made


def shrunk(image: Image.Image) -> Image.Image:
    """At most as large as the largest size, in a mode of which the smaller sizes come out smooth."""
    smooth = smoothed(image)
    smooth.thumbnail((LARGEST, LARGEST), Image.Resampling.LANCZOS)
    return smooth


def smoothed(image: Image.Image) -> Image.Image:
    """With 8 bits a channel, and no palette. Profiles are for the colours that they came with, so they stay."""
    if image.mode.startswith("I"):
        # Pillow would not scale 16 bits down but cut them off, and everything would be white.
        return image.point(lambda value: value * (1 / 256)).convert("L")
    if image.mode == "CMYK":
        # Photoshop writes inks upside down and says so; Pillow takes every file for such a one.
        return image if "adobe" in image.info else ImageChops.invert(image)
    mode = "RGBA" if image.has_transparency_data else "RGB"
    return image if image.mode == mode else image.convert(mode)


def in_srgb(image: Image.Image) -> Image.Image:
    """The picture in the colours of the web: phones photograph in wider ones and say so in a profile."""
    profile = image.info.get("icc_profile")
    if profile and image.mode in {"RGB", "RGBA", "CMYK"}:
        mode = "RGB" if image.mode == "CMYK" else image.mode
        with suppress(ImageCms.PyCMSError, OSError):
            image.load()
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            converted = ImageCms.profileToProfile(image, source, SRGB, outputMode=mode)
            if converted is not None:
                converted.info["exif"] = image.info.get("exif", b"")
                return converted
    return image


def on_white(image: Image.Image) -> Image.Image:
    """The picture without transparency: under what is transparent lies any colour at all."""
    if image.mode != "RGBA":
        return image.convert("RGB")
    paper = Image.new("RGBA", image.size, "white")
    paper.alpha_composite(image)
    return paper.convert("RGB")


def as_webp(image: Image.Image, quality: int, exif: bytes = b"") -> bytes:
    """The picture as WebP, without any metadata but those given."""
    written = BytesIO()
    bare = image.convert("RGB")
    bare.info = {}
    bare.save(written, "WEBP", quality=quality, method=4, exif=exif)
    return written.getvalue()


def exif_of(image: Image.Image) -> Image.Exif:
    """What the camera wrote, as far as it can be read."""
    with suppress(*BROKEN):
        return image.getexif()
    return Image.Exif()


def time_of(exif: Image.Exif) -> datetime | None:
    """When the camera says that it took the photo."""
    details = part_of(exif, ExifTags.IFD.Exif)
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


def part_of(exif: Image.Exif, part: ExifTags.IFD) -> dict[int, Any]:
    with suppress(*BROKEN):
        return exif.get_ifd(part)
    return {}
