"""Blocks, profiles and wheels: what vehicles and buildings are put together from."""

from collections.abc import Sequence
from itertools import pairwise

from billun.demo.drawing.canvas import Canvas, ring
from billun.demo.drawing.light import Colour, dimmed
from billun.demo.drawing.space import Point

RUBBER: Colour = (34, 34, 36)
STEEL: Colour = (168, 172, 176)
CHASSIS: Colour = (46, 48, 52)


def block(canvas: Canvas, low: Point, high: Point, colour: Colour, gloss: float = 0.1) -> None:
    """An upright box between two opposite corners; only the sides that the camera sees are drawn."""
    (x0, y0, z0), (x1, y1, z1) = low, high
    for side in (
        [(x0, y0, z0), (x1, y0, z0), (x1, y0, z1), (x0, y0, z1)],
        [(x1, y1, z0), (x0, y1, z0), (x0, y1, z1), (x1, y1, z1)],
        [(x1, y0, z0), (x1, y1, z0), (x1, y1, z1), (x1, y0, z1)],
        [(x0, y1, z0), (x0, y0, z0), (x0, y0, z1), (x0, y1, z1)],
        [(x0, y0, z1), (x1, y0, z1), (x1, y1, z1), (x0, y1, z1)],
        [(x0, y1, z0), (x1, y1, z0), (x1, y0, z0), (x0, y0, z0)],
    ):
        canvas.face(side, colour, gloss)


def profile(
    canvas: Canvas,
    outline: Sequence[tuple[float, float]],
    half_width: float,
    colour: Colour,
    gloss: float = 0.14,
) -> None:
    """A side view (x, z), drawn anticlockwise as seen from the right (-y), given the width of the vehicle."""
    pairs = list(zip(outline, [*outline[1:], outline[0]], strict=True))
    for (x0, z0), (x1, z1) in pairs:
        canvas.face(
            [
                (x0, half_width, z0),
                (x1, half_width, z1),
                (x1, -half_width, z1),
                (x0, -half_width, z0),
            ],
            colour,
            gloss,
        )
    right = [(x, -half_width, z) for x, z in outline]
    for side in (right, [(x, half_width, z) for x, z in reversed(outline)]):
        _flank(canvas, side, colour, gloss)


def _flank(canvas: Canvas, points: list[Point], colour: Colour, gloss: float) -> None:
    looks: Point = (0.0, 1.0 if points[0][1] > 0 else -1.0, 0.0)
    if canvas.camera.faces(points, looks):
        lit = canvas.light.on(colour, looks)
        canvas.shade(canvas.camera.outline(points), dimmed(lit, 1 + gloss), dimmed(lit, 1 - gloss))


def side_panel(x0: float, x1: float, y: float, z0: float, z1: float) -> list[Point]:
    return [(x0, y, z0), (x1, y, z0), (x1, y, z1), (x0, y, z1)]


def front_panel(x: float, y0: float, y1: float, z0: float, z1: float) -> list[Point]:
    return [(x, y0, z0), (x, y1, z0), (x, y1, z1), (x, y0, z1)]


def wheel(
    canvas: Canvas,
    x: float,
    side: int,
    radius: float = 0.5,
    outer: float = 1.24,
    width: float = 0.34,
    dished: bool = True,
) -> None:
    """A road wheel whose outer face is on that side of the vehicle; the rims of twin wheels are dished."""
    inner = outer - width
    light = canvas.light
    steps = 9
    toward = (
        side * outer > canvas.camera.eye[1] if side < 0 else side * outer < canvas.camera.eye[1]
    )
    order = range(steps + 1) if toward else range(steps, -1, -1)
    for step in order:
        y = side * (inner + width * step / steps)
        bulge = radius - 0.035 * abs(step / steps - 0.5) ** 2 * 4
        canvas.patch(
            ring((x, y, radius), bulge),
            light.on(dimmed(RUBBER, 0.7 + 0.5 * (step % 2)), (0, side, 0.2)),
        )
    if toward:
        _rim(canvas, (x, side * outer, radius), side, radius, dished)


def _rim(canvas: Canvas, hub: Point, side: int, radius: float, dished: bool) -> None:
    x, y, z = hub
    light, looks = canvas.light, (0.0, float(side), 0.0)
    canvas.patch(ring(hub, radius * 0.93), light.on(dimmed(RUBBER, 1.25), looks))
    canvas.patch(ring(hub, radius * 0.62), light.on(dimmed(RUBBER, 0.8), looks))
    canvas.patch(ring(hub, radius * 0.57), light.on(STEEL, looks))
    canvas.patch(ring(hub, radius * 0.52), light.on(dimmed(STEEL, 0.45 if dished else 0.8), looks))
    depth = -0.12 if dished else 0.04
    disc = (x, y + side * depth, z)
    canvas.patch(ring(disc, radius * 0.47), light.on(dimmed(STEEL, 0.8), looks))
    for spot in ring(disc, radius * 0.37, corners=10):
        canvas.patch(ring(spot, radius * 0.045, corners=10), light.on((60, 62, 64), looks))
    canvas.patch(ring(disc, radius * 0.25), light.on(dimmed(STEEL, 0.55), looks))
    for spot in ring(disc, radius * 0.2, corners=10, turn=0.3):
        canvas.patch(ring(spot, radius * 0.028, corners=8), light.on(dimmed(STEEL, 1.2), looks))
    canvas.patch(
        ring((x, disc[1] + side * 0.05, z), radius * 0.14), light.on(dimmed(STEEL, 0.9), looks)
    )


def mudguard(
    canvas: Canvas, x: float, side: int, radius: float = 0.56, outer: float = 1.25
) -> None:
    """A half ring above a wheel."""
    arc = [point for point in ring((x, side * outer, 0.5), radius, corners=36) if point[2] > 0.62]
    arc.sort(key=lambda point: point[0])
    for here, there in pairwise(arc):
        depth = side * (outer - 0.5)
        quad = [here, there, (there[0], depth, there[2]), (here[0], depth, here[2])]
        canvas.patch(quad, canvas.light.on((40, 41, 44), (0, 0, 1)))
    canvas.line(arc, canvas.light.on((62, 63, 66), (0, side, 0)), 0.05)
