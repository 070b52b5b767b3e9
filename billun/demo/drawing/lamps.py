"""Headlamps and rear lamps from close by, with their lenses broken."""

from billun.demo.drawing.brief import PhotoBrief
from billun.demo.drawing.canvas import Canvas
from billun.demo.drawing.light import Colour, dimmed
from billun.demo.drawing.livery import livery_named
from billun.demo.drawing.space import WIDTH
from billun.demo.drawing.surfaces import blob, bolt, coin, crack, glow, paint_surface, splashes


def broken_headlamp(canvas: Canvas, brief: PhotoBrief) -> None:
    paint_surface(canvas, livery_named(brief.livery).cab, 40)
    outline = [
        (170.0, 430.0),
        (520, 270),
        (1380, 330),
        (1450, 640),
        (1330, 900),
        (420, 930),
        (200, 760),
    ]
    canvas.soft([(u + 10, v + 26) for u, v in outline], (0, 0, 0), 0.7, 22)
    canvas.shade(outline, (96, 102, 108), (32, 35, 39))
    for centre, lit in (((520.0, 600.0), False), ((980.0, 610.0), False)):
        for share, tone in (
            (1.0, 60),
            (0.94, 190),
            (0.86, 120),
            (0.74, 206),
            (0.5, 150),
            (0.4, 84),
            (0.3, 226 if lit else 168),
            (0.14, 60),
        ):
            canvas.disc(
                centre, 195 * share, canvas.light.on((tone, tone, min(255, tone + 6)), (0, 0, 1))
            )
    canvas.polygon(
        [(1200, 420), (1400, 430), (1410, 640), (1310, 830), (1220, 820)],
        canvas.light.on((228, 134, 40), (0, 0, 1)),
    )
    canvas.polygon(
        [(300, 460), (620, 330), (820, 345), (400, 820), (290, 740)], (255, 255, 255, 46)
    )
    hit = (600.0, 560.0)
    for turn in range(8):
        crack(canvas, hit, canvas.dice.uniform(150, 360), turn * 0.8, (240, 244, 246), 4)
    canvas.polygon(blob(canvas, hit, 62, 0.9, 0.6, 11), (12, 13, 15))
    splashes(canvas, 260, (96, 88, 74), 0.1)
    coin(canvas, (1240, 1040), 62)


def broken_rear_lamp(canvas: Canvas, _brief: PhotoBrief) -> None:
    paint_surface(canvas, (60, 62, 65), 60)
    canvas.soft([(150, 330), (1460, 330), (1460, 900), (150, 900)], (0, 0, 0), 0.7, 26)
    canvas.shade([(140, 310), (1460, 310), (1460, 880), (140, 880)], (40, 41, 44), (18, 19, 21))
    chambers: list[tuple[int, int, Colour]] = [
        (170, 590, (186, 20, 24)),
        (600, 1000, (226, 128, 28)),
        (1010, 1430, (172, 16, 22)),
    ]
    for left, right, colour in chambers:
        lit = canvas.light.on(colour, (0, 0, 1))
        canvas.shade(
            [(left, 340), (right, 340), (right, 850), (left, 850)],
            dimmed(lit, 1.25),
            dimmed(lit, 0.7),
        )
        for rib in range(left + 20, right, 28):
            canvas.stroke([(rib, 345), (rib, 845)], dimmed(lit, 0.82), 5)
        for row in range(380, 850, 34):
            canvas.stroke([(left, row), (right, row)], dimmed(lit, 1.15), 3)
    hole = blob(canvas, (380, 590), 150, 1.0, 0.6, 13)
    canvas.polygon(hole, (196, 196, 190))
    canvas.polygon([(u * 0.92 + 34, v * 0.92 + 52) for u, v in hole], (30, 30, 32))
    canvas.disc((390, 600), 44, canvas.light.on((200, 202, 204), (0, 0, 1)))
    canvas.disc((390, 592), 24, (92, 88, 80))
    for turn in range(7):
        crack(canvas, (380, 590), canvas.dice.uniform(160, 300), turn * 0.9, (250, 190, 190), 3)
    canvas.polygon([(200, 360), (560, 360), (420, 500), (190, 560)], (255, 255, 255, 34))
    if canvas.light.flash:
        glow(canvas, (1220, 560), 210, (255, 60, 50), 0.6)
    for u in (160, 1440):
        bolt(canvas, (u, 596), 16)
    splashes(canvas, 220, (100, 92, 78), 0.2)
    coin(canvas, (1120, 1020), 64)


def unit_alarm(canvas: Canvas, _brief: PhotoBrief) -> None:
    """The front of the refrigeration unit: grille, its fan standing still, the alarm lamp lit."""
    paint_surface(canvas, (222, 225, 227), 36)
    canvas.soft([(150, 210), (1290, 210), (1290, 1060), (150, 1060)], (0, 0, 0), 0.5, 22)
    canvas.shade([(140, 190), (1270, 190), (1270, 1040), (140, 1040)], (56, 58, 62), (26, 27, 30))
    centre = (700.0, 615.0)
    for share, tone in ((1.0, 18), (0.95, 40), (0.9, 12)):
        canvas.disc(centre, 400 * share, (tone, tone, tone + 2))
    for blade in range(5):
        tip = blob(
            canvas, (centre[0] + 200 * COS[blade], centre[1] + 200 * SIN[blade]), 150, 0.7, 0.1
        )
        canvas.polygon(tip, (70, 72, 76))
    canvas.disc(centre, 90, (52, 54, 58))
    for slat in range(200, 1040, 44):
        canvas.shade(
            [(140, slat), (1270, slat), (1270, slat + 14), (140, slat + 14)],
            canvas.light.on((176, 180, 184), (0, 0, 1)),
            canvas.light.on((96, 100, 104), (0, 0, 1)),
        )
    canvas.shade([(1330, 300), (1540, 300), (1540, 620), (1330, 620)], (60, 62, 66), (34, 35, 38))
    glow(canvas, (1435, 390), 130, (255, 50, 40))
    canvas.disc((1435, 390), 44, (255, 120, 108))
    canvas.disc((1435, 530), 36, (40, 66, 44))
    canvas.shade(
        [(0, 60), (WIDTH, 60), (WIDTH, 110), (0, 110)],
        canvas.light.on((30, 90, 160), (0, 0, 1)),
        canvas.light.on((24, 70, 130), (0, 0, 1)),
    )


COS = (1.0, 0.31, -0.81, -0.81, 0.31)
SIN = (0.0, 0.95, 0.59, -0.59, -0.95)
