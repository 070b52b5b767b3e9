"""Tractor units, rigid trucks and vans. The front bumper stands at x = 0; the vehicle stretches to -x."""

from itertools import pairwise

from billun.demo.drawing.bodywork import (
    edge_trim,
    hang_plate,
    name_on_side,
    nearest_side,
    pane,
    rear_bar,
    rear_doors,
    stripe_on_side,
)
from billun.demo.drawing.canvas import Canvas
from billun.demo.drawing.light import Colour
from billun.demo.drawing.livery import Livery
from billun.demo.drawing.marks import word
from billun.demo.drawing.solids import (
    CHASSIS,
    STEEL,
    block,
    front_panel,
    mudguard,
    profile,
    side_panel,
    wheel,
)
from billun.demo.drawing.space import Point

CAB = [
    (-2.25, 1.0),
    (-1.98, 0.95),
    (-1.9, 0.62),
    (-1.75, 0.42),
    (-0.1, 0.34),
    (0.0, 0.42),
    (0.02, 1.0),
    (0.0, 1.75),
    (-0.36, 2.85),
    (-0.5, 3.15),
    (-0.95, 3.72),
    (-2.1, 3.82),
    (-2.25, 3.7),
]
LOW_CAB = [
    (-1.75, 0.9),
    (-1.6, 0.6),
    (-0.1, 0.36),
    (0.0, 0.45),
    (0.02, 0.95),
    (0.0, 1.45),
    (-0.42, 2.5),
    (-0.65, 2.72),
    (-1.7, 2.75),
    (-1.75, 2.6),
]


def draw_tractor(canvas: Canvas, livery: Livery, plate: str | None, lit: bool = True) -> None:
    near = nearest_side(canvas)
    for x in (-1.42, -5.1):
        wheel(canvas, x, -near, 0.52, dished=x < -2)
    _frame(canvas, -6.1, -2.2)
    _saddle(canvas)
    if canvas.camera.eye[0] < -3:
        _cab(canvas, livery, plate, lit)
        _behind_cab(canvas, near)
        _drive_axle(canvas, near)
    else:
        _drive_axle(canvas, near)
        _behind_cab(canvas, near)
        _cab(canvas, livery, plate, lit)


def _drive_axle(canvas: Canvas, near: int) -> None:
    mudguard(canvas, -5.1, near)
    wheel(canvas, -5.1, near, 0.52)


def _cab(canvas: Canvas, livery: Livery, plate: str | None, lit: bool) -> None:
    near = nearest_side(canvas)
    profile(canvas, CAB, 1.24, livery.cab, 0.2)
    _side(canvas, livery, near)
    wheel(canvas, -1.42, near, 0.52, dished=False)
    _front(canvas, livery, plate, lit)
    _mirror(canvas, near)


def draw_rigid(
    canvas: Canvas, livery: Livery, plate: str | None, body: Colour, lit: bool = True
) -> None:
    """A lorry of 16 t with a box; its rear end stands at x = -8.6."""
    near = nearest_side(canvas)
    for x in (-1.25, -6.4):
        wheel(canvas, x, -near, 0.48, 1.2, dished=x < -2)
    _frame(canvas, -8.5, -1.6)
    rear_view = canvas.camera.eye[0] < -5
    if rear_view:
        _low_cab(canvas, livery, plate, lit)
    wheel(canvas, -6.4, near, 0.48, 1.2)
    block(canvas, (-8.6, -1.25, 1.0), (-1.95, 1.25, 3.5), body)
    edge_trim(canvas, -8.6, -1.95, near * 1.25, 1.0, 3.5)
    name_on_side(canvas, livery, (-7.6, -3.2), near * 1.251, 2.0, livery.on_body)
    stripe_on_side(canvas, livery, -8.6, -1.95, near * 1.251)
    block(canvas, (-5.7, near * 1.05 - 0.1, 0.45), (-2.4, near * 1.05 + 0.1, 0.9), (96, 100, 104))
    if not rear_view:
        _low_cab(canvas, livery, plate, lit)
    wheel(canvas, -1.25, near, 0.48, 1.2, dished=False)
    if rear_view:
        rear_doors(canvas, -8.6, 1.0, 3.5, body)
        rear_bar(canvas, -8.6, plate)


