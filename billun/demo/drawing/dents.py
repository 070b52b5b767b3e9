"""What a knock does: sheet, bars, legs and flaps, bent or torn."""

from itertools import pairwise

from billun.demo.drawing.brief import PhotoBrief
from billun.demo.drawing.canvas import Canvas
from billun.demo.drawing.light import dimmed
from billun.demo.drawing.livery import livery_named
from billun.demo.drawing.metalwork import smooth
from billun.demo.drawing.space import HEIGHT, WIDTH, Pixel
from billun.demo.drawing.surfaces import (
    blob,
    bolt,
    coin,
    crack,
    paint_surface,
    scratches,
    splashes,
)


def dented_metal(canvas: Canvas, brief: PhotoBrief) -> None:
    """Painted sheet with a dent, a scrape down to the metal, and a coin."""
    paint_surface(canvas, livery_named(brief.livery).body, 50)
    canvas.stroke([(0, 240), (WIDTH, 226)], (0, 0, 0, 70), 6)
    for u in range(60, WIDTH, 130):
        canvas.disc((u, 200 - u * 0.008), 10, canvas.light.on((176, 178, 180), (0, 0, 1)))
    canvas.soft(blob(canvas, (800, 650), 360, 0.6, 0.3), (40, 42, 46), 0.6, 70)
    canvas.soft(blob(canvas, (720, 560), 190, 0.5, 0.3), (255, 255, 255), 0.5, 50)
    for _ in range(46):
        v = 640 + canvas.dice.uniform(-90, 90)
        canvas.stroke(
            [
                (430 + canvas.dice.uniform(0, 200), v),
                (1080 + canvas.dice.uniform(-200, 160), v + canvas.dice.uniform(-50, 20)),
            ],
            canvas.light.on((120, 112, 104), (0, 0, 1)),
            canvas.dice.uniform(1, 6),
        )
    crack(canvas, (560, 690), 520, -0.1, (70, 40, 26), 5)
    splashes(canvas, 160, (110, 98, 82), 0.4)
    coin(canvas, (1180, 880), 72)


def bent_bar(canvas: Canvas, _brief: PhotoBrief) -> None:
    """The red and white under-run bar folded in the middle of the frame, paint off at the fold."""
    paint_surface(canvas, (58, 60, 62), 60)
    white = canvas.light.on((222, 222, 216), (0, -1, 0.3))
    red = canvas.light.on((196, 32, 30), (0, -1, 0.3))
    top: list[Pixel] = [(-20, 430), (560, 440), (860, 560), (1100, 760), (1640, 850)]
    depth = 210.0
    canvas.soft(
        [(u, v + 60) for u, v in top] + [(u, v + depth + 90) for u, v in reversed(top)],
        (0, 0, 0),
        0.7,
        30,
    )
    for (u0, v0), (u1, v1) in pairwise(top):
        canvas.shade(
            [(u0, v0), (u1, v1), (u1, v1 + depth), (u0, v0 + depth)],
            dimmed(white, 1.1),
            dimmed(white, 0.62),
        )
        for part in range(4):
            a, b = part / 4, part / 4 + 0.14
            ua, ub = u0 + (u1 - u0) * a, u0 + (u1 - u0) * b
            va, vb = v0 + (v1 - v0) * a, v0 + (v1 - v0) * b
            lean = (u1 - u0) * 0.1
            canvas.shade(
                [
                    (ua, va),
                    (ub, vb),
                    (ub + lean, vb + depth + (v1 - v0) * 0.1),
                    (ua + lean, va + depth + (v1 - v0) * 0.1),
                ],
                red,
                dimmed(red, 0.65),
            )
    canvas.soft([(820, 560), (900, 580), (920, 800), (830, 780)], (18, 14, 12), 0.8, 16)
    for _ in range(30):
        u = canvas.dice.uniform(720, 1000)
        canvas.stroke(
            [(u, 520 + (u - 720) * 0.6), (u + canvas.dice.uniform(20, 120), 640 + (u - 720) * 0.7)],
            canvas.light.on((112, 100, 90), (0, 0, 1)),
            canvas.dice.uniform(1, 6),
        )
    canvas.round_rod((300, 430), (300, 120), 120, (50, 52, 55))
    splashes(canvas, 200, (110, 98, 82), 0.3)
    coin(canvas, (470, 930), 66)


