"""Parts seen from close by: hoses, couplings, springs, straps."""

from itertools import pairwise
from math import cos, pi, sin

from billun.demo.drawing.brief import PhotoBrief
from billun.demo.drawing.canvas import Canvas
from billun.demo.drawing.light import Colour, dimmed
from billun.demo.drawing.space import WIDTH, Pixel
from billun.demo.drawing.surfaces import (
    blob,
    bolt,
    coin,
    crack,
    paint_surface,
    puddle,
    scratches,
    splashes,
)

OIL = (24, 18, 12)


def coupling_heads(canvas: Canvas, _brief: PhotoBrief) -> None:
    """Red and yellow air lines on the front wall; the yellow one blows at its head."""
    paint_surface(canvas, (196, 198, 198), 60)
    canvas.shade(
        [(120, 520), (1480, 520), (1480, 700), (120, 700)],
        canvas.light.on((72, 74, 78), (0, 0, 1)),
        canvas.light.on((40, 42, 45), (0, 0, 1)),
    )
    for u in (170, 1430):
        bolt(canvas, (u, 610), 22)
    for centre, colour in ((380, (196, 34, 30)), (800, (228, 192, 36)), (1200, (42, 44, 48))):
        _coil(canvas, centre, colour)
        _palm(canvas, (centre, 600), colour)
    for _ in range(60):
        turn, reach = canvas.dice.uniform(-2.5, -0.4), canvas.dice.uniform(60, 330)
        start = (800 + 90 * cos(turn), 590 + 90 * sin(turn))
        canvas.stroke(
            [start, (start[0] + reach * cos(turn), start[1] + reach * sin(turn))],
            (250, 250, 250, 60),
            4,
        )
    canvas.soft(blob(canvas, (880, 400), 190, 0.8, 0.4), (246, 248, 248), 0.55, 60)
    crack(canvas, (740, 560), 120, 0.6, (30, 26, 10), 5)


def hydraulic_hose(canvas: Canvas, _brief: PhotoBrief) -> None:
    """A ram and its hose, the sheath torn so that the wire shows, oil running down."""
    paint_surface(canvas, (92, 94, 98), 70)
    canvas.round_rod((1180, -40), (1180, 820), 250, (176, 40, 34))
    canvas.round_rod((1180, 800), (1180, 1260), 140, (214, 218, 222))
    canvas.round_rod((1030, 810), (1330, 810), 70, (150, 36, 32))
    way: list[Pixel] = [
        (80, -30),
        (220, 240),
        (520, 420),
        (700, 560),
        (760, 760),
        (930, 870),
        (1090, 780),
    ]
    canvas.soft(
        [(u + 40, v + 50) for u, v in way] + [(u, v + 100) for u, v in reversed(way)],
        (0, 0, 0),
        0.5,
        26,
    )
    canvas.hose(smooth(way), 92, (44, 44, 47))
    canvas.round_rod((1010, 830), (1110, 765), 112, (186, 178, 150))
    _bare_wire(canvas, (640, 505), 0.75)
    for drop in range(7):
        u = 560 + drop * 45 + canvas.dice.uniform(-16, 16)
        canvas.hose(
            [(u, 560 + drop * 12), (u + 6, 760 + canvas.dice.uniform(0, 380))],
            canvas.dice.uniform(10, 26),
            OIL,
        )
    canvas.soft(blob(canvas, (690, 900), 260, 1.0, 0.4), OIL, 0.55, 50)
    coin(canvas, (330, 820), 60)


def oily_cylinder(canvas: Canvas, _brief: PhotoBrief) -> None:
    """The rod of a tail lift with oil beneath its seal."""
    paint_surface(canvas, (70, 72, 76), 60)
    canvas.round_rod((-60, 300), (900, 560), 230, (40, 42, 46))
    canvas.round_rod((860, 548), (1680, 770), 120, (208, 212, 216))
    canvas.round_rod((840, 470), (780, 640), 96, (96, 98, 102))
    for drop in range(9):
        u = 720 + drop * 42
        canvas.hose(
            [(u, 610 + drop * 11), (u + 4, 780 + canvas.dice.uniform(20, 340))],
            canvas.dice.uniform(8, 22),
            OIL,
        )
    canvas.soft(blob(canvas, (860, 680), 210, 0.7, 0.4), OIL, 0.7, 30)
    canvas.stroke([(900, 520), (1500, 680)], (255, 255, 255, 120), 8)
    coin(canvas, (1240, 980), 62)


