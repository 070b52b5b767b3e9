"""What is seen from the driver's seat: dashboard, windscreen, mirror, the display of a refrigeration unit."""

from math import cos, pi, sin

from billun.demo.drawing.brief import PhotoBrief
from billun.demo.drawing.canvas import Canvas, lettering
from billun.demo.drawing.light import Colour, dimmed
from billun.demo.drawing.space import HEIGHT, WIDTH, Pixel
from billun.demo.drawing.surfaces import blob, crack, glow, paint_surface, splashes

DARK: Colour = (34, 35, 38)
RED: Colour = (240, 46, 40)
AMBER: Colour = (250, 170, 40)


def dashboard(canvas: Canvas, brief: PhotoBrief) -> None:
    """Two dials, a display between them, and the lamp that worries the driver."""
    paint_surface(canvas, (52, 53, 56), 26, 8)
    hood = [
        (60.0, 1010.0),
        (40, 420),
        (260, 170),
        (800, 120),
        (1340, 170),
        (1560, 420),
        (1540, 1010),
    ]
    canvas.polygon([(u, v + 26) for u, v in hood], (0, 0, 0, 150))
    canvas.shade(hood, (20, 21, 24), (10, 11, 13))
    _dial(canvas, (400, 580), 290, 12, 0.02, "km/h", 120)
    low = brief.category == "brakes"
    _dial(
        canvas,
        (1200, 580),
        290,
        12,
        0.24 if low else 0.66,
        "bar" if low else "x100 r/min",
        12 if low else 24,
    )
    _message(canvas, brief)
    _lamps(canvas, brief)
    _steering_wheel(canvas)


def from_the_seat(canvas: Canvas, brief: PhotoBrief) -> None:
    """Through the windscreen: pillars, dashboard edge, wheel, and what is wrong with the view."""
    trim = canvas.light.on((44, 45, 48), (0, 0, 1))
    if brief.sub_category == "windscreen":
        _impact(canvas, (620, 470), 560)
    if canvas.light.wet:
        splashes(canvas, 420, (226, 234, 240), 0.05)
    if brief.sub_category == "wipers":
        canvas.soft([(560, 800), (940, 240), (1180, 300), (900, 820)], (190, 196, 200), 0.4, 40)
        canvas.stroke([(620, 850), (1010, 300)], (18, 18, 20), 16)
        canvas.hose([(1010, 300), (1060, 420), (1000, 540), (1070, 660)], 15, (40, 40, 42))
    canvas.shade([(0, 0), (WIDTH, 0), (WIDTH, 96), (0, 130)], (24, 25, 28), trim)
    canvas.shade([(0, 0), (150, 0), (70, 860), (0, 900)], dimmed(trim, 1.2), dimmed(trim, 0.7))
    canvas.shade(
        [(WIDTH, 0), (1480, 0), (1545, 860), (WIDTH, 900)], dimmed(trim, 1.2), dimmed(trim, 0.7)
    )
    if brief.sub_category == "mirror_or_camera":
        _mirror(canvas, (1330, 520), 150, 300)
    canvas.shade(
        [(0, 870), (400, 800), (1250, 800), (WIDTH, 870), (WIDTH, HEIGHT), (0, HEIGHT)],
        dimmed(trim, 1.35),
        dimmed(trim, 0.5),
    )
    canvas.polygon([(930, 900), (1330, 880), (1360, 1090), (940, 1110)], (12, 13, 15))
    for key in range(4):
        canvas.polygon(
            [
                (960 + key * 95, 1010),
                (1035 + key * 95, 1005),
                (1040 + key * 95, 1070),
                (962 + key * 95, 1076),
            ],
            dimmed(trim, 1.7),
        )
    _steering_wheel(canvas, (470, 1280), 430)


def mirror_shot(canvas: Canvas, _brief: PhotoBrief) -> None:
    """The whole mirror, its lower glass cracked."""
    canvas.hose([(900, 60), (780, 240), (800, 330)], 60, (48, 50, 54))
    canvas.hose([(920, 1190), (800, 1060), (800, 980)], 60, (48, 50, 54))
    _mirror(canvas, (800, 640), 330, 480)


