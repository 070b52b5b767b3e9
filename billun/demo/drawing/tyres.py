"""A tyre from the side and from close by."""

from math import cos, pi, sin

from billun.demo.drawing.brief import PhotoBrief
from billun.demo.drawing.canvas import Canvas, lettering
from billun.demo.drawing.light import dimmed
from billun.demo.drawing.space import HEIGHT, WIDTH, Pixel
from billun.demo.drawing.surfaces import blob, bolt, coin, paint_surface, splashes

RUBBER = (70, 70, 72)
CENTRE: Pixel = (820.0, 600.0)
RADIUS = 520.0


def whole_tyre(canvas: Canvas, brief: PhotoBrief) -> None:
    """The wheel face on, filling the height, its neighbour cut off by the frame."""
    paint_surface(canvas, (112, 112, 110), 60)
    _arch(canvas)
    _tyre(canvas, (CENTRE[0] + 1160, CENTRE[1]), RADIUS)
    canvas.soft(
        [
            (CENTRE[0] - 420, 1080),
            (CENTRE[0] + 420, 1080),
            (CENTRE[0] + 520, 1180),
            (CENTRE[0] - 520, 1180),
        ],
        (0, 0, 0),
        0.9,
        26,
    )
    _tyre(canvas, CENTRE, RADIUS)
    if brief.sub_category in ("cut_or_bulge", "pressure"):
        _burst(canvas)
    elif brief.sub_category == "wear":
        _worn_shoulder(canvas)


def wheel_with_smoke(canvas: Canvas, brief: PhotoBrief) -> None:
    """A wheel whose brake has not let go."""
    whole_tyre(canvas, brief)
    for spot in ((0.3, 0.16), (0.36, -0.1), (0.25, 0.35)):
        canvas.soft(
            blob(canvas, (CENTRE[0] + RADIUS * spot[1], CENTRE[1] + RADIUS * spot[0]), 130),
            (46, 26, 16),
            0.6,
            40,
        )
    for puff in range(9):
        place = (CENTRE[0] + canvas.dice.uniform(-220, 260), 700 - puff * 75)
        canvas.soft(blob(canvas, place, 90 + puff * 20, 0.8, 0.4), (206, 206, 204), 0.4, 50)


def tread_close_up(canvas: Canvas, brief: PhotoBrief) -> None:
    """Blocks and grooves with a coin for the depth; bald on one edge, or cut open."""
    paint_surface(canvas, (40, 40, 41), 60, 16)
    worn = brief.sub_category == "wear"
    for rib, left in enumerate(range(-60, WIDTH, 290)):
        bald = worn and rib >= 3
        depth = 14 if bald else 52
        tone = (84, 84, 84) if bald else (94, 94, 95)
        for row in range(-1, 9):
            top = row * 165 + (rib % 2) * 82
            skew = 34 if rib % 2 else -34
            if bald:
                top, skew = row * 165, 0
            sides = [
                (left, top),
                (left + 270 - depth, top + skew),
                (left + 270 - depth, top + 165 - depth * 0.3 + skew),
                (left, top + 165 - depth * 0.3),
            ]
            canvas.polygon([(u + 12, v + 12) for u, v in sides], (8, 8, 9))
            lit = canvas.light.on(tone, (0, 0, 1))
            canvas.shade(sides, dimmed(lit, 1.3), dimmed(lit, 0.85))
            if not bald:
                for slit in (0.3, 0.6):
                    v = top + 150 * slit
                    canvas.stroke(
                        [
                            (left + 20, v),
                            (left + 120, v + skew * 0.6),
                            (left + 240 - depth, v + skew),
                        ],
                        (16, 16, 17),
                        4,
                    )
    if worn:
        for bar in (330, 900):
            canvas.polygon(
                [(240, bar), (280, bar), (280, bar + 60), (240, bar + 60)],
                canvas.light.on((84, 84, 82), (0, 0, 1)),
            )
        canvas.soft([(880, 0), (WIDTH, 0), (WIDTH, HEIGHT), (880, HEIGHT)], (74, 72, 70), 0.45, 90)
    else:
        _gash(canvas, (820, 560), 520)
    splashes(canvas, 160, (120, 108, 92), 0.1)
    coin(canvas, (470, 860), 96)


def _arch(canvas: Canvas) -> None:
    dark = canvas.light.on((52, 54, 57), (0, 0, 1))
    canvas.polygon(
        [(0, 0), (WIDTH, 0), (WIDTH, 190), (0, 150)], canvas.light.on((70, 72, 75), (0, -1, 0))
    )
    canvas.shade([(0, 150), (WIDTH, 190), (WIDTH, 760), (0, 760)], dimmed(dark, 0.6), dark)
    canvas.polygon(
        [(0, 60), (WIDTH, 96), (WIDTH, 130), (0, 92)], canvas.light.on((222, 190, 60), (0, -1, 0))
    )