def burst_airbag(canvas: Canvas, _brief: PhotoBrief) -> None:
    """An air spring that has slumped, with a split in its fold."""
    paint_surface(canvas, (98, 101, 105), 80)
    canvas.shade(
        [(0, 130), (WIDTH, 100), (WIDTH, 300), (0, 320)],
        canvas.light.on((96, 98, 102), (0, -1, 0.5)),
        canvas.light.on((46, 48, 51), (0, -1, 0)),
    )
    canvas.shade(
        [(0, 930), (WIDTH, 980), (WIDTH, 1120), (0, 1090)],
        canvas.light.on((90, 92, 96), (0, -1, 0.5)),
        canvas.light.on((40, 42, 45), (0, -1, 0)),
    )
    for share in range(24):
        tone = 0.5 + 0.9 * sin(pi * share / 24)
        half = 470 - abs(share - 13) ** 1.7 * 3.2
        v = 300 + share * 26
        canvas.shade(
            [(800 - half, v), (800 + half, v), (800 + half, v + 28), (800 - half, v + 28)],
            dimmed(canvas.light.on((74, 74, 77), (0, -0.6, 0.6)), tone),
            dimmed(canvas.light.on((74, 74, 77), (0, -0.6, 0.6)), tone * 0.9),
        )
    for u in (470, 1130):
        canvas.soft(
            [(u - 60, 310), (u + 60, 310), (u + 60, 920), (u - 60, 920)], (4, 4, 5), 0.5, 50
        )
    canvas.polygon(blob(canvas, (830, 640), 210, 0.2, 0.4), (104, 100, 92))
    canvas.polygon(blob(canvas, (834, 645), 180, 0.15, 0.4), (5, 5, 6))
    canvas.round_rod((800, 920), (800, 1000), 420, (92, 94, 98))
    for u in (560, 1040):
        bolt(canvas, (u, 250), 34)
    splashes(canvas, 300, (130, 116, 96), 0.3)
    coin(canvas, (1130, 1050), 58)


def frayed_strap(canvas: Canvas, _brief: PhotoBrief) -> None:
    """An orange strap cut half through over a steel edge, and a twisted ratchet."""
    paint_surface(canvas, (142, 146, 152), 50)
    canvas.shade(
        [(0, 0), (WIDTH, 0), (WIDTH, 420), (0, 500)],
        canvas.light.on((176, 180, 186), (0, 0, 1)),
        canvas.light.on((140, 144, 150), (0, 0, 1)),
    )
    canvas.stroke([(0, 500), (WIDTH, 420)], (232, 234, 236), 7)
    strap = canvas.light.on((232, 132, 26), (0, 0, 1))
    canvas.soft([(520, 0), (840, 0), (960, 1200), (600, 1200)], (0, 0, 0), 0.5, 26)
    canvas.shade(
        [(500, -10), (780, -10), (800, 450), (640, 480), (600, 440), (510, 470)],
        dimmed(strap, 1.12),
        dimmed(strap, 0.9),
    )
    canvas.shade(
        [(640, 500), (806, 470), (850, 1210), (580, 1210), (560, 560)], strap, dimmed(strap, 0.7)
    )
    for line in (545, 640, 735):
        canvas.stroke([(line, -10), (line + 16, 430)], dimmed(strap, 0.72), 6)
        canvas.stroke([(line + 26, 560), (line + 60, 1210)], dimmed(strap, 0.6), 6)
    for _ in range(90):
        u = canvas.dice.uniform(505, 650)
        v = canvas.dice.choice((460.0, 540.0)) + canvas.dice.uniform(-14, 14)
        canvas.stroke(
            [(u, v), (u + canvas.dice.uniform(-34, 34), v + canvas.dice.uniform(-50, 60))],
            dimmed(strap, canvas.dice.uniform(0.7, 1.4)),
            2.2,
        )
    canvas.round_rod((930, 880), (1420, 1010), 120, (168, 172, 176))
    canvas.round_rod((1010, 760), (1330, 1130), 44, (128, 132, 136))
    for u, v in ((1000, 900), (1200, 950), (1370, 1000)):
        bolt(canvas, (u, v), 30)
    coin(canvas, (330, 760), 70)


