"""The classical enhancer: what is hard to read becomes easier, what is well stays as it is."""

from __future__ import annotations

from typing import get_args

import pytest
from PIL import Image, ImageChops, ImageDraw, ImageEnhance

from billun.adapters.enhancer import ENHANCERS
from billun.adapters.enhancer.classical import Classical
from billun.adapters.enhancer.interface import CannotEnhance
from billun.adapters.enhancer.off import Off
from billun.config import EnhancerKind


def scene() -> Image.Image:
    """A trailer in daylight: a sky, a side with a dark tear, a road."""
    picture = Image.linear_gradient("L").resize((400, 300)).convert("RGB")
    picture = ImageChops.invert(picture.point(lambda value: value * 0.7))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((60, 90, 340, 220), fill=(150, 140, 130))
    draw.polygon(((150, 120), (220, 130), (180, 180)), fill=(40, 35, 30))
    draw.ellipse((90, 200, 130, 240), fill=(30, 30, 30))
    return picture


def at_night(picture: Image.Image) -> Image.Image:
    return ImageEnhance.Brightness(picture).enhance(0.2)


def noisy(picture: Image.Image) -> Image.Image:
    noise = Image.merge("RGB", [Image.effect_noise(picture.size, 9) for _channel in range(3)])
    return ImageChops.add(picture, noise, offset=-128)


def under_a_lamp(picture: Image.Image) -> Image.Image:
    red, green, blue = picture.split()
    return Image.merge("RGB", (red, green, blue.point(lambda value: value * 0.6)))


def enhanced(picture: Image.Image) -> tuple[Image.Image, dict[str, float], dict[str, float]]:
    made = Classical().enhance(picture)
    assert made.picture is not None
    return made.picture, made.metrics["before"], made.metrics["after"]


def test_a_dark_photo_becomes_bright() -> None:
    picture, before, after = enhanced(at_night(scene()))
    assert before["luminance"] < 40
    assert 80 < after["luminance"] < 150
    assert after["contrast"] > before["contrast"]
    assert picture.size == (400, 300)


def test_what_was_darker_than_another_thing_stays_darker() -> None:
    picture = enhanced(at_night(scene()))[0].convert("L")
    tear, side, sky = (picture.getpixel(at) for at in ((180, 140), (100, 110), (200, 10)))
    assert tear < side < sky  # type: ignore[operator]


def test_noise_becomes_less() -> None:
    _picture, before, after = enhanced(noisy(scene()))
    assert after["noise"] < before["noise"] * 0.7


def test_the_colour_of_the_light_is_taken_out() -> None:
    _picture, before, after = enhanced(under_a_lamp(scene()))
    assert after["cast"] < before["cast"] / 2


def test_a_red_tarpaulin_stays_red() -> None:
    picture = enhanced(Image.new("RGB", (60, 40), (190, 30, 30)))[0]
    red, green, blue = picture.getpixel((30, 20))  # type: ignore[misc]
    assert red > 2 * max(green, blue)


def test_a_green_trailer_in_white_light_stays_as_green_as_it_is() -> None:
    green = scene()
    green.paste((20, 120, 50), (60, 90, 340, 220))
    assert Classical().enhance(green).picture is None


def test_a_photo_that_is_well_stays_as_it_is() -> None:
    made = Classical().enhance(scene())
    assert made.picture is None
    assert set(made.metrics) == {"before"}


@pytest.mark.parametrize("size", [(1, 1), (2, 3), (5, 400)])
@pytest.mark.parametrize("colour", ["black", "white", (9, 9, 40)])
def test_nothing_is_too_small_or_too_even(size: tuple[int, int], colour: str) -> None:
    assert enhanced(Image.new("RGB", size, colour))[0].size == size


def test_every_setting_names_an_enhancer_of_its_own() -> None:
    assert set(ENHANCERS) == set(get_args(EnhancerKind))
    names = [make().name for make in ENHANCERS.values()]
    assert len(set(names)) == len(names)


def test_off_enhances_nothing() -> None:
    with pytest.raises(CannotEnhance):
        Off().enhance(scene())