def windscreen_shot(canvas: Canvas, brief: PhotoBrief) -> None:
    """The windscreen from outside: an impact with its crack, or a wiper that has come apart."""
    rubber = canvas.light.on((28, 29, 31), (0, 0, 1))
    canvas.shade(
        [(0, 0), (WIDTH, 0), (WIDTH, 1010), (0, 960)],
        dimmed(canvas.light.sky_low, 0.6 * canvas.light.background),
        canvas.light.on((38, 46, 54), (0, 0, 1)),
    )
    canvas.polygon([(180, 0), (520, 0), (260, 970), (0, 960), (0, 500)], (255, 255, 255, 28))
    canvas.soft([(820, 560), (1240, 520), (1330, 960), (780, 960)], (16, 18, 20), 0.7, 40)
    canvas.polygon([(0, 960), (WIDTH, 1010), (WIDTH, 1060), (0, 1010)], rubber)
    canvas.shade(
        [(0, 1010), (WIDTH, 1060), (WIDTH, HEIGHT), (0, HEIGHT)],
        canvas.light.on((20, 92, 82), (0, 0, 1)),
        dimmed(canvas.light.on((20, 92, 82), (0, 0, 1)), 0.7),
    )
    canvas.hose([(260, 1100), (420, 960), (900, 780)], 30, (34, 35, 37))
    if brief.sub_category == "wipers":
        canvas.stroke([(560, 910), (1310, 560)], (24, 24, 26), 20)
        canvas.hose(
            [(1310, 560), (1400, 680), (1330, 800), (1420, 930), (1370, 1100)], 18, (46, 46, 48)
        )
        canvas.stroke([(860, 770), (1300, 566)], canvas.light.on((150, 152, 154), (0, 0, 1)), 5)
    else:
        canvas.stroke([(480, 935), (1330, 700)], (20, 20, 22), 22)
        _impact(canvas, (760, 400), 640)


def display_reading(canvas: Canvas, _brief: PhotoBrief) -> None:
    """The control panel of the refrigeration unit: +9.1 where +2 was asked for, and the alarm."""
    paint_surface(canvas, (222, 224, 224), 30, 6)
    canvas.soft([(220, 190), (1400, 190), (1400, 1040), (220, 1040)], (0, 0, 0), 0.5, 30)
    canvas.shade([(210, 170), (1390, 170), (1390, 1010), (210, 1010)], (62, 64, 68), (36, 38, 41))
    canvas.polygon([(270, 230), (1330, 230), (1330, 700), (270, 700)], (8, 12, 12))
    canvas.shade([(290, 250), (1310, 250), (1310, 680), (290, 680)], (24, 44, 40), (12, 28, 26))
    _set(canvas, "+9.1", (255, 92, 60), (640, 420), 230)
    _set(canvas, "°C", (255, 92, 60), (1040, 370), 90)
    _set(canvas, "SET  +2.0", (150, 226, 190), (560, 620), 62)
    _set(canvas, "ALARM A12", (255, 180, 50), (1040, 620), 62)
    glow(canvas, (1230, 320), 110, RED)
    canvas.disc((1230, 320), 30, (255, 120, 110))
    for key, name in enumerate(("I/O", "SET", "UP", "DOWN", "DEF")):
        left = 280 + key * 212
        canvas.shade(
            [(left, 760), (left + 180, 760), (left + 180, 900), (left, 900)],
            (108, 112, 118),
            (72, 75, 80),
        )
        _set(canvas, name, (236, 238, 238), (left + 90, 830), 48)
    _set(canvas, "BLN FRIGO 1850", (190, 194, 198), (800, 960), 34)
    canvas.polygon([(290, 250), (560, 250), (380, 680), (290, 680)], (255, 255, 255, 18))


def _dial(
    canvas: Canvas, centre: Pixel, radius: float, marks: int, value: float, unit: str, top: int
) -> None:
    for share, tone in ((1.0, 92), (0.97, 30), (0.94, 16)):
        canvas.disc(centre, radius * share, (tone, tone, tone + 3))
    for mark in range(marks * 2 + 1):
        angle = pi * 0.78 + pi * 1.44 * mark / (marks * 2)
        inner = 0.78 if mark % 2 == 0 else 0.85
        warn = unit == "bar" and mark < marks
        canvas.stroke(
            [_at(centre, radius * inner, angle), _at(centre, radius * 0.91, angle)],
            RED if warn else (230, 232, 234),
            6 if mark % 2 == 0 else 3,
        )
        if mark % 4 == 0:
            _set(
                canvas,
                str(round(top * mark / marks / 2)),
                (226, 228, 230),
                _at(centre, radius * 0.63, angle),
                32,
            )
    _set(canvas, unit, (150, 154, 158), (centre[0], centre[1] + radius * 0.42), 30)
    angle = pi * 0.78 + pi * 1.44 * value
    canvas.stroke(
        [_at(centre, radius * -0.15, angle), _at(centre, radius * 0.82, angle)], (236, 70, 40), 12
    )
    canvas.disc(centre, radius * 0.12, (44, 45, 48))


def _message(canvas: Canvas, brief: PhotoBrief) -> None:
    text, colour = WARNINGS.get(
        (brief.category, brief.sub_category), WARNINGS.get((brief.category, ""), ("CHECK", AMBER))
    )
    canvas.shade([(705, 400), (895, 400), (895, 820), (705, 820)], (16, 34, 54), (8, 18, 30))
    canvas.polygon([(705, 400), (895, 400), (895, 470), (705, 470)], colour)
    _set(canvas, "!", (16, 16, 18), (800, 436), 48)
    for line, part in enumerate(text.split()):
        _set(canvas, part, (240, 242, 244), (800, 540 + line * 70), 38)
    _set(canvas, "418 206 km", (170, 190, 206), (800, 780), 26)


