"""Semi-trailers. Their front wall stands at x = -2.9 behind the cab, their rear end at x = -16.5."""

from math import cos, pi, sin

from billun.demo.drawing.bodywork import (
    edge_trim,
    name_on_side,
    nearest_side,
    rear_bar,
    rear_doors,
    stripe_on_side,
)
from billun.demo.drawing.canvas import Canvas
from billun.demo.drawing.light import Colour, dimmed
from billun.demo.drawing.livery import Livery
from billun.demo.drawing.marks import flame_label, orange_plate
from billun.demo.drawing.solids import CHASSIS, block, front_panel, profile, side_panel, wheel
from billun.demo.drawing.space import Point

FRONT, REAR = -2.9, -16.5
AXLES = (-11.5, -12.8, -14.1)
LEGS = -6.0


def draw_trailer(
    canvas: Canvas,
    kind: str,
    livery: Livery,
    plate: str | None,
    on_legs: bool,
    bent_leg: float = 0.0,
) -> None:
    near = nearest_side(canvas)
    for x in AXLES:
        wheel(canvas, x, -near)
    for y in (-0.55, 0.47):
        block(canvas, (REAR, y, 0.86), (FRONT - 1.5, y + 0.08, 1.15), CHASSIS)
    landing_legs(canvas, near, on_legs, bent_leg)
    for x in sorted(AXLES, key=lambda place: -abs(place - canvas.camera.eye[0])):
        wheel(canvas, x, near)
    _side_guard(canvas, near)
    BODIES.get(kind, _box)(canvas, livery, near)
    if canvas.camera.eye[0] < REAR:
        rear_bar(canvas, REAR, plate)


def landing_legs(canvas: Canvas, near: int, down: bool, bent: float = 0.0) -> None:
    foot = 0.0 if down else 0.42
    for side in (-near, near):
        lean = bent if side == near else 0.0
        y = side * 0.92
        block(canvas, (LEGS - 0.07, y - 0.07, 0.55), (LEGS + 0.07, y + 0.07, 1.15), (120, 124, 128))
        canvas.line(
            [(LEGS, y, 0.6), (LEGS + lean, y, foot + 0.05)],
            canvas.light.on((150, 154, 158), (0, near, 0)),
            0.1,
        )
        block(
            canvas,
            (LEGS + lean - 0.16, y - 0.13, foot),
            (LEGS + lean + 0.16, y + 0.13, foot + 0.05),
            (110, 112, 114),
        )


def _side_guard(canvas: Canvas, near: int) -> None:
    for low in (0.55, 0.85):
        y = near * 1.2
        block(
            canvas,
            (AXLES[0] + 0.75, min(y, y - near * 0.04), low),
            (LEGS - 0.6, max(y, y - near * 0.04), low + 0.12),
            (178, 182, 186),
        )
    for post in (LEGS - 0.9, LEGS - 2.4, LEGS - 3.9):
        canvas.patch(side_panel(post, post + 0.08, near * 1.16, 0.5, 1.1), (60, 62, 66))


def _curtain(canvas: Canvas, livery: Livery, near: int) -> None:
    block(canvas, (REAR, -1.25, 1.15), (FRONT, 1.25, 3.95), livery.body)
    y = near * 1.251
    lit = canvas.light.on(livery.curtain, (0, near, 0))
    canvas.shade(
        canvas.camera.outline(side_panel(REAR + 0.12, FRONT - 0.12, y, 1.2, 3.82)),
        dimmed(lit, 1.12),
        dimmed(lit, 0.86),
    )
    for fold in range(27):
        x = REAR + 0.4 + fold * 0.5
        canvas.patch(side_panel(x, x + 0.12, y, 1.25, 3.8), (0, 0, 0, 22))
        canvas.patch(side_panel(x + 0.12, x + 0.2, y, 1.25, 3.8), (255, 255, 255, 16))
        canvas.line(
            [(x, y, 1.45), (x, y, 1.12)], canvas.light.on((206, 208, 206), (0, near, 0)), 0.045
        )
        canvas.patch(
            side_panel(x - 0.05, x + 0.05, y, 1.2, 1.3),
            canvas.light.on((120, 122, 124), (0, near, 0)),
        )
    canvas.patch(
        [
            (FRONT - 0.3, y, 3.78),
            (FRONT - 3.4, y, 3.78),
            (FRONT - 5.6, y, 1.32),
            (FRONT - 2.5, y, 1.32),
        ],
        (*canvas.light.on(livery.accent, (0, near, 0)), 235),
    )
    name_on_side(canvas, livery, (REAR + 1.0, REAR + 7.4), y, 2.1, livery.on_curtain)
    edge_trim(canvas, REAR, FRONT, y, 1.15, 3.95)
    _rear(canvas, livery)


