"""Pictures from two steps away: part of the vehicle, with what is wrong on it."""

from collections.abc import Callable
from itertools import pairwise
from random import Random

from billun.demo.drawing.brief import PhotoBrief
from billun.demo.drawing.canvas import Canvas
from billun.demo.drawing.light import dimmed
from billun.demo.drawing.overview import draw_vehicle, extent
from billun.demo.drawing.space import Camera, Pixel, Point
from billun.demo.drawing.surfaces import crack, glow
from billun.demo.drawing.trailers import AXLES, LEGS, REAR

View = tuple[Camera, Callable[[Canvas], None]]


def torn_curtain(brief: PhotoBrief, dice: Random) -> View:
    camera = _beside((-9.0, 0, 2.3), 5.4, dice, -1)

    def draw(canvas: Canvas) -> None:
        draw_vehicle(canvas, brief)
        y = _near(camera) * 1.26
        edge: list[Point] = [
            (-9.5, y, 2.9),
            (-9.1, y, 2.75),
            (-8.8, y, 2.35),
            (-8.6, y, 1.9),
            (-8.9, y, 2.05),
            (-9.15, y, 2.3),
            (-9.45, y, 2.45),
        ]
        canvas.patch(edge, (14, 14, 15))
        canvas.patch(
            [(-9.5, y, 2.9), (-9.45, y, 2.45), (-9.75, y, 2.2), (-9.8, y, 2.5)],
            dimmed(canvas.light.on((40, 120, 110), (0, 1, 0)), 1.2),
        )
        canvas.line([*edge, edge[0]], (220, 224, 222), 0.012)

    return camera, draw


def bent_guard(brief: PhotoBrief, dice: Random) -> View:
    """The rear end from a low place; the right half of the bar pushed forward and down."""
    camera = _behind(1.0, 2.6, dice)

    def draw(canvas: Canvas) -> None:
        draw_vehicle(canvas, brief)
        x = _rear_of(brief) - 0.06
        canvas.patch(
            [(x, 0.1, 0.38), (x, -1.26, 0.38), (x, -1.26, 0.6), (x, 0.1, 0.6)], (22, 22, 24)
        )
        way = [(0.12, 0.42), (-0.45, 0.4), (-0.8, 0.3), (-1.24, 0.1)]
        for place, ((y0, z0), (y1, z1)) in enumerate(pairwise(way)):
            canvas.patch(
                [(x, y0, z0), (x, y1, z1), (x, y1, z1 + 0.13), (x, y0, z0 + 0.13)],
                dimmed(canvas.light.on((206, 206, 202), (-1, 0, 0)), 1 - 0.16 * place),
            )
            half = (y0 + y1) / 2
            mid = (z0 + z1) / 2
            canvas.patch(
                [
                    (x, y0, z0),
                    (x, half, mid),
                    (x, half - 0.03, mid + 0.13),
                    (x, y0 - 0.03, z0 + 0.13),
                ],
                dimmed(canvas.light.on((196, 30, 30), (-1, 0, 0)), 1 - 0.16 * place),
            )
        canvas.line([(x, -0.45, 0.42), (x, -0.47, 0.53)], (20, 18, 16), 0.03)

    return camera, draw


def headlamps(brief: PhotoBrief, dice: Random) -> View:
    """Face on, lights switched on: one shines, the other does not."""
    camera = Camera((4.6, dice.uniform(-0.7, 0.7), 1.35), (0, 0, 1.15), 1360)

    def draw(canvas: Canvas) -> None:
        draw_vehicle(canvas, brief)
        for place in (-1.0, -1.12):
            glow(canvas, camera.pixel((0.06, place, 0.68)), 210, (255, 246, 220), 0.95)
        for place in (0.9, 1.1):
            canvas.disc(camera.pixel((0.08, place, 0.67)), 27, (46, 50, 54))
        crack(canvas, camera.pixel((0.08, 1.12, 0.72)), 90, 2.6, (220, 226, 230), 3)

    return camera, draw


def rear_lamps(brief: PhotoBrief, dice: Random) -> View:
    camera = _behind(1.15, 3.0, dice)

    def draw(canvas: Canvas) -> None:
        draw_vehicle(canvas, brief)
        x = _rear_of(brief)
        for place in (-0.78, -1.08):
            glow(canvas, camera.pixel((x, place, 0.87)), 150, (255, 44, 36), 0.95)
            canvas.disc(camera.pixel((x - 0.05, place, 0.87)), 26, (255, 150, 140))
        canvas.patch(
            [
                (x - 0.06, 0.7, 0.8),
                (x - 0.06, 0.86, 0.8),
                (x - 0.06, 0.86, 0.94),
                (x - 0.06, 0.78, 0.9),
                (x - 0.06, 0.7, 0.94),
            ],
            (40, 14, 14),
        )

    return camera, draw


def torn_flap(brief: PhotoBrief, dice: Random) -> View:
    camera = _behind(0.9, 2.4, dice)

    def draw(canvas: Canvas) -> None:
        draw_vehicle(canvas, brief)
        x = _rear_of(brief) - 0.01
        ground = canvas.light.on((74, 74, 73), (0, 0, 1))
        torn = [
            (-0.6, 0.44),
            (-0.75, 0.38),
            (-0.86, 0.42),
            (-1.0, 0.34),
            (-1.1, 0.4),
            (-1.21, 0.36),
            (-1.21, 0.27),
            (-0.6, 0.27),
        ]
        canvas.patch([(x, y, z) for y, z in torn], ground)
        canvas.patch(
            [(x, -1.0, 0.36), (x, -1.12, 0.34), (x, -1.2, 0.12), (x, -1.06, 0.2)], (20, 20, 22)
        )

    return camera, draw