def _low_cab(canvas: Canvas, livery: Livery, plate: str | None, lit: bool) -> None:
    near = nearest_side(canvas)
    profile(canvas, LOW_CAB, 1.15, livery.cab, 0.2)
    screen = [(-0.05, 1.0, 1.5), (-0.05, -1.0, 1.5), (-0.41, -0.95, 2.44), (-0.41, 0.95, 2.44)]
    if canvas.camera.eye[0] > 0:
        pane(canvas, [(x + 0.02, y, z) for x, y, z in screen])
        _grille(canvas, 0.03, 0.85, 0.8, 1.3)
        _headlamps(canvas, 0.03, 0.62, lit, 1.0)
        hang_plate(canvas, plate, 0.06, 0.5)
    pane(
        canvas,
        [
            (-1.35, near * 1.16, 1.5),
            (-0.35, near * 1.16, 1.5),
            (-0.62, near * 1.16, 2.35),
            (-1.35, near * 1.16, 2.35),
        ],
    )
    _mirror(canvas, near, x=-0.2, z=1.6, reach=1.15)


def draw_van(canvas: Canvas, livery: Livery, plate: str | None) -> None:
    near = nearest_side(canvas)
    outline = [
        (-6.1, 0.4),
        (-0.15, 0.32),
        (0.0, 0.5),
        (-0.02, 0.95),
        (-0.2, 1.2),
        (-1.0, 1.38),
        (-1.75, 2.3),
        (-2.2, 2.48),
        (-6.05, 2.5),
        (-6.12, 2.2),
    ]
    for x in (-1.15, -4.75):
        wheel(canvas, x, -near, 0.36, 1.0, 0.24, dished=False)
    profile(canvas, outline, 1.02, livery.body, 0.16)
    if canvas.camera.eye[0] > 0:
        pane(
            canvas,
            [(-1.02, 0.86, 1.4), (-1.02, -0.86, 1.4), (-1.74, -0.8, 2.24), (-1.74, 0.8, 2.24)],
        )
        _grille(canvas, 0.02, 0.55, 0.6, 0.9)
        for side in (-1, 1):
            canvas.patch(
                [
                    (-0.02, side * 0.6, 0.86),
                    (-0.02, side * 0.95, 0.9),
                    (-0.14, side * 0.98, 1.12),
                    (-0.1, side * 0.66, 1.05),
                ],
                (236, 240, 244),
            )
        hang_plate(canvas, plate, 0.03, 0.44)
    y = near * 1.025
    pane(canvas, [(-2.5, y, 1.42), (-1.15, y, 1.42), (-1.82, y, 2.2), (-2.5, y, 2.25)])
    for seam in (-2.62, -3.9, -1.2):
        canvas.line([(seam, y, 0.5), (seam, y, 2.3)], (0, 0, 0, 90), 0.02)
    stripe_on_side(canvas, livery, -6.0, -0.9, y, 1.1, 1.25)
    name_on_side(canvas, livery, (-5.6, -2.8), y, 1.55, livery.on_body)
    canvas.patch(side_panel(-6.1, -0.2, y, 0.4, 0.62), (38, 40, 44))
    _mirror(canvas, near, x=-1.3, z=1.4, reach=1.02, height=0.4)
    for x in (-1.15, -4.75):
        wheel(canvas, x, near, 0.36, 1.04, 0.2, dished=False)
    if canvas.camera.eye[0] < -3:
        pane(
            canvas,
            [(-6.13, -0.85, 1.5), (-6.13, -0.06, 1.5), (-6.12, -0.06, 2.2), (-6.12, -0.8, 2.2)],
        )
        pane(
            canvas, [(-6.13, 0.06, 1.5), (-6.13, 0.85, 1.5), (-6.12, 0.8, 2.2), (-6.12, 0.06, 2.2)]
        )
        canvas.line([(-6.13, 0, 0.5), (-6.13, 0, 2.4)], (0, 0, 0, 120), 0.025)
        for side in (-1, 1):
            canvas.patch(front_panel(-6.14, side * 0.88, side * 1.0, 0.9, 1.5), (170, 22, 26))
        hang_plate(canvas, plate, -6.15, 0.75, behind=True)


def _frame(canvas: Canvas, x0: float, x1: float) -> None:
    for y in (-0.45, 0.37):
        block(canvas, (x0, y, 0.72), (x1, y + 0.08, 1.0), CHASSIS)
    block(canvas, (x0, -0.45, 0.78), (x0 + 0.1, 0.45, 1.0), CHASSIS)


