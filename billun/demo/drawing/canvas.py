"""Paints polygons, gradients, textures and lettering on a picture, flat or in space.

All lengths are pixels of the finished 1600 by 1200 picture; the canvas itself may be finer or coarser.
"""

from collections.abc import Callable, Iterable, Sequence
from math import cos, dist, pi, sin
from random import Random

from PIL import Image, ImageDraw, ImageFilter, ImageFont

from billun.demo.drawing.light import Colour, Light, dimmed, mix
from billun.demo.drawing.space import Camera, Pixel, Point, normal_of

Paint = Colour | tuple[int, int, int, int]
Box = tuple[int, int, int, int]


class Canvas:
    def __init__(
        self, image: Image.Image, scale: float, camera: Camera, light: Light, dice: Random
    ) -> None:
        self.image = image
        self.scale = scale
        self.camera = camera
        self.light = light
        self.dice = dice
        self.pen = ImageDraw.Draw(image, "RGBA")

    # In space

    def face(self, points: Sequence[Point], colour: Colour, gloss: float = 0.12) -> None:
        """A flat side of something solid: lit, lighter at its top, and not drawn when it looks away."""
        normal = normal_of(points)
        if self.camera.faces(points, normal):
            lit = self.light.on(colour, normal)
            self.shade(
                self.camera.outline(points),
                dimmed(mix(lit, self.light.sky_low, gloss * 0.5), 1 + gloss),
                dimmed(lit, 1 - gloss),
            )

    def patch(self, points: Sequence[Point], paint: Paint) -> None:
        """A flat thing seen from either side, in exactly this colour."""
        self.polygon(self.camera.outline(points), paint)

    def line(self, points: Sequence[Point], paint: Paint, thickness_m: float) -> None:
        """A rod or cable; its thickness follows the distance of its first point."""
        away = max(0.3, _distance(self.camera, points[0]))
        self.stroke(
            [self.camera.pixel(point) for point in points],
            paint,
            self.camera.focal * thickness_m / away,
        )

    def glue(self, picture: Image.Image, corners: Sequence[Point]) -> None:
        """Puts a picture (RGBA) on a flat rectangle; corners from its top left, clockwise as one reads it."""
        self.stretch(picture, [self.camera.pixel(corner) for corner in corners])

    # On the picture

    def polygon(self, pixels: Sequence[Pixel], paint: Paint) -> None:
        if len(pixels) > 2:
            self.pen.polygon([(u * self.scale, v * self.scale) for u, v in pixels], fill=paint)

    def stroke(self, pixels: Sequence[Pixel], paint: Paint, thickness: float) -> None:
        width = max(1, round(thickness * self.scale))
        self.pen.line(
            [(u * self.scale, v * self.scale) for u, v in pixels],
            fill=paint,
            width=width,
            joint="curve",
        )

    def disc(self, centre: Pixel, radius: float, paint: Paint, squash: float = 1.0) -> None:
        u, v = centre[0] * self.scale, centre[1] * self.scale
        across, down = radius * self.scale, radius * squash * self.scale
        self.pen.ellipse((u - across, v - down, u + across, v + down), fill=paint)

    def shade(self, pixels: Sequence[Pixel], top: Colour, bottom: Colour) -> None:
        """A polygon whose colour runs from its highest to its lowest point."""
        self._fill(pixels, lambda box: _running(box, top, bottom))

    def round_rod(self, start: Pixel, end: Pixel, thickness: float, colour: Colour) -> None:
        """A pipe or hose with its highlight along one side."""
        for share, tone in ((1.0, 0.45), (0.86, 0.72), (0.6, 1.0), (0.3, 1.3), (0.12, 1.6)):
            self.stroke([start, end], dimmed(colour, tone), thickness * share)

    def hose(self, pixels: Sequence[Pixel], thickness: float, colour: Colour) -> None:
        for share, tone in ((1.0, 0.4), (0.86, 0.7), (0.6, 1.0), (0.32, 1.35), (0.12, 1.8)):
            self.stroke(pixels, dimmed(colour, tone), thickness * share)

    def texture(self, pixels: Sequence[Pixel], picture: Image.Image, strength: float) -> None:
        """Lays a grey picture over a polygon: light where it is light, dark where it is dark."""
        self._fill(
            pixels,
            lambda box: picture.resize((box[2] - box[0], box[3] - box[1])).convert("RGB"),
            strength,
        )

    def soft(self, pixels: Sequence[Pixel], paint: Colour, strength: float, blur: float) -> None:
        """A blurred shape: a shadow, a stain, a glow. Worked out at an eighth of the size, for speed."""
        small = Image.new("L", (self.image.width // 8, self.image.height // 8))
        shrink = self.scale / 8
        if len(pixels) > 2:
            ImageDraw.Draw(small).polygon(
                [(u * shrink, v * shrink) for u, v in pixels], fill=round(255 * strength)
            )
        small = small.filter(ImageFilter.GaussianBlur(blur * shrink))
        box = small.getbbox()
        if box:
            large = (box[0] * 8, box[1] * 8, box[2] * 8, box[3] * 8)
            mask = small.crop(box).resize(
                (large[2] - large[0], large[3] - large[1]), Image.Resampling.BILINEAR
            )
            self.image.paste(paint, large, mask)

    def stretch(self, picture: Image.Image, corners: Sequence[Pixel]) -> None:
        """Pulls a picture onto four corners, from its top left clockwise."""
        places = [(u * self.scale, v * self.scale) for u, v in corners]
        box = _around(places, self.image.size)
        if box is None:
            return
        moved = [(u - box[0], v - box[1]) for u, v in places]
        width, height = picture.size
        pull = _perspective(moved, [(0, 0), (width, 0), (width, height), (0, height)])
        size = (box[2] - box[0], box[3] - box[1])
        pulled = picture.transform(
            size, Image.Transform.PERSPECTIVE, pull, Image.Resampling.BILINEAR
        )
        self.image.paste(pulled, box, pulled.getchannel("A"))

    def _fill(
        self, pixels: Sequence[Pixel], filling: Callable[[Box], Image.Image], strength: float = 1.0
    ) -> None:
        places = [(u * self.scale, v * self.scale) for u, v in pixels]
        box = _around(places, self.image.size)
        if len(places) < 3 or box is None:
            return
        mask = Image.new("L", (box[2] - box[0], box[3] - box[1]))
        ImageDraw.Draw(mask).polygon(
            [(u - box[0], v - box[1]) for u, v in places], fill=round(255 * strength)
        )
        self.image.paste(filling(box), box, mask)


def ring(
    centre: Point, radius: float, along_y: bool = True, corners: int = 44, turn: float = 0.0
) -> list[Point]:
    """A circle in space that looks to the side (along y) or to the front (along x)."""
    angles = [turn + 2 * pi * corner / corners for corner in range(corners)]
    if along_y:
        return [
            (centre[0] + radius * cos(a), centre[1], centre[2] + radius * sin(a)) for a in angles
        ]
    return [(centre[0], centre[1] + radius * cos(a), centre[2] + radius * sin(a)) for a in angles]


def grain(dice: Random, width: int, height: int, low: int = 0, high: int = 255) -> Image.Image:
    """A grey picture of dice throws, evenly spread between two tones."""
    tones = [low + (high - low) * step // 255 for step in range(256)]
    return Image.frombytes("L", (width, height), dice.randbytes(width * height)).point(tones)


def clouds(dice: Random, width: int, height: int, coarse: int = 6) -> Image.Image:
    """Soft spots of several sizes, for dirt, sky and worn ground."""
    big = grain(dice, coarse, coarse).resize((width, height), Image.Resampling.BICUBIC)
    fine = grain(dice, coarse * 5, coarse * 5).resize((width, height), Image.Resampling.BICUBIC)
    return Image.blend(big, fine, 0.4)


def lettering(text: str, paint: Paint, size: int = 96, bold: int = 2) -> Image.Image:
    """A line of text, cut tight, on nothing."""
    font = ImageFont.load_default(size)
    left, top, right, bottom = (round(edge) for edge in font.getbbox(text, stroke_width=bold))
    picture = Image.new("RGBA", (max(1, right - left), max(1, bottom - top)), (*paint[:3], 0))
    ImageDraw.Draw(picture).text(
        (-left, -top), text, font=font, fill=paint, stroke_width=bold, stroke_fill=paint
    )
    return picture


def _running(box: Box, top: Colour, bottom: Colour) -> Image.Image:
    pair = Image.new("RGB", (1, 2), top)
    pair.putpixel((0, 1), bottom)
    return pair.resize(
        (box[2] - box[0], box[3] - box[1]), Image.Resampling.BILINEAR, box=(0, 0.5, 1, 1.5)
    )


def _around(places: Iterable[Pixel], size: tuple[int, int]) -> Box | None:
    spots = list(places)
    if not spots:
        return None
    left = max(0, int(min(u for u, _ in spots)))
    top = max(0, int(min(v for _, v in spots)))
    right = min(size[0], int(max(u for u, _ in spots)) + 1)
    bottom = min(size[1], int(max(v for _, v in spots)) + 1)
    return (left, top, right, bottom) if right > left and bottom > top else None


def _distance(camera: Camera, point: Point) -> float:
    return dist(camera.eye, point)


def _perspective(seen: Sequence[Pixel], flat: Sequence[Pixel]) -> list[float]:
    """The eight numbers Pillow wants to find, for each place seen, the place on the flat picture."""
    rows: list[list[float]] = []
    for (x, y), (u, v) in zip(seen, flat, strict=True):
        rows.append([x, y, 1, 0, 0, 0, -u * x, -u * y, u])
        rows.append([0, 0, 0, x, y, 1, -v * x, -v * y, v])
    return _solved(rows)


def _solved(rows: list[list[float]]) -> list[float]:
    size = len(rows)
    for column in range(size):
        best = max(range(column, size), key=lambda row: abs(rows[row][column]))
        rows[column], rows[best] = rows[best], rows[column]
        lead = rows[column][column] or 1e-9
        rows[column] = [part / lead for part in rows[column]]
        for row in range(size):
            if row != column and rows[row][column]:
                factor = rows[row][column]
                rows[row] = [
                    part - factor * other
                    for part, other in zip(rows[row], rows[column], strict=True)
                ]
    return [row[size] for row in rows]