def _lamps(canvas: Canvas, brief: PhotoBrief) -> None:
    _, colour = WARNINGS.get(
        (brief.category, brief.sub_category), WARNINGS.get((brief.category, ""), ("CHECK", AMBER))
    )
    for place in range(7):
        spot = (530.0 + place * 90, 270.0 + abs(place - 3) * 5)
        lit = place == 3
        if lit:
            glow(canvas, spot, 90, colour)
        tone = colour if lit else (46, 47, 50)
        canvas.polygon(
            [(spot[0], spot[1] - 26), (spot[0] + 30, spot[1] + 24), (spot[0] - 30, spot[1] + 24)],
            tone,
        )
        _set(canvas, "!", (14, 14, 16), (spot[0], spot[1] + 6), 28)


def _steering_wheel(canvas: Canvas, centre: Pixel = (800.0, 1500.0), radius: float = 620) -> None:
    rim = [_at(centre, radius, pi + pi * step / 40) for step in range(41)]
    canvas.stroke([(u + 8, v + 18) for u, v in rim], (0, 0, 0, 120), 74)
    canvas.hose(rim, 70, (42, 43, 46))
    canvas.polygon(
        blob(canvas, (centre[0], centre[1] - radius * 0.1), radius * 0.42, 0.8, 0.05), (30, 31, 34)
    )


def _mirror(canvas: Canvas, centre: Pixel, half: float, tall: float) -> None:
    u, v = centre
    canvas.shade(
        [
            (u - half, v - tall + 40),
            (u - half + 40, v - tall),
            (u + half - 40, v - tall),
            (u + half, v - tall + 40),
            (u + half, v + tall - 40),
            (u + half - 40, v + tall),
            (u - half + 40, v + tall),
            (u - half, v + tall - 40),
        ],
        (58, 60, 64),
        (22, 23, 26),
    )
    inset = half * 0.1
    split = v + tall * 0.3
    for top, bottom in ((v - tall + inset * 1.5, split - 10), (split + 12, v + tall - inset * 1.5)):
        left, right = u - half + inset, u + half - inset
        canvas.shade(
            [(left, top), (right, top), (right, bottom), (left, bottom)],
            dimmed(canvas.light.sky_top, canvas.light.background),
            dimmed(canvas.light.sky_low, canvas.light.background),
        )
        ground = top + (bottom - top) * 0.55
        canvas.shade(
            [(left, ground), (right, ground), (right, bottom), (left, bottom)],
            canvas.light.on((120, 122, 122), (0, 0, 1)),
            canvas.light.on((88, 90, 92), (0, 0, 1)),
        )
        canvas.polygon(
            [
                (left, top + 20),
                (left + half * 0.55, ground - 30),
                (left + half * 0.6, ground + 20),
                (left, bottom),
            ],
            canvas.light.on((22, 88, 80), (0, 0, 1)),
        )
    hit = (u + half * 0.2, split + (v + tall - split) * 0.45)
    for turn in range(9):
        crack(
            canvas,
            hit,
            half * canvas.dice.uniform(0.5, 0.85),
            turn * 0.7,
            (238, 242, 244),
            max(2.0, half / 130),
        )
    canvas.disc(hit, half * 0.05, (20, 22, 24))


def _impact(canvas: Canvas, centre: Pixel, length: float) -> None:
    for turn in range(11):
        crack(canvas, centre, canvas.dice.uniform(40, 90), turn * 0.57, (236, 242, 246), 2)
    for ring in (34, 20, 9):
        canvas.disc(centre, ring, (236, 242, 246, 70))
    canvas.disc(centre, 6, (20, 22, 24))
    crack(canvas, centre, length, 0.12, (240, 246, 250), 4.5)
    crack(canvas, centre, length * 0.35, 3.4, (240, 246, 250), 3.5)


def _set(canvas: Canvas, text: str, colour: Colour, centre: Pixel, height: float) -> None:
    picture = lettering(text, (*colour, 255), 90, 2)
    half = height * picture.width / picture.height / 2
    u, v = centre
    canvas.stretch(
        picture,
        [
            (u - half, v - height / 2),
            (u + half, v - height / 2),
            (u + half, v + height / 2),
            (u - half, v + height / 2),
        ],
    )


def _at(centre: Pixel, radius: float, angle: float) -> Pixel:
    return (centre[0] + radius * cos(angle), centre[1] + radius * sin(angle))


WARNINGS: dict[tuple[str, str], tuple[str, Colour]] = {
    ("brakes", ""): ("AIR BRAKE STOP", RED),
    ("brakes", "service"): ("BRAKE TEMP STOP", RED),
    ("engine", "leak"): ("OIL LEVEL CHECK", AMBER),
    ("engine", "adblue"): ("ADBLUE SYSTEM FAULT", AMBER),
    ("engine", "temperature"): ("COOLANT TEMP STOP", RED),
}
