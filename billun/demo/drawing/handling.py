"""Forklifts, reach trucks, pallet trucks and tail lifts. Forks point to +x."""

from billun.demo.drawing.bodywork import nearest_side
from billun.demo.drawing.canvas import Canvas
from billun.demo.drawing.light import Colour, dimmed
from billun.demo.drawing.solids import block, profile, side_panel, wheel

MAST: Colour = (52, 54, 58)
FORK: Colour = (58, 60, 62)


def draw_forklift(canvas: Canvas, paint: Colour = (232, 120, 28), bent: float = 0.0) -> None:
    near = nearest_side(canvas)
    front_view = canvas.camera.eye[0] > 0
    if not front_view:
        _mast(canvas, near, bent)
    wheel(canvas, -0.35, -near, 0.33, 0.56, 0.24, dished=False)
    wheel(canvas, -1.75, -near, 0.27, 0.52, 0.2, dished=False)
    body = [
        (-2.25, 0.35),
        (-2.0, 0.16),
        (-0.05, 0.16),
        (0.05, 0.5),
        (-0.1, 0.78),
        (-0.75, 0.66),
        (-0.9, 1.0),
        (-2.0, 1.12),
        (-2.3, 0.9),
    ]
    profile(canvas, body, 0.5, paint, 0.2)
    counterweight = [
        (-2.34, 0.3),
        (-1.95, 0.2),
        (-1.75, 0.62),
        (-1.7, 1.13),
        (-2.1, 1.16),
        (-2.36, 0.95),
    ]
    profile(canvas, counterweight, 0.53, (60, 62, 66), 0.2)
    block(canvas, (-1.5, -0.24, 1.1), (-1.0, 0.24, 1.22), (34, 34, 36))
    block(canvas, (-1.56, -0.24, 1.2), (-1.44, 0.24, 1.72), (34, 34, 36))
    canvas.line([(-0.35, 0.05, 0.9), (-0.72, 0.05, 1.3)], (30, 30, 32), 0.05)
    _overhead_guard(canvas, near)
    wheel(canvas, -0.35, near, 0.33, 0.56, 0.24, dished=False)
    wheel(canvas, -1.75, near, 0.27, 0.52, 0.2, dished=False)
    if front_view:
        _mast(canvas, near, bent)


def _overhead_guard(canvas: Canvas, near: int) -> None:
    tone = canvas.light.on((42, 44, 46), (0, near, 0.4))
    for side in (-near, near):
        y = side * 0.46
        canvas.line(
            [(-0.12, y, 0.75), (-0.5, y, 2.08), (-1.75, y, 2.1), (-2.02, y, 1.1)], tone, 0.07
        )
    for bar in range(7):
        x = -0.52 - bar * 0.2
        canvas.line([(x, -0.46, 2.1), (x, 0.46, 2.1)], tone, 0.04)


def _mast(canvas: Canvas, near: int, bent: float) -> None:
    light = canvas.light
    for y in (-near * 0.33, near * 0.33):
        block(canvas, (0.1, y - 0.06, 0.1), (0.26, y + 0.06, 2.15), MAST, 0.25)
        block(canvas, (0.16, y - 0.03, 0.2), (0.22, y + 0.03, 2.2), (120, 122, 124))
    block(canvas, (0.1, -0.38, 2.05), (0.24, 0.38, 2.18), MAST)
    block(canvas, (0.1, -0.38, 1.15), (0.2, 0.38, 1.25), MAST)
    for y in (-0.09, 0.09):
        canvas.line([(0.2, y, 0.5), (0.2, y, 2.05)], light.on((150, 150, 148), (1, 0, 0)), 0.035)
    block(canvas, (0.26, -0.5, 0.24), (0.32, 0.5, 0.34), MAST)
    block(canvas, (0.26, -0.5, 0.62), (0.32, 0.5, 0.72), MAST)
    for bar in range(6):
        y = -0.45 + bar * 0.18
        canvas.line([(0.29, y, 0.7), (0.29, y, 1.2)], light.on(MAST, (1, 0, 0)), 0.035)
    for y in (-near * 0.28, near * 0.28):
        drop = bent if y * near > 0 else 0.0
        lift = 0.3 if bent else 0.12
        fork(canvas, 0.33, y, drop, lift)


def fork(canvas: Canvas, x: float, y: float, drop: float, lift: float = 0.12) -> None:
    """One fork; `drop` metres is how far its tip hangs down."""
    block(canvas, (x, y - 0.06, lift), (x + 0.05, y + 0.06, 0.78), FORK, 0.25)
    steps = 8
    for step in range(steps):
        a, b = step / steps, (step + 1) / steps
        z0, z1 = lift - drop * a**2, lift - drop * b**2
        thick0, thick1 = 0.045 * (1 - 0.6 * a), 0.045 * (1 - 0.6 * b)
        xa, xb = x + 1.15 * a, x + 1.15 * b
        canvas.patch(
            [
                (xa, y - 0.06, z0 + thick0),
                (xb, y - 0.06, z1 + thick1),
                (xb, y + 0.06, z1 + thick1),
                (xa, y + 0.06, z0 + thick0),
            ],
            dimmed(canvas.light.on((104, 104, 102), (0, 0, 1)), 1 - 0.12 * (step % 2)),
        )
        side = nearest_side(canvas) * 0.06
        canvas.patch(
            [
                (xa, y + side, z0),
                (xb, y + side, z1),
                (xb, y + side, z1 + thick1),
                (xa, y + side, z0 + thick0),
            ],
            canvas.light.on((64, 64, 62), (0, 1, 0)),
        )


