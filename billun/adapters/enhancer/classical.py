"""Enhances without having learned anything: white balance, levels, gamma, and a little less noise.

Nothing is invented: a pixel comes out of the pixels at and around its place.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import asdict

from PIL import Image, ImageFilter, ImageStat

from billun.adapters.enhancer.interface import Enhanced
from billun.adapters.picture_quality import Quality, light_of, quality_of

# A photo whose mean lies between these needs no other exposure; one outside is moved toward the aim.
DARK, AIM, BRIGHT = 85.0, 115.0, 185.0
LEAST_CONTRAST = 28.0
# A light may be a little warm; one that were more colourful than a street lamp is no light but a thing.
MOST_CAST, LAMP = 12.0, 65.0
MOST_NOISE, MUCH_NOISE = 4.0, 8.0
# However odd the photo, no further than this: a red tarpaulin stays red, a night stays a night.
GAINS = (0.7, 1.6)
GAMMAS = (0.42, 1.4)
# The share of pixels that may become black or white, and the range to which no picture is narrowed further.
CLIPPED = 0.004
NARROWEST = 80


class Classical:
    name = "classical 1"
    outside = False

    def enhance(self, picture: Image.Image) -> Enhanced:
        """The picture, or None where exposure, colours and noise are well as they are."""
        before = quality_of(picture)
        if is_fine(before):
            return Enhanced(None, {"before": asdict(before)})
        better = exposed(balanced(picture, before), before)
        noise = noise_after(picture, better, before)
        if noise > MOST_NOISE:
            better = denoised(better, much=noise > MUCH_NOISE)
        return Enhanced(better, {"before": asdict(before), "after": asdict(quality_of(better))})


def is_fine(quality: Quality) -> bool:
    return not (is_ill_exposed(quality) or is_coloured(quality) or quality.noise > MOST_NOISE)


def is_ill_exposed(quality: Quality) -> bool:
    return not DARK <= quality.luminance <= BRIGHT or quality.contrast < LEAST_CONTRAST


def is_coloured(quality: Quality) -> bool:
    return MOST_CAST < quality.cast <= LAMP


def balanced(picture: Image.Image, quality: Quality) -> Image.Image:
    """The brightest parts without colour, where the light had one."""
    if not is_coloured(quality):
        return picture
    light = light_of(picture)
    grey = sum(light) / len(light)
    gains = [within(GAINS, grey / max(channel, 1.0)) for channel in light]
    return picture.point([level(value * gain) for gain in gains for value in range(256)])


def exposed(picture: Image.Image, quality: Quality) -> Image.Image:
    """From black to white, with the mean near the aim."""
    if not is_ill_exposed(quality):
        return picture
    black, white = ends_of(picture.convert("L").histogram())
    spread = [level((value - black) / (white - black) * 255) for value in range(256)]
    mean = ImageStat.Stat(picture.convert("L").point(spread)).mean[0]
    gamma = 1.0 if DARK <= mean <= BRIGHT else gamma_for(mean)
    return picture.point([level((value / 255) ** gamma * 255) for value in spread] * 3)


def gamma_for(mean: float) -> float:
    """What brings the mean to the aim, within bounds."""
    share = min(max(mean, 1.0), 254.0) / 255
    return within(GAMMAS, math.log(AIM / 255) / math.log(share))


def ends_of(histogram: Sequence[int]) -> tuple[int, int]:
    """The levels that become black and white."""
    may_go = sum(histogram) * CLIPPED
    black = first_beyond(may_go, enumerate(histogram))
    white = first_beyond(may_go, ((level, histogram[level]) for level in range(255, -1, -1)))
    # Half the way: what is in the shadows stays to be seen.
    black = min(black // 2, 255 - NARROWEST)
    return black, max(white, black + NARROWEST)


def first_beyond(may_go: float, counts: Iterator[tuple[int, int]]) -> int:
    gone = 0
    for found, count in counts:
        gone += count
        if gone > may_go:
            return found
    return 0


def noise_after(picture: Image.Image, better: Image.Image, before: Quality) -> float:
    """The noise once it was lifted with everything else out of the dark."""
    return before.noise if better is picture else quality_of(better).noise


def denoised(picture: Image.Image, *, much: bool) -> Image.Image:
    """Colours smoothed much, brightness less: there lie the scratches that the photo is about."""
    light, *colours = picture.convert("YCbCr").split()
    median, share = (5, 0.8) if much else (3, 0.6)
    calmer = Image.blend(light, light.filter(ImageFilter.MedianFilter(median)), share)
    return Image.merge("YCbCr", [calmer, *map(smoothed, colours)]).convert("RGB")


def smoothed(colour: Image.Image) -> Image.Image:
    """The blurred median at half the size, which is as fine as most cameras store colours."""
    half = colour.reduce(2) if min(colour.size) > 2 else colour
    calm = half.filter(ImageFilter.MedianFilter(5)).filter(ImageFilter.GaussianBlur(2))
    return calm.resize(colour.size, Image.Resampling.BILINEAR)


def level(value: float) -> int:
    return min(max(round(value), 0), 255)


def within(bounds: tuple[float, float], value: float) -> float:
    least, most = bounds
    return min(max(value, least), most)
