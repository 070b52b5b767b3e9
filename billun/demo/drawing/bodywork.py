"""What lorries and trailers share: glass, plates, lettering, rear doors, lamps, bars."""

from billun.demo.drawing.canvas import Canvas
from billun.demo.drawing.light import Colour, dimmed
from billun.demo.drawing.livery import Livery
from billun.demo.drawing.marks import PLATE_RATIO, plate_picture, word
from billun.demo.drawing.solids import (
    block,
    front_panel,
    side_panel,
)
from billun.demo.drawing.space import Point

GLASS: Colour = (38, 48, 58)


def nearest_side(canvas: Canvas) -> int:
    return 1 if canvas.camera.eye[1] > 0 else -1


def hang_plate(canvas: Canvas, plate: str | None, x: float, z: float, behind: bool = False) -> None:
    if plate and (canvas.camera.eye[0] < x) == behind:
        half, height = 0.28, 0.56 / PLATE_RATIO
        left, right = (half, -half) if behind else (-half, half)
        canvas.glue(
            plate_picture(plate),
            [(x, left, z + height), (x, right, z + height), (x, right, z), (x, left, z)],
        )


def pane(canvas: Canvas, points: list[Point]) -> None:
    """Dark glass with the sky in its upper half and one slanted reflection."""
    light = canvas.light
    canvas.shade(
        canvas.camera.outline(points), dimmed(light.sky_low, 0.62), light.on(GLASS, (0, 0, 1))
    )
    bottom_left, bottom_right, top_right, top_left = points
    slant = [
        _between(bottom_left, bottom_right, 0.18),
        _between(bottom_left, bottom_right, 0.36),
        _between(top_left, top_right, 0.62),
        _between(top_left, top_right, 0.44),
    ]
    canvas.patch(slant, (255, 255, 255, 34))


def _between(a: Point, b: Point, share: float) -> Point:
    return (
        a[0] + (b[0] - a[0]) * share,
        a[1] + (b[1] - a[1]) * share,
        a[2] + (b[2] - a[2]) * share,
    )


def name_on_side(
    canvas: Canvas, livery: Livery, span: tuple[float, float], y: float, z: float, colour: Colour
) -> None:
    """The company's name, reading left to right for whoever stands on that side."""
    if not livery.name:
        return
    picture = word(livery.name, canvas.light.on(colour, (0, 1 if y > 0 else -1, 0)))
    height = (span[1] - span[0]) * picture.height / picture.width
    left, right = (span[1], span[0]) if y > 0 else span
    canvas.glue(
        picture, [(left, y, z + height), (right, y, z + height), (right, y, z), (left, y, z)]
    )


def stripe_on_side(
    canvas: Canvas, livery: Livery, x0: float, x1: float, y: float, z0: float = 1.3, z1: float = 1.5
) -> None:
    canvas.patch(
        side_panel(x0, x1, y, z0, z1), canvas.light.on(livery.accent, (0, 1 if y > 0 else -1, 0))
    )


def edge_trim(canvas: Canvas, x0: float, x1: float, y: float, z0: float, z1: float) -> None:
    """The aluminium profiles around a body, seen from the side."""
    tone = canvas.light.on((150, 154, 158), (0, 1 if y > 0 else -1, 0))
    for panel in (
        (x0, x1, z0, z0 + 0.1),
        (x0, x1, z1 - 0.08, z1),
        (x0, x0 + 0.08, z0, z1),
        (x1 - 0.08, x1, z0, z1),
    ):
        canvas.patch(side_panel(panel[0], panel[1], y * 1.0005, panel[2], panel[3]), tone)


def rear_doors(canvas: Canvas, x: float, z0: float, z1: float, body: Colour) -> None:
    """Two wings with locking bars and hinges, seen from behind."""
    light = canvas.light
    canvas.patch(front_panel(x - 0.01, -1.25, 1.25, z0, z1), light.on((140, 144, 148), (-1, 0, 0)))
    for left, right in ((-1.18, -0.015), (0.015, 1.18)):
        outline = canvas.camera.outline(front_panel(x - 0.02, left, right, z0 + 0.1, z1 - 0.08))
        lit = light.on(body, (-1, 0, 0))
        canvas.shade(outline, dimmed(lit, 1.08), dimmed(lit, 0.9))
        for bar in (0.28, 0.62):
            y = left + (right - left) * bar
            canvas.line(
                [(x - 0.06, y, z0 + 0.05), (x - 0.06, y, z1 - 0.04)],
                light.on((190, 194, 198), (-1, 0, 0)),
                0.035,
            )
            canvas.line(
                [(x - 0.07, y, z0 + 0.55), (x - 0.07, y + 0.22, z0 + 0.55)],
                light.on((90, 94, 98), (-1, 0, 0)),
                0.04,
            )
            for bracket in (z0 + 0.3, z0 + 1.0, z1 - 0.3):
                canvas.line(
                    [(x - 0.07, y - 0.05, bracket), (x - 0.07, y + 0.05, bracket)],
                    light.on((96, 98, 102), (-1, 0, 0)),
                    0.06,
                )


def rear_bar(canvas: Canvas, x: float, plate: str | None, lit: bool = False) -> None:
    """Lamp carrier, under-run guard, plate and mudflaps."""
    light = canvas.light
    for side in (-1, 1):
        canvas.patch(front_panel(x - 0.005, side * 0.62, side * 1.2, 0.28, 0.75), (24, 24, 26))
    block(canvas, (x - 0.02, -1.22, 0.74), (x + 0.1, 1.22, 1.0), (62, 64, 68))
    for side in (-1, 1):
        lamp_cluster(canvas, x - 0.03, side, lit)
    block(canvas, (x - 0.03, -1.2, 0.42), (x + 0.07, 1.2, 0.54), (188, 190, 188))
    for stripe in range(12):
        y = -1.2 + stripe * 0.2
        canvas.patch(
            [
                (x - 0.035, y, 0.42),
                (x - 0.035, y + 0.1, 0.42),
                (x - 0.035, y + 0.2, 0.54),
                (x - 0.035, y + 0.1, 0.54),
            ],
            (*light.on((196, 30, 30), (-1, 0, 0)), 255),
        )
    hang_plate(canvas, plate, x - 0.05, 0.8, behind=True)


def lamp_cluster(canvas: Canvas, x: float, side: int, lit: bool) -> None:
    canvas.patch(front_panel(x, side * 0.68, side * 1.18, 0.78, 0.96), (28, 28, 30))
    glow = 1.5 if lit else 1.0
    for start, end, colour in (
        (0.7, 0.86, (188, 24, 26)),
        (0.87, 1.0, (226, 130, 30)),
        (1.01, 1.16, (176, 18, 22)),
    ):
        canvas.patch(
            front_panel(x - 0.01, side * start, side * end, 0.8, 0.94),
            dimmed(canvas.light.on(colour, (-1, 0, 0)), glow),
        )
