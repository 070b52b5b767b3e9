"""A drawn photo is a file such as a phone makes."""

from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from random import Random

import pytest
from PIL import Image, ImageOps, ImageStat

from billun.catalogue import catalogue
from billun.demo.drawing import PhotoBrief, draw_photo
from billun.demo.drawing.shots import Shot, shot_of

GPS_IFD, ORIENTATION, EXIF_IFD, DATE_TIME_ORIGINAL = 0x8825, 0x0112, 0x8769, 0x9003
OVERVIEW = PhotoBrief(
    kind="curtain_sider",
    category="bodywork",
    sub_category="curtain",
    guide="overview",
    plate="GH-470-AS",
    billun_id="BLN-2026-4D1YSE",
    fleet_number="R-404",
    livery="vauquelin",
    scene="dock",
    light="day",
    seed=11,
    taken_at=datetime(2026, 11, 23, 9, 12, tzinfo=UTC),
)


def opened(file: bytes) -> Image.Image:
    return Image.open(BytesIO(file))


def test_a_photo_is_a_jpeg_with_its_time_and_no_place() -> None:
    file = draw_photo(OVERVIEW)
    photo = opened(file)
    assert (photo.format, photo.size) == ("JPEG", (1600, 1200))
    assert 80_000 < len(file) < 500_000
    exif = photo.getexif()
    assert exif.get_ifd(EXIF_IFD)[DATE_TIME_ORIGINAL] == "2026:11:23 09:12:00"
    assert not exif.get_ifd(GPS_IFD)


def test_the_same_brief_gives_the_same_bytes_and_another_seed_others() -> None:
    close = replace(OVERVIEW, guide="plate_or_label")
    assert draw_photo(close) == draw_photo(close)
    assert draw_photo(close) != draw_photo(replace(close, seed=12))


def test_a_phone_held_upright_says_so() -> None:
    mirror = replace(
        OVERVIEW,
        kind="tractor_unit",
        category="cab",
        sub_category="mirror_or_camera",
        guide="damage",
    )
    photo = opened(draw_photo(mirror))
    assert photo.getexif()[ORIENTATION] == 6
    assert photo.size == (1600, 1200)
    assert ImageOps.exif_transpose(photo).size == (1200, 1600)


def test_a_night_is_dark() -> None:
    night = opened(draw_photo(replace(OVERVIEW, light="night", scene="rest_area")))
    day = opened(draw_photo(OVERVIEW))
    assert brightness(night) < 45
    assert brightness(day) > 90


@pytest.mark.parametrize("kind", ["livestock", "bus", "telehandler"])
def test_a_kind_without_a_drawing_of_its_own_gets_a_near_one(kind: str) -> None:
    assert draw_photo(replace(OVERVIEW, kind=kind))


def test_every_guide_of_the_catalogue_leads_to_a_picture() -> None:
    for category in catalogue.categories.values():
        for sub_category in category.sub_categories:
            for guide in catalogue.guides_for(category.key):
                brief = replace(
                    OVERVIEW, category=category.key, sub_category=sub_category, guide=guide.key
                )
                assert isinstance(shot_of(brief, Random(1)), Shot)


def brightness(photo: Image.Image) -> float:
    return ImageStat.Stat(photo.convert("L")).mean[0]