def draw_reach_truck(canvas: Canvas) -> None:
    near = nearest_side(canvas)
    front_view = canvas.camera.eye[0] > 0
    if not front_view:
        _tall_mast(canvas, near)
    for side in (-near, near):
        low, high = sorted((side * 0.45, side * 0.6))
        block(canvas, (-0.6, low, 0.08), (1.1, high, 0.3), (70, 72, 76))
    body = [
        (-1.9, 0.1),
        (-0.3, 0.1),
        (-0.3, 0.9),
        (-0.6, 1.2),
        (-1.2, 1.05),
        (-1.7, 1.3),
        (-1.9, 1.2),
    ]
    profile(canvas, body, 0.6, (236, 196, 30), 0.2)
    canvas.patch(side_panel(-1.8, -0.4, near * 0.605, 0.15, 0.4), (40, 42, 44))
    block(canvas, (-1.6, -0.3, 1.0), (-1.1, 0.3, 1.14), (30, 30, 32))
    _overhead_guard(canvas, near)
    if front_view:
        _tall_mast(canvas, near)


def _tall_mast(canvas: Canvas, near: int) -> None:
    for y in (-near * 0.34, near * 0.34):
        block(canvas, (-0.1, y - 0.07, 0.1), (0.12, y + 0.07, 3.0), MAST, 0.25)
        block(canvas, (-0.02, y - 0.04, 0.2), (0.05, y + 0.04, 3.05), (126, 128, 130))
    for z in (1.4, 2.9):
        block(canvas, (-0.1, -0.4, z), (0.05, 0.4, z + 0.1), MAST)
    for y in (-near * 0.22, near * 0.22):
        fork(canvas, 0.15, y, 0.0, 0.3)


def draw_pallet_truck(canvas: Canvas) -> None:
    near = nearest_side(canvas)
    for y in (-near * 0.2, near * 0.2):
        block(canvas, (0.0, y - 0.08, 0.1), (1.2, y + 0.08, 0.18), (190, 36, 34))
    body = [(-0.75, 0.08), (-0.02, 0.08), (-0.02, 0.55), (-0.1, 0.85), (-0.7, 0.8)]
    profile(canvas, body, 0.36, (196, 36, 34), 0.22)
    canvas.line([(-0.7, 0, 0.5), (-1.25, 0, 1.25)], (36, 36, 38), 0.07)
    canvas.line([(-1.25, -0.16, 1.25), (-1.25, 0.16, 1.25)], (36, 36, 38), 0.08)
    wheel(canvas, -0.5, near, 0.12, 0.38, 0.1, dished=False)


def draw_tail_lift(canvas: Canvas, tilt: float = 0.0) -> None:
    """The lift at the rear end (x = -8.6) of a rigid truck, platform at half height; `tilt` drops one corner."""
    near = nearest_side(canvas)
    light = canvas.light
    rear, height = -8.62, 0.62
    for side in (-near, near):
        y = side * 0.7
        canvas.line(
            [(rear + 0.6, y, 0.62), (rear - 0.15, y, height - tilt * (side == near))],
            light.on((70, 72, 76), (0, near, 0)),
            0.11,
        )
        canvas.line(
            [(rear + 0.7, y * 0.86, 0.48), (rear - 0.1, y * 0.86, height - 0.06)],
            light.on((164, 168, 172), (0, near, 0.6)),
            0.08,
        )
    far_z, near_z = height, height - tilt
    top = [
        (rear - 0.1, -near * 1.2, far_z),
        (rear - 1.75, -near * 1.2, far_z),
        (rear - 1.75, near * 1.2, near_z),
        (rear - 0.1, near * 1.2, near_z),
    ]
    canvas.patch(top, light.on((168, 172, 174), (0, 0, 1)))
    for groove in range(1, 14):
        x = rear - 0.1 - groove * 0.12
        canvas.line([(x, -near * 1.2, far_z), (x, near * 1.2, near_z)], (0, 0, 0, 60), 0.012)
    for edge in (top[1:3], top[2:4]):
        (x0, y0, z0), (x1, y1, z1) = edge
        canvas.patch(
            [(x0, y0, z0 - 0.07), (x1, y1, z1 - 0.07), (x1, y1, z1), (x0, y0, z0)],
            light.on((120, 124, 126), (0, near, 0)),
        )
    for side in (-near, near):
        canvas.patch(
            [
                (rear - 1.5, side * 1.1, near_z + 0.01),
                (rear - 1.7, side * 1.1, near_z + 0.01),
                (rear - 1.7, side * 0.85, near_z + 0.01),
                (rear - 1.5, side * 0.85, near_z + 0.01),
            ],
            (214, 40, 36),
        )
