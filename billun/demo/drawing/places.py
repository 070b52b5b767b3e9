"""What stands behind the vehicle in each place: halls, docks, guard rails, stacks of containers."""

from collections.abc import Callable
from math import sin

from billun.demo.drawing.canvas import Canvas
from billun.demo.drawing.light import Colour, dimmed, mix
from billun.demo.drawing.solids import block
from billun.demo.drawing.space import HEIGHT, WIDTH, Pixel


def _trees(canvas: Canvas, height: float, colour: Colour, haze: float) -> None:
    """A ragged line along the horizon."""
    horizon = canvas.camera.horizon + 4
    tone = mix(canvas.light.on(colour, (0, 0, 1)), canvas.light.sky_low, haze)
    phase, top = canvas.dice.uniform(0, 9), []
    for step in range(0, WIDTH + 9, 8):
        swell = 0.6 + 0.4 * sin(phase + step / 170) * sin(phase + step / 61)
        top.append((float(step), horizon - height * (swell + canvas.dice.uniform(-0.13, 0.13))))
    ends: list[Pixel] = [(WIDTH, horizon + 6), (0, horizon + 6)]
    canvas.polygon(top + ends, tone)


def _mast(canvas: Canvas, x: float, y: float, height: float) -> None:
    canvas.line([(x, y, 0), (x, y, height)], canvas.light.on((130, 132, 136), (1, 0, 0)), 0.16)
    canvas.line(
        [(x, y, height), (x + 1.2, y, height)], canvas.light.on((130, 132, 136), (1, 0, 0)), 0.12
    )


def _away(canvas: Canvas) -> tuple[float, float]:
    """Unit steps on the ground, away from the camera as it looks."""
    ahead = canvas.camera.forward
    return (1.0 if ahead[0] > 0 else -1.0, 1.0 if ahead[1] > 0 else -1.0)


def _building(canvas: Canvas, distance: float, height: float, colour: Colour, doors: bool) -> None:
    _, side = _away(canvas)
    y = side * distance
    block(canvas, (-60, min(y, y + side * 12), 0), (60, max(y, y + side * 12), height), colour)
    for seam in range(-60, 61, 2):
        canvas.patch(
            [(seam, y, 0), (seam + 0.05, y, 0), (seam + 0.05, y, height), (seam, y, height)],
            (0, 0, 0, 26),
        )
    canvas.patch(
        [(-60, y, height - 0.7), (60, y, height - 0.7), (60, y, height), (-60, y, height)],
        (*canvas.light.on((18, 84, 74), (0, -side, 0)), 255),
    )
    if doors:
        for start in range(-40, 40, 5):
            _dock_door(canvas, start + 0.4, y, -side)


def _dock_door(canvas: Canvas, x: float, y: float, side: float) -> None:
    tone = canvas.light.on((206, 208, 206), (0, side, 0))
    dark = canvas.light.on((38, 40, 42), (0, side, 0))
    front = y + side * 0.1
    canvas.patch(
        [(x, front, 0.9), (x + 3.4, front, 0.9), (x + 3.4, front, 4.6), (x, front, 4.6)], dark
    )
    canvas.patch(
        [
            (x + 0.5, front, 1.1),
            (x + 2.9, front, 1.1),
            (x + 2.9, front, 4.0),
            (x + 0.5, front, 4.0),
        ],
        tone,
    )
    for rib in range(1, 6):
        z = 1.1 + rib * 0.48
        canvas.patch(
            [
                (x + 0.5, front, z),
                (x + 2.9, front, z),
                (x + 2.9, front, z + 0.04),
                (x + 0.5, front, z + 0.04),
            ],
            dimmed(tone, 0.8),
        )
    for buffer in (x + 0.1, x + 2.9):
        canvas.patch(
            [
                (buffer, front, 0.7),
                (buffer + 0.35, front, 0.7),
                (buffer + 0.35, front, 1.2),
                (buffer, front, 1.2),
            ],
            (20, 20, 20),
        )


def _stripe(
    canvas: Canvas, x0: float, x1: float, y0: float, y1: float, colour: Colour = (226, 226, 220)
) -> None:
    canvas.patch(
        [(x0, y0, 0), (x1, y0, 0), (x1, y1, 0), (x0, y1, 0)],
        (*canvas.light.on(colour, (0, 0, 1)), 190),
    )