def _box(canvas: Canvas, livery: Livery, near: int) -> None:
    block(canvas, (REAR, -1.25, 1.15), (FRONT, 1.25, 3.95), livery.body)
    y = near * 1.251
    for seam in range(1, 11):
        canvas.line(
            [(REAR + seam * 1.24, y, 1.2), (REAR + seam * 1.24, y, 3.9)], (0, 0, 0, 60), 0.02
        )
    stripe_on_side(canvas, livery, REAR, FRONT, y)
    name_on_side(canvas, livery, (REAR + 2.2, REAR + 9.8), y, 2.0, livery.on_body)
    edge_trim(canvas, REAR, FRONT, y, 1.15, 3.95)
    _rear(canvas, livery)


def _refrigerated(canvas: Canvas, livery: Livery, near: int) -> None:
    _box(canvas, livery, near)
    low, high = FRONT, FRONT + 0.46
    block(canvas, (low, -0.98, 2.05), (high, 0.98, 3.8), (232, 234, 236), 0.16)
    if canvas.camera.eye[0] > high:
        for slat in range(9):
            z = 2.9 + slat * 0.085
            canvas.patch(
                front_panel(high + 0.01, -0.8, 0.8, z, z + 0.035),
                canvas.light.on((70, 74, 78), (1, 0, 0)),
            )
        canvas.patch(
            front_panel(high + 0.01, -0.8, 0.8, 2.3, 2.42),
            canvas.light.on((30, 90, 160), (1, 0, 0)),
        )
    canvas.patch(
        side_panel(low + 0.08, high - 0.08, near * 0.99, 2.4, 3.4),
        canvas.light.on((86, 90, 94), (0, near, 0)),
    )


def _tanker(canvas: Canvas, livery: Livery, near: int) -> None:
    """A polished barrel, drawn as strips around its half that shows."""
    radius, middle = 1.2, 2.45
    strips = 26
    metal: Colour = (196, 200, 204)
    rim = [
        (1.2 * cos(2 * pi * step / strips), middle + radius * sin(2 * pi * step / strips))
        for step in range(strips)
    ]
    _dome(canvas, rim, FRONT - 0.2 if canvas.camera.eye[0] > -9 else REAR + 0.2, metal, livery)
    for (y0, z0), (y1, z1) in zip(rim, [*rim[1:], rim[0]], strict=True):
        canvas.face(
            [
                (REAR + 0.2, y0, z0),
                (FRONT - 0.2, y0, z0),
                (FRONT - 0.2, y1, z1),
                (REAR + 0.2, y1, z1),
            ][::-1],
            metal,
            0.3,
        )
    for hoop in (-4.6, -7.4, -10.2, -13.0, -15.6):
        canvas.line(
            [(hoop, near * abs(y), z) for y, z in rim if near * y > 0.1], (0, 0, 0, 70), 0.03
        )
    canvas.line(
        [(REAR + 0.6, near * 0.25, 3.75), (FRONT - 0.6, near * 0.25, 3.75)],
        canvas.light.on((120, 124, 128), (0, near, 1)),
        0.05,
    )
    for post in range(9):
        x = REAR + 0.6 + post * 1.55
        canvas.line(
            [(x, near * 0.25, 3.6), (x, near * 0.25, 3.95)],
            canvas.light.on((120, 124, 128), (0, near, 1)),
            0.04,
        )
    name_on_side(canvas, livery, (REAR + 3.4, REAR + 9.4), near * 1.22, 2.1, livery.on_body)
    y = near * 1.24
    left, right = (FRONT - 1.5, FRONT - 2.2) if near > 0 else (FRONT - 2.2, FRONT - 1.5)
    canvas.glue(
        flame_label("3"), [(left, y, 2.75), (right, y, 2.75), (right, y, 2.05), (left, y, 2.05)]
    )
    block(
        canvas,
        (-10.6, min(y, y - near * 0.4), 0.55),
        (-7.2, max(y, y - near * 0.4), 1.1),
        (188, 192, 196),
        0.2,
    )
    if canvas.camera.eye[0] < REAR:
        canvas.glue(
            orange_plate("33", "1203"),
            [
                (REAR - 0.02, 0.8, 1.5),
                (REAR - 0.02, 0.3, 1.5),
                (REAR - 0.02, 0.3, 1.12),
                (REAR - 0.02, 0.8, 1.12),
            ],
        )


def _dome(
    canvas: Canvas, rim: list[tuple[float, float]], x: float, metal: Colour, livery: Livery
) -> None:
    looks = 1.0 if x > -9 else -1.0
    for size, tone in ((1.0, 0.82), (0.93, 0.95), (0.8, 1.02), (0.55, 1.08)):
        points: list[Point] = [
            (x + looks * 0.25 * (1 - size), y * size, 2.45 + (z - 2.45) * size) for y, z in rim
        ]
        canvas.patch(points, dimmed(canvas.light.on(metal, (looks, 0, 0)), tone))
    canvas.patch(
        front_panel(x + looks * 0.24, -0.9, 0.9, 2.9, 3.0),
        canvas.light.on(livery.accent, (looks, 0, 0)),
    )


