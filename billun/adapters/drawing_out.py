"""Draws shapes on a copy of a photo: arrows, circles and words over it, veils that cannot be lifted under them.

Shapes are in proportions of the picture, 0 to 1 from its upper left corner (models/drawing.py).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import IO, Any

from PIL import Image, ImageDraw, ImageFilter, ImageFont

from billun.adapters.pictures import SIZES, Undecodable, as_webp

Shape = dict[str, Any]
Point = tuple[float, float]

FONT = Path(__file__).parents[1] / "static" / "vendor" / "fonts" / "DejaVuSansCondensed-Bold.ttf"
COLOURS = {"red": "#e01b1b", "yellow": "#ffd033", "white": "#ffffff", "black": "#10161d"}
# What stands around a mark, so that it is seen on any ground.
EDGES = {"red": "#ffffff", "yellow": "#10161d", "white": "#10161d", "black": "#ffffff"}
# Parts of the picture's longer side: the edge is wider than the line by half of it at each side.
LINE, EDGE, LETTERS, ARROW_HEAD = 1 / 160, 1 / 90, 1 / 24, 1 / 26
# A veil's blocks, in parts of the longer side: as coarse as a face in a group, and then blurred.
BLOCK = 1 / 40
# Marks are drawn twice as large and reduced, which makes their edges smooth.
FINENESS = 2
MARGIN = 0.02


def drawn_on(large: IO[bytes], shapes: Sequence[Shape]) -> dict[str, bytes]:
    """Each size of the copy as WebP without metadata. Raises Undecodable."""
    try:
        with Image.open(large, formats=("WEBP",)) as opened:
            picture = opened.convert("RGB")
    except (OSError, ValueError, SyntaxError, EOFError, MemoryError) as error:
        raise Undecodable(str(error) or type(error).__name__) from error
    for shape in shapes:
        if shape["kind"] == "blur":
            veil(picture, shape)
    marks = [shape for shape in shapes if shape["kind"] != "blur"]
    picture = with_marks(picture, marks) if marks else picture
    return in_sizes(picture)


def in_sizes(picture: Image.Image) -> dict[str, bytes]:
    made = {}
    for name, (longest_side, quality) in SIZES.items():
        picture.thumbnail((longest_side, longest_side), Image.Resampling.LANCZOS)
        made[name] = as_webp(picture, quality)
    return made


def veil(picture: Image.Image, shape: Shape) -> None:
    """Leave of a rectangle one colour a block, blurred: what was there is gone from the copy."""
    box = pixels_between(picture, shape["from"], shape["to"])
    part = picture.crop(box)
    block = math.ceil(max(picture.size) * BLOCK)
    blocks = (max(1, part.width // block), max(1, part.height // block))
    coarse = part.resize(blocks, Image.Resampling.BOX).resize(part.size, Image.Resampling.NEAREST)
    picture.paste(coarse.filter(ImageFilter.GaussianBlur(block / 3)), box)


def pixels_between(picture: Image.Image, one: Point, other: Point) -> tuple[int, int, int, int]:
    """The rectangle with these two corners in whole pixels, at least one wide and high."""
    left, right = sorted((one[0], other[0]))
    top, bottom = sorted((one[1], other[1]))
    x, y = math.floor(left * picture.width), math.floor(top * picture.height)
    x, y = min(x, picture.width - 1), min(y, picture.height - 1)
    beyond_x, beyond_y = math.ceil(right * picture.width), math.ceil(bottom * picture.height)
    return x, y, max(x + 1, beyond_x), max(y + 1, beyond_y)


def with_marks(picture: Image.Image, marks: Sequence[Shape]) -> Image.Image:
    large = (picture.width * FINENESS, picture.height * FINENESS)
    layer = Image.new("RGBA", large)
    pen = Pen(layer)
    for mark in marks:
        getattr(pen, mark["kind"])(mark)
    composed = picture.convert("RGBA")
    composed.alpha_composite(layer.reduce(FINENESS))
    return composed.convert("RGB")


class Pen:
    """Draws each kind of mark: first its edge, then itself."""

    def __init__(self, layer: Image.Image) -> None:
        self.draw = ImageDraw.Draw(layer)
        self.width, self.height = layer.size
        self.longest = max(layer.size)

    def arrow(self, mark: Shape) -> None:
        """It points at `to`."""
        start, tip = self.at(mark["from"]), self.at(mark["to"])
        for colour, thickness in self.strokes(mark):
            for line in arrow_lines(start, tip, self.longest * ARROW_HEAD):
                self.line(line, colour, thickness)

    def circle(self, mark: Shape) -> None:
        (x, y), (across, down) = self.at(mark["centre"]), self.at(mark["radii"])
        for colour, thickness in self.strokes(mark):
            half = thickness / 2
            box = (x - across - half, y - down - half, x + across + half, y + down + half)
            self.draw.ellipse(box, outline=colour, width=round(thickness))

    def text(self, mark: Shape) -> None:
        """It begins at `at`, its base line; smaller and further left where it would leave the picture."""
        x, y = self.at(mark["at"])
        room, size = self.width * (1 - 2 * MARGIN), self.longest * LETTERS
        length = font(round(size)).getlength(mark["text"])
        letters = font(max(8, math.floor(size * min(1, room / max(length, 1)))))
        ascent, descent = letters.getmetrics()
        x = max(
            self.width * MARGIN, min(x, self.width * (1 - MARGIN) - letters.getlength(mark["text"]))
        )
        y = min(max(y, ascent), self.height - descent)
        edge = round(self.longest * (EDGE - LINE) / 2)
        colour, around = COLOURS[mark["colour"]], EDGES[mark["colour"]]
        self.draw.text(
            (x, y), mark["text"], colour, letters, "ls", stroke_width=edge, stroke_fill=around
        )

    def at(self, point: Point) -> Point:
        return point[0] * self.width, point[1] * self.height

    def strokes(self, mark: Shape) -> tuple[tuple[str, float], ...]:
        """The two lines of a mark, the edge below it first: colour and thickness."""
        colour = mark["colour"]
        return (
            (EDGES[colour], self.longest * EDGE),
            (COLOURS[colour], self.longest * LINE),
        )

    def line(self, ends: tuple[Point, Point], colour: str, thickness: float) -> None:
        """One with round ends."""
        self.draw.line(ends, colour, round(thickness))
        for x, y in ends:
            self.draw.circle((x, y), thickness / 2, colour)


def arrow_lines(start: Point, tip: Point, head: float) -> list[tuple[Point, Point]]:
    """The shaft, and the two lines of the head."""
    back = math.atan2(start[1] - tip[1], start[0] - tip[0])
    head = min(head, math.dist(start, tip))
    barbs = [
        (tip[0] + head * math.cos(back + turn), tip[1] + head * math.sin(back + turn))
        for turn in (-math.pi / 6, math.pi / 6)
    ]
    return [(start, tip), *((barb, tip) for barb in barbs)]


@lru_cache(maxsize=20)
def font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONT, size)