def _yard(canvas: Canvas) -> None:
    _trees(canvas, 60, (62, 82, 58), 0.55)
    _building(canvas, 26, 7.5, (196, 200, 202), doors=False)
    _, side = _away(canvas)
    for bay in range(-5, 6):
        _stripe(canvas, bay * 4.2 + 1.6, bay * 4.2 + 1.72, side * 4, side * 18)
    for place, colour in (
        (-21.0, (216, 218, 220)),
        (-12.0, (30, 92, 82)),
        (13.0, (208, 212, 214)),
        (22.0, (150, 44, 40)),
    ):
        block(
            canvas,
            (place, min(side * 17, side * 23), 1.1),
            (place + 2.6, max(side * 17, side * 23), 4.0),
            colour,
        )
        canvas.patch(
            [
                (place, side * 17, 0),
                (place + 2.6, side * 17, 0),
                (place + 2.6, side * 17, 1.1),
                (place, side * 17, 1.1),
            ],
            (24, 24, 26),
        )
    _mast(canvas, -8, side * 20, 11)


def _dock(canvas: Canvas) -> None:
    _trees(canvas, 40, (62, 82, 58), 0.6)
    _building(canvas, 11, 8.0, (182, 188, 192), doors=True)
    _, side = _away(canvas)
    for place in range(-40, 41, 5):
        _stripe(canvas, place, place + 0.12, side * 3, side * 11, (222, 190, 60))


def _shoulder(canvas: Canvas) -> None:
    _, side = _away(canvas)
    _trees(canvas, 130, (58, 78, 52), 0.4)
    _trees(canvas, 70, (72, 92, 56), 0.15)
    grass = canvas.light.on((92, 108, 62), (0, 0, 1))
    canvas.patch(
        [(-90, side * 3.2, 0), (90, side * 3.2, 0), (90, side * 60, 0), (-90, side * 60, 0)], grass
    )
    _stripe(canvas, -90, 90, side * 2.6, side * 2.8)
    for post in range(-24, 25, 2):
        canvas.line(
            [(post, side * 3.5, 0), (post, side * 3.5, 0.7)],
            canvas.light.on((120, 124, 128), (0, -side, 0)),
            0.1,
        )
    rail = canvas.light.on((176, 182, 188), (0, -side, 0))
    for low, high, tone in ((0.48, 0.58, 0.75), (0.58, 0.68, 1.05), (0.68, 0.78, 0.85)):
        canvas.patch(
            [
                (-90, side * 3.4, low),
                (90, side * 3.4, low),
                (90, side * 3.4, high),
                (-90, side * 3.4, high),
            ],
            dimmed(rail, tone),
        )
    for dash in range(-10, 10):
        _stripe(canvas, dash * 13.0, dash * 13.0 + 3.0, -side * 5.0, -side * 5.2)


def _rest_area(canvas: Canvas) -> None:
    _, side = _away(canvas)
    _trees(canvas, 110, (52, 74, 50), 0.35)
    _trees(canvas, 62, (60, 84, 52), 0.15)
    for bay in range(-40, 41, 4):
        _stripe(canvas, bay, bay + 0.14, side * 3, side * 20)
    for place, colour in ((-20.0, (190, 60, 40)), (-4.0, (222, 224, 224)), (16.0, (40, 70, 130))):
        block(
            canvas,
            (place, min(side * 13, side * 22), 0.9),
            (place + 2.5, max(side * 13, side * 22), 3.9),
            colour,
        )
    _mast(canvas, 10, side * 14, 9)
    _mast(canvas, -14, side * 14, 9)


def _street(canvas: Canvas) -> None:
    _, side = _away(canvas)
    _trees(canvas, 60, (66, 84, 60), 0.5)
    place = -48.0
    while place < 48:
        width, height = canvas.dice.uniform(6, 10), canvas.dice.uniform(6.5, 11)
        colour = canvas.dice.choice(
            [(206, 196, 178), (190, 176, 160), (214, 210, 200), (172, 140, 120)]
        )
        _house(canvas, place, place + width, side * 9, side, height, colour)
        place += width
    kerb = canvas.light.on((168, 166, 160), (0, 0, 1))
    canvas.patch(
        [(-60, side * 4, 0.0), (60, side * 4, 0.0), (60, side * 9, 0.0), (-60, side * 9, 0.0)], kerb
    )
    _stripe(canvas, -60, 60, side * 3.85, side * 4.0, (190, 188, 182))


