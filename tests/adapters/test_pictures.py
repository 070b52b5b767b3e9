"""What comes in as a picture, and what is made of it."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta, timezone
from io import BytesIO

import pytest
from PIL import Image

from billun.adapters.pictures import Developed, Undecodable, develop, inspect, sha256_of
from billun.errors import TooLarge, WrongType
from tests.fixtures.pictures import bomb, gif, heic, photo, png, saved, webp

KINDS = {"image/jpeg": photo, "image/png": png, "image/webp": webp, "image/heic": heic}


@pytest.mark.parametrize(("media_type", "make"), KINDS.items(), ids=KINDS)
def test_a_picture_tells_what_it_is(media_type: str, make: object) -> None:
    content = make()  # type: ignore[operator]
    found = inspect(BytesIO(content))
    assert (found.media_type, found.width, found.height) == (media_type, 80, 40)
    assert found.byte_size == len(content)


NO_PICTURES = [gif(), saved("BMP"), saved("TIFF"), b"%PDF-1.7", b"<html></html>", b"", b"\xff\xd8"]


@pytest.mark.parametrize("content", NO_PICTURES)
def test_anything_else_is_of_the_wrong_type(content: bytes) -> None:
    with pytest.raises(WrongType):
        inspect(BytesIO(content))


def test_a_bomb_is_refused_without_being_decoded() -> None:
    began = time.process_time()
    with pytest.raises(TooLarge, match="pixels"):
        inspect(BytesIO(bomb()))
    assert len(bomb()) < 10_000
    assert time.process_time() - began < 0.5


def test_sixty_four_megapixels_are_the_limit() -> None:
    assert inspect(BytesIO(bomb(8000, 8000))).width == 8000
    with pytest.raises(TooLarge):
        inspect(BytesIO(bomb(8000, 8001)))


def test_twenty_million_bytes_are_the_limit() -> None:
    filling = 20_000_000 - len(png())
    assert inspect(BytesIO(png() + bytes(filling))).byte_size == 20_000_000
    with pytest.raises(TooLarge, match="bytes"):
        inspect(BytesIO(png() + bytes(filling + 1)))


def test_the_hash_is_of_the_whole_file_wherever_it_stands() -> None:
    file = BytesIO(b"billun")
    file.seek(3)
    assert sha256_of(file).startswith("6b") or len(sha256_of(file)) == 64
    assert sha256_of(file) == sha256_of(BytesIO(b"billun"))


def upright(developed: Developed, size: str = "large") -> Image.Image:
    return Image.open(BytesIO(developed.sizes[size])).convert("RGB")


def colour(image: Image.Image, x: float, y: float) -> str:
    red, _green, blue = image.getpixel((int(image.width * x), int(image.height * y)))  # type: ignore[misc]
    return "red" if red > blue else "blue"


@pytest.mark.parametrize("size", ["large", "medium", "thumb"])
def test_no_size_tells_where_when_and_by_whom(size: str) -> None:
    content = develop(BytesIO(photo(6, gps=True))).sizes[size]
    with Image.open(BytesIO(content)) as image:
        assert image.format == "WEBP"
        assert not dict(image.getexif())
        assert not {"exif", "xmp", "icc_profile"} & set(image.info)
    assert b"Telephone" not in content
    assert b"GPS" not in content


def test_sizes_are_bounded_and_never_enlarged() -> None:
    small, big = develop(BytesIO(photo())), develop(BytesIO(large_photo()))
    assert [upright(small, size).size for size in ("large", "thumb")] == [(80, 40), (80, 40)]
    assert [max(upright(big, size).size) for size in ("large", "thumb")] == [2048, 400]


def large_photo() -> bytes:
    written = BytesIO()
    Image.new("RGB", (4000, 3000), (9, 99, 9)).save(written, "JPEG")
    return written.getvalue()


@pytest.mark.parametrize("make", KINDS.values(), ids=KINDS)
def test_every_kind_is_developed(make: object) -> None:
    developed = develop(BytesIO(make()))  # type: ignore[operator]
    assert set(developed.sizes) == {"large", "medium", "thumb"}
    assert colour(upright(developed), 0.1, 0.5) == "red"


@pytest.mark.parametrize("make", KINDS.values(), ids=KINDS)
def test_a_truncated_picture_says_so(make: object) -> None:
    content = make()  # type: ignore[operator]
    with pytest.raises(Undecodable, match=r"\w"):
        develop(BytesIO(content[: len(content) * 2 // 3]))


def test_the_camera_tells_when() -> None:
    assert develop(BytesIO(photo())).taken_at == datetime(2026, 11, 20, 8, 30)  # noqa: DTZ001
    east = develop(BytesIO(photo(offset="+01:00"))).taken_at
    assert east == datetime(2026, 11, 20, 8, 30, tzinfo=timezone(timedelta(hours=1)))
    west = develop(BytesIO(photo(offset="-03:30"))).taken_at
    assert west == datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize("offset", ["", "Z", "+99:00", "one", ":", "+1", "+24:00"])
def test_a_strange_offset_is_as_good_as_none(offset: str) -> None:
    assert develop(BytesIO(photo(offset=offset))).taken_at == datetime(2026, 11, 20, 8, 30)  # noqa: DTZ001
