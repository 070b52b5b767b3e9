"""What phones and cameras really write: every format, turned every way, in every kind of colours."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO

import pillow_heif
import pytest
from PIL import Image, ImageChops

from billun.adapters.pictures import Developed, Undecodable, develop, inspect
from tests.fixtures.pictures import bomb, chunk, quarters, saved

pillow_heif.register_heif_opener()

# The colours of the quarters, row by row, once the picture stands upright.
UPRIGHT = {
    1: "RGBW", 2: "GRWB", 3: "WBGR", 4: "BWRG",
    5: "RBGW", 6: "BRWG", 7: "WGBR", 8: "GWRB",
}  # fmt: skip
NAMES = {
    (True, False, False): "R",
    (False, True, False): "G",
    (False, False, True): "B",
    (True, True, True): "W",
}


def in_quarters(developed: Developed, size: str) -> str:
    with Image.open(BytesIO(developed.sizes[size])) as image:
        assert image.size == (developed.width, developed.height)
        return "".join(name_at(image, x, y) for y in (0.25, 0.75) for x in (0.25, 0.75))


def name_at(image: Image.Image, x: float, y: float) -> str:
    return NAMES[tuple(value > 127 for value in pixel(image, x, y))]  # type: ignore[index]


def pixel(image: Image.Image, x: float, y: float) -> tuple[int, ...]:
    found = image.getpixel((int(image.width * x), int(image.height * y)))
    assert isinstance(found, tuple)
    return found


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF"])
@pytest.mark.parametrize(("orientation", "corners"), UPRIGHT.items())
def test_every_format_stands_upright_however_it_was_held(
    kind: str, orientation: int, corners: str
) -> None:
    developed = develop(BytesIO(quarters(kind, orientation)))
    assert (developed.width, developed.height) == ((80, 40) if orientation < 5 else (40, 80))
    assert {in_quarters(developed, size) for size in developed.sizes} == {corners}


def colour_of(content: bytes) -> str:
    return develop(BytesIO(content)).colour


def close_to(colour: str, wanted: tuple[int, int, int], by: int = 12) -> bool:
    found = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return all(abs(one - other) <= by for one, other in zip(found, wanted, strict=True))


def written(image: Image.Image, kind: str = "PNG", **how: object) -> bytes:
    content = BytesIO()
    image.save(content, kind, **how)
    return content.getvalue()


CYAN_INK = Image.new("CMYK", (60, 40), (255, 0, 0, 0))


def test_printing_colours_are_shown_as_they_print() -> None:
    assert close_to(colour_of(written(CYAN_INK, "JPEG", quality=95)), (0, 255, 255))


def test_printing_colours_that_are_not_upside_down_are_shown_as_they_print() -> None:
    upside_down = written(ImageChops.invert(CYAN_INK), "JPEG", quality=95)
    start = upside_down.index(b"\xff\xee")
    (length,) = struct.unpack(">H", upside_down[start + 2 : start + 4])
    without_adobe = upside_down[:start] + upside_down[start + 2 + length :]
    assert close_to(colour_of(without_adobe), (0, 255, 255))


def test_sixteen_bits_of_grey_keep_their_brightness() -> None:
    grey = Image.new("I;16", (60, 40), 30_000)
    assert close_to(colour_of(written(grey)), (117, 117, 117), by=2)


def test_sixteen_bits_of_colour_keep_their_colour() -> None:
    row = b"\x00" + struct.pack(">HHH", 60_000, 30_000, 5_000) * 60
    body = (
        (b"IHDR", struct.pack(">IIBBBBB", 60, 40, 16, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(row * 40)),
        (b"IEND", b""),
    )
    content = b"\x89PNG\r\n\x1a\n" + b"".join(chunk(name, data) for name, data in body)
    assert close_to(colour_of(content), (234, 117, 19), by=4)


@pytest.mark.parametrize("mode", ["LA", "RGBA"])
def test_what_is_transparent_lies_on_white(mode: str) -> None:
    assert close_to(colour_of(written(Image.new(mode, (60, 40)))), (255, 255, 255), by=1)


def test_a_transparent_colour_of_a_palette_lies_on_white() -> None:
    palette = Image.new("RGB", (60, 40), (200, 20, 20)).quantize(4)
    assert close_to(colour_of(written(palette)), (200, 20, 20))
    assert close_to(colour_of(written(palette, transparency=0)), (255, 255, 255), by=1)


@pytest.mark.parametrize("mode", ["1", "L", "P"])
def test_few_colours_are_developed(mode: str) -> None:
    assert colour_of(written(Image.new(mode, (60, 40)))) == "#000000"


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_of_what_moves_the_first_picture_is_taken(kind: str) -> None:
    first, second = (Image.new("RGB", (60, 40), name) for name in ("red", "blue"))
    moving = written(first, kind, save_all=True, append_images=[second], duration=100)
    assert close_to(colour_of(moving), (255, 0, 0))


def test_of_two_pictures_in_a_jpeg_the_first_is_taken() -> None:
    first, second = (Image.new("RGB", (60, 40), name) for name in ("red", "blue"))
    both = written(first, "MPO", save_all=True, append_images=[second])
    assert inspect(BytesIO(both)).media_type == "image/jpeg"
    assert close_to(colour_of(both), (254, 0, 0))


def test_a_progressive_jpeg_is_developed() -> None:
    assert develop(BytesIO(saved("JPEG", progressive=True))).width == 80


def test_sixty_four_megapixels_are_developed_and_one_row_more_is_not() -> None:
    developed = develop(BytesIO(written(Image.new("L", (8000, 8000), 90), "JPEG")))
    assert (developed.width, developed.height, developed.colour) == (8000, 8000, "#5a5a5a")
    with pytest.raises(Undecodable, match="pixels"):
        develop(BytesIO(bomb(8000, 8001)))


# A directory of entries, each: tag, type, count, value.
POINTS_TO_ITSELF = b"II*\x00\x08\x00\x00\x00\x01\x00" + struct.pack("<HHII", 0x8769, 4, 1, 8)
BROKEN_METADATA = {
    "no directory": b"II*\x00\xff\xff\xff\x7f",
    "cut off": b"II*\x00\x08\x00\x00\x00\xff\xff\x12\x01",
    "noise": bytes(range(256)) * 4,
    "endless": POINTS_TO_ITSELF + struct.pack("<I", 8),
    "a turn that is none": b"II*\x00\x08\x00\x00\x00\x01\x00"
    + struct.pack("<HHII", 0x0112, 3, 1, 99),
    "a turn in words": b"II*\x00\x08\x00\x00\x00\x01\x00"
    + struct.pack("<HHI4s", 0x0112, 2, 4, b"up!"),
    "nothing": b"",
}


@pytest.mark.parametrize("metadata", BROKEN_METADATA.values(), ids=BROKEN_METADATA)
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_broken_metadata_spoil_no_photo(metadata: bytes, kind: str) -> None:
    developed = develop(BytesIO(saved(kind, exif=b"Exif\x00\x00" + metadata)))
    assert (developed.width, developed.height, developed.taken_at) == (80, 40, None)