def torn_mudflap(canvas: Canvas, _brief: PhotoBrief) -> None:
    paint_surface(canvas, (136, 136, 134), 60)
    canvas.shade(
        [(0, 0), (WIDTH, 0), (WIDTH, 170), (0, 190)],
        canvas.light.on((90, 92, 96), (0, 0, 1)),
        canvas.light.on((52, 54, 57), (0, 0, 1)),
    )
    flap: list[Pixel] = [
        (330, 150),
        (1270, 140),
        (1280, 560),
        (1120, 600),
        (1010, 560),
        (930, 690),
        (800, 650),
        (720, 830),
        (560, 800),
        (470, 1010),
        (320, 980),
    ]
    canvas.soft([(u + 40, v + 40) for u, v in flap], (0, 0, 0), 0.8, 26)
    canvas.shade(
        flap, canvas.light.on((78, 78, 80), (0, 0, 1)), canvas.light.on((44, 44, 46), (0, 0, 1))
    )
    for rib in range(380, 1250, 80):
        canvas.stroke([(rib, 190), (rib, 540)], (12, 12, 13), 8)
    for place in (420, 640, 860, 1080, 1220):
        bolt(canvas, (place, 180), 22)
    for _ in range(40):
        u = canvas.dice.uniform(480, 1200)
        canvas.stroke(
            [(u, 640 - (u - 800) * 0.3), (u + 14, 720 - (u - 800) * 0.3)], (90, 88, 84), 2
        )
    splashes(canvas, 380, (140, 124, 100), 0.1)
    coin(canvas, (1160, 900), 64)


def bent_leg(canvas: Canvas, _brief: PhotoBrief) -> None:
    """The lower tube of a landing leg, buckled above its foot."""
    paint_surface(canvas, (118, 117, 113), 60)
    canvas.round_rod((740, -40), (760, 420), 270, (104, 108, 112))
    canvas.round_rod((760, 400), (770, 640), 180, (166, 170, 174))
    canvas.round_rod((770, 620), (960, 1010), 180, (160, 164, 168))
    canvas.soft(blob(canvas, (780, 640), 120, 0.5, 0.3), (20, 18, 16), 0.7, 18)
    crack(canvas, (690, 650), 190, -0.1, (92, 46, 24), 8)
    canvas.shade(
        [(760, 990), (1220, 1000), (1270, 1080), (700, 1070)],
        canvas.light.on((120, 122, 124), (0, 0, 1)),
        canvas.light.on((70, 72, 74), (0, 0, 1)),
    )
    canvas.soft([(660, 1080), (1320, 1085), (1320, 1150), (640, 1150)], (0, 0, 0), 0.7, 18)
    for _ in range(14):
        spot = (740 + canvas.dice.uniform(-70, 200), canvas.dice.uniform(500, 960))
        canvas.soft(blob(canvas, spot, canvas.dice.uniform(14, 46)), (124, 64, 30), 0.6, 10)
    coin(canvas, (440, 980), 64)


def bent_lock_bar(canvas: Canvas, brief: PhotoBrief) -> None:
    """A door's locking bar sprung out of its cam."""
    paint_surface(canvas, livery_named(brief.livery).body, 50)
    canvas.stroke([(1160, 0), (1160, HEIGHT)], (20, 20, 22), 20)
    canvas.hose(
        smooth([(560, -40), (570, 300), (690, 560), (720, 700), (600, 940), (585, 1260)]),
        62,
        (178, 182, 186),
    )
    for v in (170, 1040):
        canvas.shade(
            [(480, v - 50), (680, v - 50), (680, v + 50), (480, v + 50)],
            canvas.light.on((120, 124, 128), (0, 0, 1)),
            canvas.light.on((72, 75, 79), (0, 0, 1)),
        )
        for u in (505, 655):
            bolt(canvas, (u, v), 18)
    canvas.hose([(700, 640), (900, 700), (1060, 690)], 46, (96, 98, 102))
    scratches(canvas, 34, (120, 112, 104))
    splashes(canvas, 140, (120, 108, 92), 0.5)
    coin(canvas, (330, 640), 66)
