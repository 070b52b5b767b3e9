"""The place is taken out of a photo that nobody has hashed, and nothing else."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import ExifTags, Image, ImageChops

from billun.adapters.picture_place import PlaceStays, without_place
from billun.errors import WrongType
from tests.fixtures.pictures import GPS, photo, saved


def cleaned(content: bytes) -> bytes:
    return without_place(BytesIO(content)).read()


def test_the_place_is_gone() -> None:
    content = cleaned(photo(gps=True))
    with Image.open(BytesIO(content)) as image:
        assert not dict(image.getexif().get_ifd(ExifTags.IFD.GPSInfo))
        assert "xmp" not in image.info
    assert b"GPSLatitude" not in content


def test_the_picture_is_the_same_to_the_last_pixel() -> None:
    before, after = (
        Image.open(BytesIO(one)) for one in (photo(gps=True), cleaned(photo(gps=True)))
    )
    assert ImageChops.difference(before, after).getbbox() is None


def test_time_maker_turn_and_colours_stay() -> None:
    with Image.open(BytesIO(cleaned(photo(6, gps=True)))) as image:
        exif = image.getexif()
        assert exif[ExifTags.Base.Orientation] == 6
        assert exif[ExifTags.Base.Make] == "Telephone"
        details = exif.get_ifd(ExifTags.IFD.Exif)
        assert details[ExifTags.Base.DateTimeOriginal] == "2026:11:20 08:30:00"
        assert image.info["icc_profile"]


def test_a_photo_without_a_place_is_left_as_it_is() -> None:
    content = saved("JPEG", quality=90)
    assert cleaned(content) == content


def test_a_second_time_changes_nothing() -> None:
    once = cleaned(photo(gps=True))
    assert cleaned(once) == once


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "HEIF"])
def test_other_kinds_with_a_place_are_refused(kind: str) -> None:
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = "Telephone"
    exif.get_ifd(ExifTags.IFD.GPSInfo).update(GPS)
    with pytest.raises(PlaceStays):
        cleaned(saved(kind, exif=exif))


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "HEIF"])
def test_other_kinds_without_a_place_come_in(kind: str) -> None:
    content = saved(kind)
    assert cleaned(content) == content


def test_a_place_in_the_xmp_alone_is_gone_too() -> None:
    assert b"GPSLatitude" in photo()
    assert b"GPSLatitude" not in cleaned(photo())


SECOND_SEGMENT = 2 + 2 + 16


@pytest.mark.parametrize("between", [b"\xff\xff", b"\x00\x00", b"\xff\xd0"])
def test_what_hides_between_the_segments_never_saves_the_place(between: bytes) -> None:
    content = photo(gps=True)
    padded = content[:SECOND_SEGMENT] + between + content[SECOND_SEGMENT:]
    with pytest.raises(PlaceStays):
        cleaned(padded)


@pytest.mark.parametrize("cut", [3, 20])
def test_a_cut_photo_loses_its_place_all_the_same(cut: int) -> None:
    assert b"GPS" not in cleaned(photo(gps=True)[:-cut])


def test_a_segment_longer_than_the_file_is_no_picture() -> None:
    content = photo(gps=True)
    with pytest.raises(WrongType):
        cleaned(content[:2] + b"\xff\xe1\xff\xff" + content[2:])


BROKEN = {
    "cut PNG": saved("PNG")[:-60],
    "PNG with a bad chunk": saved("PNG").replace(b"IDAT", b"IDAT\x00\x01", 1),
    "WebP with nonsense as Exif": saved("WEBP", exif=b"Exif\x00\x00no such thing"),
}


@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN)
def test_what_nobody_can_read_stays_as_it_is(content: bytes) -> None:
    assert cleaned(content) == content


def test_a_second_picture_takes_its_place_away_with_it() -> None:
    placed = Image.open(BytesIO(photo(gps=True)))
    written = BytesIO()
    exif = placed.getexif()
    Image.new("RGB", (80, 40)).save(
        written, "MPO", save_all=True, append_images=[placed], exif=exif.tobytes()
    )
    left = cleaned(written.getvalue())
    with Image.open(BytesIO(left)) as image:
        assert image.size == (80, 40)
        assert getattr(image, "n_frames", 1) == 1
    assert b"GPS" not in left
