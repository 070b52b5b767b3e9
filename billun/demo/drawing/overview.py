"""The whole vehicle, three quarters from the front or from behind."""

from math import cos, dist, radians, sin
from random import Random

from billun.demo.drawing.brief import PhotoBrief
from billun.demo.drawing.canvas import Canvas
from billun.demo.drawing.handling import (
    draw_forklift,
    draw_pallet_truck,
    draw_reach_truck,
    draw_tail_lift,
)
from billun.demo.drawing.livery import Livery, livery_named
from billun.demo.drawing.space import HEIGHT, WIDTH, Camera, Pixel, Point, plus, times
from billun.demo.drawing.trailers import BODIES, REAR, draw_trailer
from billun.demo.drawing.trucks import draw_rigid, draw_tractor, draw_van

ON_THE_ROAD = {"shoulder", "rest_area", "street"}
LENGTHS = {
    "tractor_unit": (-6.1, 0.0, 3.8),
    "rigid_truck": (-8.6, 0.0, 3.5),
    "tail_lift": (-10.4, 0.0, 3.5),
    "van": (-6.1, 0.0, 2.5),
    "car": (-6.1, 0.0, 2.5),
    "reach_truck": (-1.9, 1.4, 3.0),
    "order_picker": (-1.9, 1.4, 3.0),
    "pallet_truck": (-1.3, 1.2, 1.3),
    "stacker": (-1.3, 1.2, 1.3),
}
FORKLIFT = (-2.3, 1.5, 2.2)
SMALL = {"forklift", "reach_truck", "order_picker", "pallet_truck", "stacker"}
FOCAL = 1360.0
EYE_LEVEL = 1.7


def overview_camera(brief: PhotoBrief, dice: Random) -> Camera:
    """Far enough back to see all of it, at the height of a person's eyes."""
    low, high, tall = extent(brief)
    length = high - low
    from_front = dice.random() < (
        0.45 if brief.kind in BODIES or brief.kind == "tail_lift" else 0.75
    )
    if brief.kind == "tail_lift":
        from_front = False
    side = dice.choice((-1, 1))
    yaw = radians(dice.uniform(34, 56))
    span = length * sin(yaw) + 2.5 * cos(yaw)
    away = max(span * 0.86, tall * 1.5) + length * 0.42 * cos(yaw)
    middle: Point = ((low + high) / 2, 0.0, tall * dice.uniform(0.42, 0.5))
    way: Point = ((1 if from_front else -1) * cos(yaw), side * sin(yaw), 0.0)
    corners = _corners(low, high, tall, _half_width(brief))
    return _framed(
        Camera(_stepped_back(middle, way, away), middle, FOCAL),
        corners,
        way,
        dice.uniform(0.8, 0.88),
    )


def _framed(camera: Camera, corners: list[Point], way: Point, share: float) -> Camera:
    """The same view, stepped back and turned until the corners take that share of the picture's width."""
    for _ in range(4):
        pixels = camera.outline(corners)
        left, right = min(u for u, _ in pixels), max(u for u, _ in pixels)
        top, bottom = min(v for _, v in pixels), max(v for _, v in pixels)
        away = dist((camera.eye[0], camera.eye[1]), (camera.target[0], camera.target[1]))
        across = ((left + right) / 2 - WIDTH / 2) * away / FOCAL
        target = plus(camera.target, times(camera.right, across))
        needed = max((right - left) / (WIDTH * share), (bottom - top) / (HEIGHT * share))
        camera = Camera(_stepped_back(target, way, away * (1 + (needed - 1) * 0.8)), target, FOCAL)
    return camera


def _stepped_back(target: Point, way: Point, away: float) -> Point:
    return (target[0] + way[0] * away, target[1] + way[1] * away, EYE_LEVEL)


def _corners(low: float, high: float, tall: float, half: float) -> list[Point]:
    return [(x, y, z) for x in (low, high) for y in (-half, half) for z in (0.0, tall)]


def _half_width(brief: PhotoBrief) -> float:
    return 0.7 if brief.kind in SMALL else 1.4


def extent(brief: PhotoBrief) -> tuple[float, float, float]:
    """Rear end, front end and height in metres of what will be drawn."""
    if brief.kind in BODIES or brief.kind in ("livestock",):
        return (REAR, 0.0, 4.0) if coupled(brief) else (REAR, -2.9, 4.0)
    return LENGTHS.get(brief.kind, FORKLIFT)


def coupled(brief: PhotoBrief) -> bool:
    if brief.sub_category == "landing_legs":
        return False
    return brief.scene in ON_THE_ROAD or sum(brief.fleet_number.encode()) % 3 == 0


def draw_vehicle(canvas: Canvas, brief: PhotoBrief, bent: float = 0.0, tilt: float = 0.0) -> None:
    """The vehicle on its shadow. `bent` forks or legs and the `tilt` of a lift are in metres."""
    livery = livery_named(brief.livery)
    low, high, _ = extent(brief)
    shadow(canvas, low, min(high, 0.3), 0.6 if brief.kind in SMALL else 1.3)
    if brief.kind == "tractor_unit":
        draw_tractor(canvas, livery, brief.plate, lit=_lamps_on(canvas))
    elif brief.kind == "rigid_truck":
        draw_rigid(canvas, livery, brief.plate, livery.body, lit=_lamps_on(canvas))
    elif brief.kind == "tail_lift":
        draw_rigid(canvas, livery, None, livery.body, lit=False)
        draw_tail_lift(canvas, tilt)
    elif brief.kind in ("van", "car"):
        draw_van(canvas, livery, brief.plate)
    elif brief.kind in BODIES or brief.kind == "livestock":
        _road_train(canvas, brief, livery, bent)
    elif brief.kind in ("reach_truck", "order_picker"):
        draw_reach_truck(canvas)
    elif brief.kind in ("pallet_truck", "stacker"):
        draw_pallet_truck(canvas)
    else:
        draw_forklift(canvas, bent=bent)


def shadow(canvas: Canvas, low: float, high: float, half: float) -> None:
    """Dark and close under the vehicle, wider and fainter around it."""
    strength = canvas.light.shadow
    for grow, share, blur in ((0.45, 0.5, 26.0), (0.0, 0.9, 11.0), (-0.25, 0.9, 5.0)):
        corners: list[Point] = [
            (low - grow, -half - grow, 0),
            (high + grow, -half - grow, 0),
            (high + grow, half + grow, 0),
            (low - grow, half + grow, 0),
        ]
        outline: list[Pixel] = canvas.camera.outline(corners)
        canvas.soft(outline, (8, 9, 12), strength * share, blur)


def _road_train(canvas: Canvas, brief: PhotoBrief, livery: Livery, bent: float) -> None:
    with_tractor = coupled(brief)
    behind = canvas.camera.eye[0] < -8
    if with_tractor and behind:
        draw_tractor(canvas, livery, None)
    draw_trailer(canvas, brief.kind, livery, brief.plate, on_legs=not with_tractor, bent_leg=bent)
    if with_tractor and not behind:
        draw_tractor(canvas, livery, "HA-731-VQ", lit=_lamps_on(canvas))


def _lamps_on(canvas: Canvas) -> bool:
    return canvas.light.name in ("dusk", "night", "rain")
