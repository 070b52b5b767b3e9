"""Floors and boxes: a dirty load space, an ADR box with a gap in it, a puddle, an AdBlue filler."""

from billun.demo.drawing.brief import PhotoBrief
from billun.demo.drawing.canvas import Canvas, lettering
from billun.demo.drawing.light import dimmed
from billun.demo.drawing.space import HEIGHT, WIDTH
from billun.demo.drawing.surfaces import blob, coin, paint_surface, puddle, scratches, splashes


def oil_on_the_ground(canvas: Canvas, brief: PhotoBrief) -> None:
    """Drops and a puddle, with the toe of a shoe for the size."""
    paint_surface(canvas, (176, 154, 122) if brief.scene == "quarry" else (118, 117, 114), 70, 24)
    puddle(canvas, (760, 620), 400, squash=0.62)
    canvas.soft(blob(canvas, (1330, 1060), 240, 0.7), (0, 0, 0), 0.6, 30)
    canvas.shade(
        [(1130, 1210), (1160, 930), (1260, 850), (1390, 860), (1480, 960), (1500, 1210)],
        canvas.light.on((66, 54, 42), (0, 0, 1)),
        canvas.light.on((34, 28, 22), (0, 0, 1)),
    )
    for lace in range(4):
        canvas.stroke(
            [(1220, 990 + lace * 56), (1420, 1000 + lace * 56)],
            canvas.light.on((190, 170, 120), (0, 0, 1)),
            9,
        )


def dirty_load_space(canvas: Canvas, _brief: PhotoBrief) -> None:
    """A van's load floor from its rear doors: broken pallet, film, sawdust."""
    paint_surface(canvas, (150, 148, 142), 60)
    canvas.shade(
        [(0, 0), (430, 190), (430, 620), (0, 1100)],
        canvas.light.on((150, 152, 152), (0, 1, 0)),
        canvas.light.on((104, 106, 106), (0, 1, 0)),
    )
    canvas.shade(
        [(WIDTH, 0), (1170, 190), (1170, 620), (WIDTH, 1100)],
        canvas.light.on((140, 142, 142), (0, -1, 0)),
        canvas.light.on((96, 98, 98), (0, -1, 0)),
    )
    canvas.shade(
        [(430, 190), (1170, 190), (1170, 620), (430, 620)],
        canvas.light.on((120, 122, 122), (0, 0, 1)),
        canvas.light.on((92, 94, 94), (0, 0, 1)),
    )
    canvas.shade([(0, 0), (WIDTH, 0), (1170, 190), (430, 190)], (60, 62, 62), (110, 112, 112))
    for _ in range(700):
        deep = canvas.dice.random() ** 0.7
        v = 640 + 560 * deep
        canvas.disc(
            (canvas.dice.uniform(430 - 430 * deep, 1170 + 430 * deep), v),
            1 + 5 * deep,
            canvas.light.on((206, 172, 118), (0, 0, 1)),
            0.6,
        )
    for plank in range(6):
        u, v = 520 + plank * 62, 700 + plank * 26
        wood = canvas.light.on((186, 148, 100), (0, 0, 1))
        canvas.soft(
            [(u, v + 26), (u + 430, v - 40), (u + 440, v + 30), (u, v + 90)], (0, 0, 0), 0.5, 12
        )
        canvas.shade(
            [(u, v), (u + 430, v - 70), (u + 440, v - 24), (u + 6, v + 50)],
            dimmed(wood, 1.15),
            dimmed(wood, 0.75),
        )
    for fold in range(7):
        canvas.polygon(
            blob(canvas, (1060 + fold * 34, 900 + fold * 20), 150 - fold * 12, 0.5, 0.6, 18),
            (240, 244, 246, 60),
        )
    scratches(canvas, 30, (90, 86, 80))


def sawdust(canvas: Canvas, _brief: PhotoBrief) -> None:
    paint_surface(canvas, (132, 124, 112), 80, 24)
    for groove in range(90, HEIGHT, 180):
        canvas.stroke([(0, groove), (WIDTH, groove + 20)], (40, 38, 34), 9)
    for _ in range(1500):
        canvas.disc(
            (canvas.dice.gauss(800, 420), canvas.dice.gauss(640, 260)),
            canvas.dice.uniform(2, 8),
            canvas.light.on((214, 180, 124), (0, 0, 1)),
            canvas.dice.uniform(0.3, 1),
        )
    for _ in range(14):
        u, v = canvas.dice.uniform(200, 1300), canvas.dice.uniform(250, 1000)
        canvas.stroke(
            [(u, v), (u + canvas.dice.uniform(60, 220), v + canvas.dice.uniform(-60, 60))],
            canvas.light.on((170, 130, 82), (0, 0, 1)),
            14,
        )
    coin(canvas, (1180, 900), 60)