def fifth_wheel_jaws(canvas: Canvas, _brief: PhotoBrief) -> None:
    """The greasy plate from above and behind; the jaw stands open and its lever has stayed out."""
    paint_surface(canvas, (66, 64, 60), 70)
    plate = [
        (170.0, 190.0),
        (1430, 190),
        (1520, 640),
        (1160, 1130),
        (960, 1130),
        (900, 690),
        (700, 690),
        (640, 1130),
        (440, 1130),
        (80, 640),
    ]
    canvas.soft([(u + 20, v + 40) for u, v in plate], (0, 0, 0), 0.8, 26)
    canvas.polygon([(u + 8, v + 26) for u, v in plate], (16, 16, 17))
    steel = canvas.light.on((112, 108, 102), (0, 0, 1))
    canvas.shade(plate, dimmed(steel, 1.25), dimmed(steel, 0.8))
    for _ in range(16):
        spot = (canvas.dice.uniform(220, 1400), canvas.dice.uniform(230, 640))
        canvas.soft(
            blob(canvas, spot, canvas.dice.uniform(50, 150), 0.5, 0.5), (22, 18, 14), 0.75, 16
        )
    canvas.disc((800, 590), 170, (10, 10, 11))
    canvas.polygon([(640, 590), (960, 590), (910, 760), (690, 760)], (12, 12, 13))
    canvas.round_rod((690, 520), (610, 700), 66, (150, 146, 138))
    canvas.disc((800, 590), 120, (22, 21, 20))
    canvas.round_rod((1250, 860), (1640, 790), 46, (196, 160, 40))
    canvas.stroke([(1180, 870), (1330, 845)], (226, 40, 34), 40)
    for u, v in ((300, 300), (1300, 300), (520, 950), (1080, 950)):
        bolt(canvas, (u, v), 30)
    scratches(canvas, 50, (190, 186, 178))


def dripping_engine(canvas: Canvas, _brief: PhotoBrief) -> None:
    """Under the engine: the sump, a drop hanging, and the puddle below."""
    paint_surface(canvas, (112, 111, 108), 60)
    canvas.shade([(0, 0), (WIDTH, 0), (WIDTH, 330), (0, 300)], (16, 17, 18), (36, 37, 39))
    canvas.shade(
        [(260, 0), (1340, 0), (1240, 400), (370, 410)],
        canvas.light.on((84, 86, 88), (0, -1, 0)),
        canvas.light.on((36, 37, 38), (0, -1, 0)),
    )
    for u in range(330, 1330, 120):
        bolt(canvas, (u, 120), 22, (110, 112, 112))
    for u in (620, 760, 800, 980):
        canvas.hose([(u, 250), (u + 5, 420 + canvas.dice.uniform(-20, 50))], 16, OIL)
    canvas.disc((806, 520), 12, OIL, 1.4)
    puddle(canvas, (800, 900), 420)
    canvas.hose([(120, 1210), (330, 1010), (400, 1000)], 90, (40, 60, 66))


def _coil(canvas: Canvas, centre: float, colour: Colour) -> None:
    turns = 9
    for turn in range(turns):
        v = 770 + turn * 52
        canvas.hose(
            [(centre - 90, v), (centre - 40, v + 22), (centre + 40, v + 30), (centre + 90, v + 14)],
            34,
            canvas.light.on(colour, (0, 0, 1)),
        )


def _palm(canvas: Canvas, centre: Pixel, colour: Colour) -> None:
    u, v = centre
    canvas.soft(blob(canvas, (u + 14, v + 24), 120, 1, 0.05), (0, 0, 0), 0.6, 18)
    canvas.disc(centre, 108, dimmed(canvas.light.on((120, 124, 126), (0, 0, 1)), 0.7))
    canvas.disc(centre, 98, canvas.light.on((160, 163, 165), (0, 0, 1)))
    canvas.shade(
        [(u - 62, v - 120), (u + 62, v - 120), (u + 72, v + 60), (u - 72, v + 60)],
        dimmed(canvas.light.on(colour, (0, 0, 1)), 1.15),
        dimmed(canvas.light.on(colour, (0, 0, 1)), 0.75),
    )
    canvas.round_rod((u, v + 40), (u, v + 160), 64, (150, 146, 132))
    bolt(canvas, (u, v - 40), 24)


def _bare_wire(canvas: Canvas, centre: Pixel, turn: float) -> None:
    along, across = (cos(turn), sin(turn)), (-sin(turn), cos(turn))
    for place in range(-26, 27):
        middle = (centre[0] + along[0] * place * 5, centre[1] + along[1] * place * 5)
        half = 40 * (1 - (place / 30) ** 2)
        tone = canvas.light.on((170, 166, 156), (0, 0, 1)) if place % 2 else (52, 48, 44)
        canvas.stroke(
            [
                (
                    middle[0] - across[0] * half + along[0] * 14,
                    middle[1] - across[1] * half + along[1] * 14,
                ),
                (middle[0] + across[0] * half, middle[1] + across[1] * half),
            ],
            tone,
            4,
        )


def smooth(way: list[Pixel], rounds: int = 3) -> list[Pixel]:
    """The same way with its corners cut, so that a hose bends instead of breaking."""
    for _ in range(rounds):
        cut = [way[0]]
        for (u0, v0), (u1, v1) in pairwise(way):
            cut += [
                (u0 * 0.75 + u1 * 0.25, v0 * 0.75 + v1 * 0.25),
                (u0 * 0.25 + u1 * 0.75, v0 * 0.25 + v1 * 0.75),
            ]
        way = [*cut, way[-1]]
    return way
