"""What can be measured of a picture: its colour, brightness, contrast, noise and sharpness."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from PIL import Image, ImageFilter, ImageStat

# Second differences: across edges (Laplacian), and what is left of them where edges are straight (Immerkær 1996).
LAPLACIAN = (0, 1, 0, 1, -4, 1, 0, 1, 0)
NOISE = (1, -2, 1, -2, 4, -2, 1, -2, 1)
# The share of the pixels that are taken for the brightest.
BRIGHTEST = 0.05
# The mean of a photo below which it is dark: a lit street at night is at about 50, an overcast day at 110.
DARK = 60.0


@dataclass(frozen=True)
class Quality:
    """Luminance and contrast are the mean and the deviation of the brightness, noise is a deviation: all 0 to 255.

    Sharpness is the variance of the Laplacian; `cast` the colour of the light, in percent: 0 is white.
    """

    luminance: float
    contrast: float
    cast: float
    noise: float
    sharpness: float


def quality_of(picture: Image.Image) -> Quality:
    """All that can be measured of an RGB picture."""
    grey = picture.convert("L")
    stat = ImageStat.Stat(grey)
    return Quality(
        luminance=round(stat.mean[0], 1),
        contrast=round(stat.stddev[0], 1),
        cast=cast_of(light_of(picture)),
        noise=round(noise_of(grey), 2),
        sharpness=sharpness_of(grey),
    )


def colour_of(picture: Image.Image) -> str:
    """The average colour of an RGB picture, as in "#8a8f90"."""
    return "#" + "".join(f"{round(mean):02x}" for mean in ImageStat.Stat(picture).mean)


def luminance_of(picture: Image.Image) -> float:
    """The mean brightness, 0 to 255."""
    return round(ImageStat.Stat(picture.convert("L")).mean[0], 1)


def light_of(picture: Image.Image) -> list[float]:
    """The mean of each channel where the picture is brightest: there things show the colour of the light.

    The mean of the whole picture shows that of the things: a tarpaulin is no lamp.
    """
    grey = picture.convert("L")
    rest = grey.width * grey.height * (1 - BRIGHTEST)
    threshold = next(
        (level for level, below in enumerate(accumulate(grey.histogram())) if below > rest), 255
    )
    brightest = grey.point([0] * threshold + [255] * (256 - threshold))
    return ImageStat.Stat(picture, brightest).mean


def cast_of(light: Sequence[float]) -> float:
    """By how many percent the weakest channel is weaker than the strongest."""
    return round(100 * (1 - min(light) / max(*light, 1.0)), 1) if max(light) >= 1 else 0.0


def sharpness_of(picture: Image.Image) -> float:
    """The variance of the Laplacian: the higher, the sharper. 0 for what is too small to have any."""
    upward, downward = both_ways(picture.convert("L"), LAPLACIAN)
    mean = upward.mean[0] - downward.mean[0]
    squares = (upward.sum2[0] + downward.sum2[0]) / max(upward.count[0], 1)
    return round(max(squares - mean**2, 0.0), 1)


def noise_of(grey: Image.Image) -> float:
    """The deviation of the noise, which edges hardly move."""
    upward, downward = both_ways(grey, NOISE)
    return math.sqrt(math.pi / 2) / 6 * (upward.mean[0] + downward.mean[0])


def both_ways(grey: Image.Image, kernel: tuple[int, ...]) -> tuple[ImageStat.Stat, ImageStat.Stat]:
    """What the kernel finds above zero and, as positive numbers too, below: a pixel has no sign."""
    if min(grey.size) < 3:
        return (ImageStat.Stat(Image.new("L", (1, 1))),) * 2
    # The outermost pixels are left as they were.
    inside = (1, 1, grey.width - 1, grey.height - 1)
    upward, downward = (
        grey.filter(ImageFilter.Kernel((3, 3), [sign * value for value in kernel], scale=1))
        for sign in (1, -1)
    )
    return ImageStat.Stat(upward.crop(inside)), ImageStat.Stat(downward.crop(inside))