def _saddle(canvas: Canvas) -> None:
    block(canvas, (-5.0, -0.5, 1.0), (-4.1, 0.5, 1.1), (54, 54, 56))
    plate: list[Point] = [
        (-4.05, 0.3, 1.24),
        (-4.05, -0.3, 1.24),
        (-4.3, -0.52, 1.24),
        (-4.75, -0.52, 1.2),
        (-5.25, -0.34, 1.12),
        (-5.25, -0.2, 1.12),
        (-4.7, -0.07, 1.2),
        (-4.7, 0.07, 1.2),
        (-5.25, 0.2, 1.12),
        (-5.25, 0.34, 1.12),
        (-4.75, 0.52, 1.2),
        (-4.3, 0.52, 1.24),
    ]
    canvas.patch([(x, y, z - 0.05) for x, y, z in plate], (20, 20, 21))
    canvas.patch(plate, canvas.light.on((124, 120, 112), (0, 0, 1)))
    canvas.patch([(x * 0.1 - 4.0, y * 0.5, 1.225) for x, y, _ in plate], (34, 30, 24))
    canvas.line(
        [(-4.75, 0.0, 1.19), (-4.75, 0.95, 1.12)], canvas.light.on((214, 50, 36), (0, 0, 1)), 0.05
    )
    for side in (-1, 1):
        block(
            canvas,
            (-6.12, side * 0.95 - 0.22, 0.66),
            (-6.02, side * 0.95 + 0.22, 0.84),
            (150, 24, 28),
        )


def _behind_cab(canvas: Canvas, near: int) -> None:
    """Fuel tank, air lines and side skirt, on the side that shows."""
    low, high = sorted((near * 0.62, near * 1.18))
    block(canvas, (-4.25, low, 0.42), (-2.2, high, 1.0), (176, 180, 184), 0.25)
    for strap in (-3.8, -2.7):
        canvas.patch(side_panel(strap, strap + 0.07, near * 1.185, 0.42, 1.0), (60, 62, 66))
    for place, colour in ((-0.2, (196, 36, 32)), (0.0, (222, 190, 40)), (0.2, (40, 42, 44))):
        coil: list[Point] = [
            (-2.35 - 0.1 * (step % 2), place + 0.1 * (step % 3), 2.3 - step * 0.085)
            for step in range(12)
        ]
        canvas.line(coil, canvas.light.on(colour, (0, near, 0)), 0.035)


def _front(canvas: Canvas, livery: Livery, plate: str | None, lit: bool) -> None:
    if canvas.camera.eye[0] < 0.3:
        return
    for (x0, z0), (x1, z1) in pairwise(CAB[4:8]):
        edge: list[Point] = [(x0, 1.24, z0), (x1, 1.24, z1), (x1, -1.24, z1), (x0, -1.24, z0)]
        canvas.face(edge, livery.cab, 0.2)
    pane(canvas, [(0.0, 1.12, 1.82), (0.0, -1.12, 1.82), (-0.36, -1.08, 2.8), (-0.36, 1.08, 2.8)])
    canvas.patch(
        [(-0.32, 1.2, 2.88), (-0.32, -1.2, 2.88), (-0.1, -1.2, 2.72), (-0.1, 1.2, 2.72)],
        (28, 30, 34, 230),
    )
    for wiper in (-0.5, 0.45):
        canvas.line([(0.04, wiper, 1.8), (-0.14, wiper + 0.5, 2.25)], (16, 16, 18), 0.035)
    _grille(canvas, 0.035, 0.92, 0.72, 1.42)
    if livery.name:
        canvas.glue(
            word(livery.name, livery.on_curtain),
            [(-0.72, -0.75, 3.52), (-0.72, 0.75, 3.52), (-0.55, 0.75, 3.26), (-0.55, -0.75, 3.26)],
        )
    canvas.patch(front_panel(0.04, -1.2, 1.2, 1.5, 1.56), livery.accent)
    canvas.patch(front_panel(0.05, -1.22, 1.22, 0.36, 0.44), (24, 26, 28))
    _headlamps(canvas, 0.05, 0.58, lit, 1.05)
    hang_plate(canvas, plate, 0.07, 0.5)