def gap_in_the_kit(canvas: Canvas, _brief: PhotoBrief) -> None:
    """The open ADR box: shovel, one warning cone, gloves; an empty place where the drain seal lies."""
    paint_surface(canvas, (70, 72, 75), 40)
    canvas.shade([(110, 90), (1490, 90), (1490, 1110), (110, 1110)], (24, 25, 27), (52, 54, 56))
    canvas.shade(
        [(60, 30), (1540, 30), (1490, 100), (110, 100)],
        canvas.light.on((30, 100, 84), (0, 0, 1)),
        canvas.light.on((20, 70, 60), (0, 0, 1)),
    )
    for divider in (560, 1040):
        canvas.shade(
            [(divider, 120), (divider + 24, 120), (divider + 24, 1090), (divider, 1090)],
            (120, 122, 124),
            (64, 66, 68),
        )
    canvas.round_rod((240, 180), (340, 760), 42, (176, 130, 70))
    canvas.shade(
        [(260, 740), (450, 720), (490, 940), (390, 1040), (280, 960)],
        canvas.light.on((96, 100, 104), (0, 0, 1)),
        canvas.light.on((52, 54, 56), (0, 0, 1)),
    )
    orange = canvas.light.on((240, 96, 24), (0, 0, 1))
    canvas.shade(
        [(770, 210), (830, 210), (950, 640), (650, 640)], dimmed(orange, 1.1), dimmed(orange, 0.7)
    )
    canvas.polygon(
        [(735, 340), (866, 340), (892, 430), (710, 430)],
        canvas.light.on((240, 240, 236), (0, 0, 1)),
    )
    canvas.polygon([(620, 640), (980, 640), (990, 690), (610, 690)], dimmed(orange, 0.6))
    for glove in (690, 850):
        canvas.polygon(
            blob(canvas, (glove, 900), 92, 1.3, 0.3), canvas.light.on((52, 110, 66), (0, 0, 1))
        )
    canvas.stroke(
        [(1110, 240), (1430, 240), (1430, 960), (1110, 960), (1110, 240)], (200, 204, 206, 120), 6
    )
    _stick(canvas, "DRAIN SEAL", 1270, 1030)
    scratches(canvas, 26)


def adblue_filler(canvas: Canvas, _brief: PhotoBrief) -> None:
    """The blue cap sitting crooked on the tank's neck."""
    paint_surface(canvas, (60, 62, 65), 50)
    canvas.soft(blob(canvas, (800, 640), 420, 1, 0.02), (0, 0, 0), 0.6, 30)
    for share, colour in (
        (1.0, (30, 31, 33)),
        (0.94, (72, 74, 78)),
        (0.8, (26, 27, 29)),
        (0.7, (48, 50, 53)),
    ):
        canvas.disc((800, 620), 400 * share, canvas.light.on(colour, (0, 0, 1)))
    for share, colour in (
        (1.0, (16, 60, 140)),
        (0.95, (34, 96, 190)),
        (0.82, (26, 80, 168)),
        (0.4, (40, 104, 200)),
    ):
        canvas.disc((830, 590), 290 * share, canvas.light.on(colour, (0, 0, 1)), 0.93)
    canvas.shade(
        [(560, 540), (1100, 520), (1104, 640), (564, 660)],
        canvas.light.on((46, 112, 208), (0, 0, 1)),
        canvas.light.on((20, 66, 146), (0, 0, 1)),
    )
    _stick(canvas, "AdBlue", 832, 592, (240, 244, 250), 62)
    for _ in range(30):
        canvas.disc(
            (canvas.dice.uniform(460, 1150), canvas.dice.uniform(780, 1100)),
            canvas.dice.uniform(4, 20),
            (236, 240, 242, 130),
        )
    splashes(canvas, 160, (120, 108, 92), 0.4)


def _stick(
    canvas: Canvas,
    text: str,
    u: float,
    v: float,
    colour: tuple[int, int, int] = (230, 232, 232),
    height: float = 40,
) -> None:
    picture = lettering(text, (*colour, 255), 90, 2)
    half = height * picture.width / picture.height / 2
    canvas.stretch(
        picture,
        [
            (u - half, v - height / 2),
            (u + half, v - height / 2),
            (u + half, v + height / 2),
            (u - half, v + height / 2),
        ],
    )