def _tyre(canvas: Canvas, centre: Pixel, radius: float) -> None:
    steps = 46
    for step in range(steps):
        share = step / steps
        tone = 0.55 + 0.75 * sin(pi * share) ** 0.8
        canvas.disc(
            centre,
            radius * (1 - 0.44 * share),
            dimmed(canvas.light.on(RUBBER, (0, -0.6, 0.6)), tone),
        )
    for groove in (0.955, 0.9, 0.66, 0.61):
        _circle(canvas, centre, radius * groove, (12, 12, 13), 4)
    for lug in range(66):
        angle = 2 * pi * lug / 66
        inner, outer = radius * 0.945, radius * 1.0
        canvas.stroke(
            [_around(centre, inner, angle), _around(centre, outer, angle + 0.02)], (10, 10, 11), 9
        )
    _words(canvas, centre, radius * 0.78, "315/70 R 22.5  156/150 L", -2.5)
    _words(canvas, centre, radius * 0.78, "REGROOVABLE  TUBELESS", 0.7)
    _rim(canvas, centre, radius * 0.56)


def _rim(canvas: Canvas, centre: Pixel, radius: float) -> None:
    steel = canvas.light.on((212, 215, 218), (0, -0.4, 0.8))
    for share, tone in (
        (1.0, 0.5),
        (0.98, 1.15),
        (0.93, 0.8),
        (0.9, 0.5),
        (0.87, 0.62),
        (0.8, 0.72),
        (0.74, 0.85),
        (0.66, 0.95),
    ):
        canvas.disc(centre, radius * share, dimmed(steel, tone))
    for hole in range(10):
        angle = 2 * pi * hole / 10
        u, v = _around(centre, radius * 0.77, angle)
        canvas.disc((u, v), radius * 0.095, dimmed(steel, 0.4))
        canvas.disc((u + 4, v + 5), radius * 0.082, (14, 14, 15))
    for nut in range(10):
        angle = 2 * pi * (nut + 0.5) / 10
        spot = _around(centre, radius * 0.5, angle)
        bolt(canvas, spot, radius * 0.05, (190, 192, 190))
        tip = _around(spot, radius * 0.1, angle + 1.2)
        canvas.stroke([spot, tip], canvas.light.on((238, 196, 30), (0, 0, 1)), radius * 0.035)
    for share, tone in ((0.37, 0.45), (0.35, 0.9), (0.31, 1.05), (0.24, 0.8), (0.21, 0.95)):
        canvas.disc(centre, radius * share, dimmed(steel, tone))
    canvas.soft(
        blob(canvas, (centre[0], centre[1] + radius * 0.55), radius * 0.5, 0.6),
        (78, 62, 46),
        0.35,
        40,
    )


def _burst(canvas: Canvas) -> None:
    """The sidewall torn open below, with its cords hanging out."""
    _gash(canvas, (CENTRE[0] - 150, CENTRE[1] + 375), 430, 0.36)
    canvas.polygon([(600, 1085), (690, 1010), (790, 1060), (760, 1150), (640, 1165)], (30, 30, 32))
    canvas.polygon([(930, 1050), (1040, 1040), (1090, 1130), (960, 1160)], (38, 38, 40))


def _gash(canvas: Canvas, centre: Pixel, length: float, squash: float = 0.3) -> None:
    canvas.soft(blob(canvas, centre, length * 0.55, squash + 0.1, 0.3), (0, 0, 0), 0.6, 22)
    canvas.polygon(blob(canvas, centre, length / 2, squash, 0.35, 60), (92, 88, 82))
    canvas.polygon(
        blob(canvas, (centre[0] + 4, centre[1] + 8), length / 2.3, squash * 0.86, 0.35, 60),
        (9, 9, 10),
    )
    for _ in range(46):
        u = centre[0] + canvas.dice.uniform(-0.44, 0.44) * length
        v = centre[1] + canvas.dice.uniform(-0.3, 0.1) * length * squash
        bend = canvas.dice.uniform(-26, 26)
        canvas.stroke(
            [(u, v), (u + bend, v + 40), (u + bend * 1.7, v + canvas.dice.uniform(50, 110))],
            canvas.light.on((168, 158, 138), (0, 0, 1)),
            2.4,
        )


def _worn_shoulder(canvas: Canvas) -> None:
    arc = [_around(CENTRE, RADIUS * 0.97, angle / 20) for angle in range(-38, -4)]
    canvas.stroke(arc, canvas.light.on((82, 80, 78), (0, 0, 1)), 38)
    canvas.stroke(arc, canvas.light.on((60, 59, 58), (0, 0, 1)), 16)


def _words(canvas: Canvas, centre: Pixel, radius: float, text: str, start: float) -> None:
    """Raised letters around the sidewall."""
    angle = start
    for letter in text:
        if letter not in " .":
            picture = lettering(
                letter, (*dimmed(canvas.light.on(RUBBER, (0, 0, 1)), 1.9), 255), 60, 1
            )
            height = 34.0
            half = height * picture.width / picture.height / 2
            across, out = (-sin(angle), cos(angle)), (cos(angle), sin(angle))
            corners = [
                (
                    centre[0] + out[0] * reach + across[0] * place,
                    centre[1] + out[1] * reach + across[1] * place,
                )
                for reach, place in (
                    (radius + height, -half),
                    (radius + height, half),
                    (radius, half),
                    (radius, -half),
                )
            ]
            canvas.stretch(picture, corners)
        angle += 0.088


def _circle(
    canvas: Canvas, centre: Pixel, radius: float, paint: tuple[int, int, int], thickness: float
) -> None:
    canvas.stroke(
        [_around(centre, radius, 2 * pi * step / 90) for step in range(91)], paint, thickness
    )


def _around(centre: Pixel, radius: float, angle: float) -> Pixel:
    return (centre[0] + radius * cos(angle), centre[1] + radius * sin(angle))
