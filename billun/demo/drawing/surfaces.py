"""Things that fill a picture seen from close by: painted metal, concrete, rubber, and what lies on them."""

from collections.abc import Sequence
from math import cos, pi, sin

from PIL import Image, ImageChops

from billun.demo.drawing.canvas import Canvas, clouds, grain
from billun.demo.drawing.light import Colour, dimmed
from billun.demo.drawing.space import HEIGHT, WIDTH, Pixel

FRAME: list[Pixel] = [(0, 0), (WIDTH, 0), (WIDTH, HEIGHT), (0, HEIGHT)]


def paint_surface(canvas: Canvas, colour: Colour, dirt: int = 40, fine: int = 14) -> None:
    """The whole frame in one material: light from above, blotches of dirt, fine roughness."""
    lit = canvas.light.on(colour, (0.0, -0.6, 0.8))
    small = Canvas(
        Image.new("RGB", (WIDTH // 2, HEIGHT // 2)), 0.5, canvas.camera, canvas.light, canvas.dice
    )
    small.shade(FRAME, dimmed(lit, 1.12), dimmed(lit, 0.78))
    blotches = clouds(canvas.dice, *small.image.size, 5).point(
        [128 + (tone - 150) * dirt // 420 for tone in range(256)]
    )
    rough = grain(canvas.dice, *small.image.size, 128 - fine, 128 + fine)
    both = ImageChops.add(blotches, rough, 1, -128)
    surface = ImageChops.add(small.image, Image.merge("RGB", (both, both, both)), 1, -128)
    canvas.image.paste(surface.resize(canvas.image.size, Image.Resampling.BILINEAR))


def scratches(canvas: Canvas, number: int, paint: Colour = (230, 230, 226)) -> None:
    for _ in range(number):
        u, v = canvas.dice.uniform(0, WIDTH), canvas.dice.uniform(0, HEIGHT)
        length, turn = canvas.dice.uniform(30, 240), canvas.dice.uniform(-0.5, 0.5)
        canvas.stroke(
            [(u, v), (u + length * cos(turn), v + length * sin(turn))],
            (*paint, canvas.dice.randint(18, 70)),
            canvas.dice.uniform(0.6, 2.2),
        )


def splashes(canvas: Canvas, number: int, paint: Colour, low: float = 0.5) -> None:
    """Specks of mud, more of them towards the bottom."""
    for _ in range(number):
        v = HEIGHT * (low + (1 - low) * canvas.dice.random() ** 0.6)
        canvas.disc(
            (canvas.dice.uniform(0, WIDTH), v),
            canvas.dice.uniform(1, 6),
            (*paint, canvas.dice.randint(40, 150)),
            canvas.dice.uniform(0.5, 1),
        )


def blob(
    canvas: Canvas,
    centre: Pixel,
    radius: float,
    squash: float = 1.0,
    ragged: float = 0.2,
    corners: int = 40,
) -> list[Pixel]:
    """An uneven round outline."""
    lobes = [
        (canvas.dice.randint(2, 7), canvas.dice.uniform(0, 6), canvas.dice.uniform(0, ragged / 2))
        for _ in range(4)
    ]
    outline = []
    for corner in range(corners):
        angle = 2 * pi * corner / corners
        reach = radius * (
            1 + sum(size * sin(times * angle + phase) for times, phase, size in lobes)
        )
        outline.append((centre[0] + reach * cos(angle), centre[1] + reach * sin(angle) * squash))
    return outline


def puddle(
    canvas: Canvas, centre: Pixel, radius: float, colour: Colour = (18, 15, 12), squash: float = 0.4
) -> None:
    """Oil on the ground: dark, with a bright edge of sky and a stain around it."""
    canvas.soft(blob(canvas, centre, radius * 1.25, squash, 0.3), (30, 26, 22), 0.5, 30)
    shape = blob(canvas, centre, radius, squash, 0.34, 70)
    top = dimmed(canvas.light.sky_low, 0.42 * canvas.light.background)
    canvas.shade(shape, top, colour)
    canvas.soft(
        blob(
            canvas,
            (centre[0] - radius * 0.2, centre[1] - radius * squash * 0.3),
            radius * 0.45,
            squash * 0.45,
            0.3,
        ),
        dimmed(canvas.light.sky_low, 0.8),
        0.5,
        12,
    )
    for _ in range(9):
        turn, reach = canvas.dice.uniform(0, 2 * pi), canvas.dice.uniform(1.1, 1.6)
        spot = (
            centre[0] + radius * reach * cos(turn),
            centre[1] + radius * reach * sin(turn) * squash,
        )
        canvas.disc(spot, canvas.dice.uniform(4, 20), colour, squash + 0.1)


def coin(canvas: Canvas, centre: Pixel, radius: float = 62) -> None:
    """A euro for the size."""
    canvas.soft(
        [
            (centre[0] + radius * 1.1 * cos(a / 8) + 6, centre[1] + radius * 1.1 * sin(a / 8) + 9)
            for a in range(50)
        ],
        (0, 0, 0),
        0.6,
        9,
    )
    light = canvas.light
    for share, colour in (
        (1.0, (150, 118, 50)),
        (0.96, (206, 172, 88)),
        (0.9, (186, 150, 70)),
        (0.7, (150, 150, 148)),
        (0.68, (196, 197, 196)),
        (0.62, (178, 180, 180)),
    ):
        canvas.disc(centre, radius * share, light.on(colour, (0, 0, 1)))
    canvas.stroke(
        [
            (centre[0] - 20, centre[1] - 26),
            (centre[0] - 4, centre[1] - 36),
            (centre[0] - 4, centre[1] + 34),
        ],
        light.on((116, 118, 118), (0, 0, 1)),
        9,
    )


def bolt(canvas: Canvas, centre: Pixel, radius: float, colour: Colour = (150, 152, 152)) -> None:
    lit = canvas.light.on(colour, (0, 0, 1))
    canvas.disc(
        (centre[0] + radius * 0.12, centre[1] + radius * 0.2), radius * 1.35, (0, 0, 0, 110)
    )
    canvas.disc(centre, radius * 1.3, dimmed(lit, 0.7))
    turn = canvas.dice.uniform(0, 1)
    sides = [
        (
            centre[0] + radius * cos(turn + side * pi / 3),
            centre[1] + radius * sin(turn + side * pi / 3),
        )
        for side in range(6)
    ]
    canvas.shade(sides, dimmed(lit, 1.2), dimmed(lit, 0.75))
    canvas.disc(centre, radius * 0.45, dimmed(lit, 0.9))


def crack(
    canvas: Canvas,
    start: Pixel,
    length: float,
    turn: float,
    paint: Sequence[int],
    thickness: float = 3,
) -> None:
    """A line that wanders, splits and thins out."""
    u, v = start
    way = [start]
    for _ in range(12):
        turn += canvas.dice.uniform(-0.32, 0.32)
        u, v = u + length / 12 * cos(turn), v + length / 12 * sin(turn)
        way.append((u, v))
    colour = (paint[0], paint[1], paint[2])
    canvas.stroke([(a + 2, b + 2) for a, b in way], (0, 0, 0, 110), thickness)
    canvas.stroke(way, colour, thickness)
    if length > 160:
        for place in (4, 8):
            crack(
                canvas,
                way[place],
                length * 0.4,
                turn + canvas.dice.choice((-0.9, 0.9)),
                paint,
                thickness * 0.7,
            )


def glow(
    canvas: Canvas, centre: Pixel, radius: float, colour: Colour, strength: float = 0.9
) -> None:
    """Light that spills around a lamp."""
    for share, power in ((1.0, 0.35), (0.55, 0.55), (0.25, 1.0)):
        outline = [
            (centre[0] + radius * share * cos(a / 5), centre[1] + radius * share * sin(a / 5))
            for a in range(32)
        ]
        canvas.soft(outline, colour, min(1.0, strength * power), radius * share * 0.45)