def sprung_door(brief: PhotoBrief, dice: Random) -> View:
    camera = _behind(2.0, 4.0, dice)

    def draw(canvas: Canvas) -> None:
        draw_vehicle(canvas, brief)
        x = _rear_of(brief) - 0.08
        canvas.patch(
            [(x, 0.02, 1.25), (x, -0.12, 1.25), (x, -0.05, 3.86), (x, 0.02, 3.86)], (12, 12, 13)
        )
        canvas.line(
            [(x, 0.3, 1.2), (x, 0.32, 1.7), (x - 0.12, 0.52, 2.1), (x, 0.33, 2.7), (x, 0.3, 3.8)],
            canvas.light.on((206, 210, 214), (-1, 0, 0)),
            0.045,
        )

    return camera, draw


def landing_leg(brief: PhotoBrief, dice: Random) -> View:
    camera = _beside((LEGS, 0, 0.75), 3.0, dice, -1)
    return camera, lambda canvas: draw_vehicle(canvas, brief, bent=0.34)


def fifth_wheel(brief: PhotoBrief, dice: Random) -> View:
    """From behind and above, onto the plate between the wheels."""
    camera = Camera((-7.6, dice.choice((-1.1, 1.1)), 2.5), (-4.4, 0, 1.0), 1360)
    return camera, lambda canvas: draw_vehicle(canvas, brief)


def axle(brief: PhotoBrief, dice: Random) -> View:
    low, _, _ = extent(brief)
    middle = AXLES[1] if low == REAR else low * 0.75
    return _beside((middle, 0, 0.85), 3.6, dice, 1), lambda canvas: draw_vehicle(canvas, brief)


def load_on_the_deck(brief: PhotoBrief, dice: Random) -> View:
    camera = _beside((-7.4, 0, 1.6), 4.2, dice, 1)

    def draw(canvas: Canvas) -> None:
        draw_vehicle(canvas, brief)
        near = _near(camera)
        loose = canvas.light.on((236, 140, 30), (0, near, 0))
        canvas.line(
            [
                (-7.7, near * 1.06, 2.12),
                (-7.75, near * 1.2, 1.9),
                (-7.5, near * 1.28, 1.6),
                (-7.62, near * 1.3, 1.1),
                (-7.4, near * 1.3, 0.7),
            ],
            loose,
            0.06,
        )

    return camera, draw


def lowered_lift(brief: PhotoBrief, dice: Random) -> View:
    camera = Camera((-13.2, dice.choice((-3.4, 3.4)), 1.5), (-9.0, 0, 0.9), 1360)
    return camera, lambda canvas: draw_vehicle(canvas, brief, tilt=0.32)


def forks(brief: PhotoBrief, dice: Random) -> View:
    camera = Camera((3.3, dice.choice((-1.9, 1.9)), 1.2), (0.5, 0, 0.6), 1360)
    return camera, lambda canvas: draw_vehicle(canvas, brief, bent=0.22)


def fork_tips(brief: PhotoBrief, dice: Random) -> View:
    """Low over the floor, so that one tip stands visibly under the other."""
    camera = Camera((2.5, dice.choice((-1.15, 1.15)), 0.55), (1.05, 0, 0.25), 1360)
    return camera, lambda canvas: draw_vehicle(canvas, brief, bent=0.22)


def dented_side(brief: PhotoBrief, dice: Random) -> View:
    """Whatever has no picture of its own: a dent and a scrape in the side."""
    low, high, tall = extent(brief)
    camera = _beside(((low + high) / 2, 0, tall * 0.45), min(4.6, 2.2 + tall), dice, 1)

    def draw(canvas: Canvas) -> None:
        draw_vehicle(canvas, brief)
        middle = camera.pixel(((low + high) / 2, _near(camera) * 1.26, tall * 0.45))
        canvas.soft(_spot(middle, 150), (20, 20, 22), 0.5, 40)
        for _ in range(12):
            v = middle[1] + dice.uniform(-60, 60)
            canvas.stroke(
                [
                    (middle[0] - dice.uniform(60, 220), v),
                    (middle[0] + dice.uniform(60, 220), v + 16),
                ],
                (210, 206, 200, 150),
                3,
            )

    return camera, draw


def _beside(target: Point, away: float, dice: Random, ahead: int) -> Camera:
    """Beside the vehicle at eye height, a little ahead of the target or behind it."""
    side = dice.choice((-1, 1))
    eye: Point = (
        target[0] + ahead * away * dice.uniform(0.25, 0.5),
        side * (1.25 + away * 0.85),
        dice.uniform(1.3, 1.65),
    )
    return Camera(eye, (target[0], side * 1.0, target[2]), 1360)


def _behind(height: float, away: float, dice: Random) -> Camera:
    return Camera(
        (REAR - away, dice.choice((-1, 1)) * dice.uniform(0.5, 1.2), height + 0.35),
        (REAR, -0.15, height),
        1360,
    )


def _rear_of(brief: PhotoBrief) -> float:
    return extent(brief)[0]


def _near(camera: Camera) -> int:
    return 1 if camera.eye[1] > 0 else -1


def _spot(centre: Pixel, radius: float) -> list[Pixel]:
    u, v = centre
    return [(u - radius, v), (u, v - radius * 0.6), (u + radius, v), (u, v + radius * 0.6)]