def _grille(canvas: Canvas, x: float, half: float, z0: float, z1: float) -> None:
    canvas.patch(front_panel(x, -half, half, z0, z1), canvas.light.on((30, 32, 35), (1, 0, 0)))
    rungs = 5
    for rung in range(rungs):
        z = z0 + (z1 - z0) * (rung + 0.35) / rungs
        canvas.patch(
            front_panel(x + 0.01, -half * 0.97, half * 0.97, z, z + (z1 - z0) * 0.09),
            canvas.light.on((120, 124, 128), (1, 0, 0.4)),
        )
    canvas.patch(
        front_panel(x + 0.02, -0.12, 0.12, z1 - 0.22, z1 - 0.06),
        canvas.light.on(STEEL, (1, 0, 0.2)),
    )


def _headlamps(canvas: Canvas, x: float, z: float, lit: bool, out: float) -> None:
    for side in (-1, 1):
        y = side * out
        canvas.patch(
            [
                (x, y - side * 0.26, z - 0.02),
                (x - 0.02, y + side * 0.17, z),
                (x - 0.06, y + side * 0.17, z + 0.24),
                (x, y - side * 0.26, z + 0.15),
            ],
            canvas.light.on((52, 58, 64), (1, 0, 0)),
        )
        for place in (-0.14, 0.04):
            spot = canvas.camera.pixel((x + 0.01, y + side * place, z + 0.09))
            size = (
                canvas.camera.focal
                * 0.07
                / max(1.0, abs(canvas.camera.eye[0]) + abs(canvas.camera.eye[1]))
                * 1.3
            )
            canvas.disc(
                spot, size, (255, 250, 232) if lit else canvas.light.on((196, 204, 210), (1, 0, 0))
            )
        canvas.patch(
            [
                (x - 0.01, y + side * 0.12, z + 0.02),
                (x - 0.03, y + side * 0.19, z + 0.02),
                (x - 0.05, y + side * 0.19, z + 0.2),
                (x - 0.01, y + side * 0.12, z + 0.18),
            ],
            (236, 140, 40),
        )


def _side(canvas: Canvas, livery: Livery, near: int) -> None:
    y = near * 1.245
    pane(canvas, [(-1.3, y, 1.85), (-0.18, y, 1.85), (-0.46, y, 2.68), (-1.3, y, 2.68)])
    canvas.line(
        [(-1.42, y, 0.62), (-1.42, y, 2.76), (-0.45, y, 2.76), (-0.08, y, 1.75), (-0.1, y, 1.0)],
        (0, 0, 0, 110),
        0.02,
    )
    canvas.patch(side_panel(-1.32, -1.12, y, 1.6, 1.66), (20, 22, 24))
    canvas.patch(
        [(-2.25, y, 1.3), (-0.0, y, 1.16), (0.0, y, 1.3), (-2.25, y, 1.62)],
        (*canvas.light.on(livery.accent, (0, near, 0)), 255),
    )
    for step in (0.5, 0.8):
        canvas.patch(side_panel(-0.75, -0.2, y, step, step + 0.09), (22, 24, 26))
    arch = [
        (-2.0, y, 0.42),
        (-1.96, y, 0.8),
        (-1.78, y, 1.05),
        (-1.42, y, 1.14),
        (-1.06, y, 1.05),
        (-0.88, y, 0.8),
        (-0.84, y, 0.42),
    ]
    canvas.patch(arch, (20, 21, 23))
    if livery.name:
        name_on_side(canvas, livery, (-2.15, -0.75), y, 3.18, livery.on_curtain)


def _mirror(
    canvas: Canvas,
    near: int,
    x: float = -0.02,
    z: float = 1.95,
    reach: float = 1.24,
    height: float = 0.85,
) -> None:
    for side in (-near, near):
        low, high = sorted((side * (reach + 0.08), side * (reach + 0.34)))
        block(canvas, (x - 0.06, low, z), (x + 0.16, high, z + height), (32, 34, 38), 0.3)
        glass = [
            (x - 0.07, side * (reach + 0.11), z + 0.05),
            (x - 0.07, side * (reach + 0.31), z + 0.05),
            (x - 0.07, side * (reach + 0.31), z + height - 0.05),
            (x - 0.07, side * (reach + 0.11), z + height - 0.05),
        ]
        if canvas.camera.eye[0] < x:
            canvas.patch(glass, (150, 170, 186))