def _flatbed(canvas: Canvas, livery: Livery, near: int) -> None:
    block(canvas, (REAR, -1.25, 1.1), (FRONT, 1.25, 1.3), (120, 92, 62))
    block(canvas, (FRONT - 0.1, -1.25, 1.3), (FRONT, 1.25, 2.7), livery.body)
    for stack in range(3):
        x = FRONT - 2.4 - stack * 4.0
        for layer in range(5):
            z = 1.34 + layer * 0.16
            block(canvas, (x - 3.0, -1.05, z), (x, 1.05, z + 0.13), (142, 148, 156), 0.22)
        for strap in (x - 2.3, x - 0.8):
            canvas.line(
                [
                    (strap, -near * 1.05, 2.12),
                    (strap, near * 1.05, 2.12),
                    (strap, near * 1.24, 1.2),
                ],
                canvas.light.on((226, 150, 30), (0, near, 0)),
                0.05,
            )
    stripe_on_side(canvas, livery, REAR, FRONT, near * 1.252, 1.14, 1.24)


def _tipper(canvas: Canvas, livery: Livery, near: int) -> None:
    outline = [
        (REAR + 0.9, 1.2),
        (FRONT - 0.9, 1.25),
        (FRONT - 0.3, 1.6),
        (FRONT, 2.9),
        (FRONT, 3.1),
        (REAR + 0.3, 3.1),
        (REAR + 0.15, 1.5),
    ]
    profile(canvas, outline, 1.22, (190, 194, 198), 0.24)
    y = near * 1.225
    for rib in range(8):
        x = REAR + 1.2 + rib * 1.4
        canvas.patch(
            side_panel(x, x + 0.14, y, 1.3, 3.05), canvas.light.on((150, 154, 158), (0, near, 0))
        )
    canvas.patch(
        side_panel(REAR + 0.3, FRONT, y, 2.98, 3.12), canvas.light.on(livery.cab, (0, near, 0))
    )
    name_on_side(canvas, livery, (REAR + 4.6, REAR + 9.6), y * 1.001, 1.9, livery.on_body)
    canvas.line(
        [(FRONT + 0.1, 0, 1.2), (FRONT + 0.1, 0, 2.9)],
        canvas.light.on((170, 174, 178), (0, near, 0)),
        0.2,
    )


def _container(canvas: Canvas, _livery: Livery, near: int) -> None:
    block(canvas, (REAR + 0.8, -1.22, 1.2), (FRONT - 0.6, 1.22, 3.8), (152, 58, 42))
    y = near * 1.222
    for rib in range(40):
        x = REAR + 1.0 + rib * 0.295
        canvas.patch(side_panel(x, x + 0.12, y, 1.35, 3.68), (0, 0, 0, 60))
        canvas.patch(side_panel(x + 0.12, x + 0.17, y, 1.35, 3.68), (255, 255, 255, 22))
    block(canvas, (REAR, -0.9, 1.0), (FRONT - 0.3, 0.9, 1.18), (66, 68, 72))
    for corner in (REAR + 0.8, FRONT - 0.8):
        block(
            canvas,
            (corner - 0.05, min(y, y - near * 0.2), 1.1),
            (corner + 0.25, max(y, y - near * 0.2), 1.24),
            (40, 42, 44),
        )
    if canvas.camera.eye[0] < REAR:
        rear_doors(canvas, REAR + 0.78, 1.2, 3.8, (152, 58, 42))


def _low_loader(canvas: Canvas, livery: Livery, near: int) -> None:
    block(canvas, (REAR, -1.27, 0.75), (-6.8, 1.27, 0.98), livery.cab)
    block(canvas, (-6.8, -1.2, 1.15), (FRONT - 0.4, 1.2, 1.5), livery.cab)
    for stripe in range(9):
        x = REAR + 0.4 + stripe * 1.0
        canvas.patch(
            side_panel(x, x + 0.3, near * 1.275, 0.78, 0.95),
            canvas.light.on((236, 200, 40), (0, near, 0)),
        )
    block(canvas, (-15.4, -1.0, 1.1), (-9.4, 1.0, 2.0), (226, 164, 28))
    block(canvas, (-12.6, -0.8, 2.0), (-10.8, 0.8, 3.2), (60, 66, 72), 0.3)


def _rear(canvas: Canvas, livery: Livery) -> None:
    if canvas.camera.eye[0] < REAR:
        rear_doors(canvas, REAR, 1.15, 3.95, livery.body)


BODIES = {
    "curtain_sider": _curtain,
    "box": _box,
    "refrigerated": _refrigerated,
    "tanker": _tanker,
    "flatbed": _flatbed,
    "car_carrier": _flatbed,
    "tipper": _tipper,
    "moving_floor": _tipper,
    "container_chassis": _container,
    "low_loader": _low_loader,
}
