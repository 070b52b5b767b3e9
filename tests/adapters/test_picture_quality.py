"""What is measured of a picture."""

from __future__ import annotations

import pytest
from PIL import Image, ImageFilter

from billun.adapters.picture_quality import colour_of, luminance_of, quality_of, sharpness_of


def test_an_even_picture_has_its_colour_and_nothing_else() -> None:
    even = Image.new("RGB", (50, 40), (138, 143, 144))
    quality = quality_of(even)
    assert colour_of(even) == "#8a8f90"
    assert luminance_of(even) == quality.luminance == pytest.approx(142, abs=1)
    assert (quality.contrast, quality.noise, quality.sharpness) == (0, 0, 0)
    assert quality.cast == pytest.approx(4.2, abs=0.1)


def test_the_colour_of_the_light_is_that_of_the_brightest_parts() -> None:
    sheet = Image.new("RGB", (100, 100), (20, 90, 40))
    sheet.paste((240, 240, 240), (0, 0, 100, 10))
    assert quality_of(sheet).cast == 0
    sheet.paste((240, 220, 120), (0, 0, 100, 10))
    assert quality_of(sheet).cast == 50


def test_a_blurred_picture_is_less_sharp() -> None:
    fence = Image.new("RGB", (80, 60), "white")
    for at in range(0, 80, 8):
        fence.paste("black", (at, 0, at + 4, 60))
    blurred = [fence.filter(ImageFilter.GaussianBlur(radius)) for radius in (0, 1, 2, 4)]
    sharpness = [sharpness_of(picture) for picture in blurred]
    assert sharpness == sorted(sharpness, reverse=True)
    assert sharpness[0] > 100 * sharpness[-1]


@pytest.mark.parametrize("deviation", [3, 12])
def test_noise_is_found_in_its_strength(deviation: int) -> None:
    noisy = Image.effect_noise((200, 150), deviation).convert("RGB")
    assert quality_of(noisy).noise == pytest.approx(deviation, rel=0.15)


def test_edges_are_no_noise() -> None:
    halves = Image.new("RGB", (200, 150))
    halves.paste("white", (100, 0, 200, 150))
    assert quality_of(halves).noise < 0.5


@pytest.mark.parametrize("size", [(1, 1), (2, 50), (3, 3)])
def test_the_smallest_picture_can_be_measured(size: tuple[int, int]) -> None:
    assert quality_of(Image.new("RGB", size, "red")).sharpness == 0