def _house(
    canvas: Canvas, x0: float, x1: float, y: float, side: float, height: float, colour: Colour
) -> None:
    block(canvas, (x0, min(y, y + side * 8), 0), (x1, max(y, y + side * 8), height), colour)
    glass = canvas.light.on((70, 84, 98), (0, -side, 0))
    storeys = int(height // 3)
    for storey in range(storeys):
        for window in range(int((x1 - x0) // 2)):
            x, z = x0 + 0.6 + window * 2.0, 0.9 + storey * 3.0
            canvas.patch(
                [(x, y, z), (x + 1.0, y, z), (x + 1.0, y, z + 1.5), (x, y, z + 1.5)], glass
            )


def _port(canvas: Canvas) -> None:
    _, side = _away(canvas)
    colours: list[Colour] = [
        (150, 52, 40),
        (32, 78, 130),
        (60, 112, 84),
        (196, 120, 40),
        (176, 176, 170),
        (120, 40, 60),
    ]
    for tier in range(3):
        for stack in range(-5, 5):
            if tier == 2 and canvas.dice.random() < 0.4:
                continue
            x, z, colour = stack * 6.3, tier * 2.6, canvas.dice.choice(colours)
            near, far = side * 15, side * 17.4
            block(canvas, (x, min(near, far), z), (x + 6.1, max(near, far), z + 2.55), colour)
            for rib in range(1, 20):
                at = x + rib * 0.3
                canvas.patch(
                    [
                        (at, near, z + 0.15),
                        (at + 0.09, near, z + 0.15),
                        (at + 0.09, near, z + 2.4),
                        (at, near, z + 2.4),
                    ],
                    (0, 0, 0, 46),
                )
    _mast(canvas, 18, side * 14, 14)
    _stripe(canvas, -60, 60, side * 6.0, side * 6.2, (222, 190, 60))


def _quarry(canvas: Canvas) -> None:
    _trees(canvas, 150, (188, 168, 138), 0.4)
    _trees(canvas, 80, (168, 142, 108), 0.1)
    for _ in range(260):
        u = canvas.dice.uniform(0, WIDTH)
        deep = canvas.dice.random() ** 1.6
        v = canvas.camera.horizon + 20 + deep * (HEIGHT - canvas.camera.horizon)
        tone = canvas.light.on(dimmed((150, 130, 102), canvas.dice.uniform(0.7, 1.2)), (0, 0, 1))
        canvas.disc((u, v), 2 + 9 * deep * canvas.dice.random(), tone, 0.55)


def _warehouse(canvas: Canvas) -> None:
    _, side = _away(canvas)
    orange, blue = (
        canvas.light.on((214, 112, 40), (0, -side, 0)),
        canvas.light.on((40, 76, 140), (0, -side, 0)),
    )
    near = side * 9
    canvas.patch(
        [(-40, near + side, 0), (40, near + side, 0), (40, near + side, 9), (-40, near + side, 9)],
        canvas.light.on((88, 88, 84), (0, -side, 0)),
    )
    for level in range(4):
        z = 0.15 + level * 2.1
        for pallet in range(-24, 24):
            height, tone = (
                canvas.dice.uniform(0.9, 1.6),
                canvas.dice.choice(
                    [(178, 150, 110), (196, 190, 180), (150, 120, 84), (120, 140, 160)]
                ),
            )
            x = pallet * 1.35
            canvas.patch(
                [
                    (x, near, z),
                    (x + 1.2, near, z),
                    (x + 1.2, near, z + height),
                    (x, near, z + height),
                ],
                canvas.light.on(tone, (0, -side, 0)),
            )
        canvas.patch(
            [(-40, near, z - 0.16), (40, near, z - 0.16), (40, near, z), (-40, near, z)], orange
        )
    for upright in range(-12, 13):
        x = upright * 2.8
        canvas.patch([(x, near, 0), (x + 0.12, near, 0), (x + 0.12, near, 9), (x, near, 9)], blue)
    _stripe(canvas, -40, 40, side * 5, side * 5.15, (230, 196, 40))


def _workshop(canvas: Canvas) -> None:
    _, side = _away(canvas)
    near = side * 8
    wall = canvas.light.on((206, 210, 210), (0, -side, 0))
    canvas.patch([(-40, near, 0), (40, near, 0), (40, near, 6), (-40, near, 6)], wall)
    canvas.patch(
        [(-40, near, 0), (40, near, 0), (40, near, 1.3), (-40, near, 1.3)],
        canvas.light.on((40, 92, 84), (0, -side, 0)),
    )
    for bench in range(-6, 6):
        x = bench * 4.0
        block(
            canvas,
            (x, min(near, near - side * 0.8), 0),
            (x + 1.8, max(near, near - side * 0.8), 1.0 + 0.6 * (bench % 2)),
            (168, 44, 38),
        )
    _stripe(canvas, -40, 40, side * 4, side * 4.15, (230, 196, 40))


BEHIND: dict[str, Callable[[Canvas], None]] = {
    "yard": _yard,
    "shoulder": _shoulder,
    "dock": _dock,
    "rest_area": _rest_area,
    "street": _street,
    "port": _port,
    "quarry": _quarry,
    "warehouse": _warehouse,
    "workshop": _workshop,
}


def stand_behind(canvas: Canvas, scene: str) -> None:
    """Draw what belongs to the scene; a yard where it is not known."""
    BEHIND.get(scene, _yard)(canvas)
