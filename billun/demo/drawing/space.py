"""Points in metres and the camera that sees them.

A vehicle drives towards +x, its left side is +y, and z goes up from the ground.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import sqrt

Point = tuple[float, float, float]
Pixel = tuple[float, float]

WIDTH, HEIGHT = 1600, 1200
NEAREST_M = 0.15


def minus(a: Point, b: Point) -> Point:
    return (a[0] - b[0], a[1] - b[1], a[2] - b[2])


def plus(a: Point, b: Point) -> Point:
    return (a[0] + b[0], a[1] + b[1], a[2] + b[2])


def times(a: Point, factor: float) -> Point:
    return (a[0] * factor, a[1] * factor, a[2] * factor)


def dot(a: Point, b: Point) -> float:
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


def cross(a: Point, b: Point) -> Point:
    return (
        a[1] * b[2] - a[2] * b[1],
        a[2] * b[0] - a[0] * b[2],
        a[0] * b[1] - a[1] * b[0],
    )


def unit(a: Point) -> Point:
    length = sqrt(dot(a, a)) or 1.0
    return times(a, 1 / length)


def normal_of(points: Sequence[Point]) -> Point:
    """The direction in which a flat polygon looks, by the turn of its first three corners."""
    return unit(cross(minus(points[1], points[0]), minus(points[2], points[0])))


@dataclass(frozen=True)
class Camera:
    """Where it stands, what it looks at, and its focal length in pixels of a 1600 pixel wide picture."""

    eye: Point
    target: Point
    focal: float

    @cached_property
    def forward(self) -> Point:
        return unit(minus(self.target, self.eye))

    @cached_property
    def right(self) -> Point:
        return unit(cross(self.forward, (0.0, 0.0, 1.0)))

    @cached_property
    def up(self) -> Point:
        return cross(self.right, self.forward)

    @cached_property
    def horizon(self) -> float:
        """The height in the picture at which the ground ends."""
        level = unit((self.forward[0], self.forward[1], 0.0))
        return HEIGHT / 2 - self.focal * dot(level, self.up) / dot(level, self.forward)

    def pixel(self, point: Point) -> Pixel:
        return self._on_sensor(self._seen(point))

    def outline(self, points: Sequence[Point]) -> list[Pixel]:
        """The polygon as pixels, cut where it passes behind the camera; empty when all of it does."""
        seen = [self._seen(point) for point in points]
        if all(point[2] > NEAREST_M for point in seen):
            return [self._on_sensor(point) for point in seen]
        return [self._on_sensor(point) for point in _cut_at_lens(seen)]

    def faces(self, points: Sequence[Point], normal: Point) -> bool:
        return dot(normal, minus(self.eye, points[0])) > 0

    def _seen(self, point: Point) -> Point:
        away = minus(point, self.eye)
        return (dot(away, self.right), dot(away, self.up), dot(away, self.forward))

    def _on_sensor(self, seen: Point) -> Pixel:
        depth = max(seen[2], NEAREST_M)
        return (WIDTH / 2 + self.focal * seen[0] / depth, HEIGHT / 2 - self.focal * seen[1] / depth)


def _cut_at_lens(seen: list[Point]) -> list[Point]:
    kept: list[Point] = []
    for here, there in zip(seen, seen[1:] + seen[:1], strict=True):
        if here[2] > NEAREST_M:
            kept.append(here)
        if (here[2] > NEAREST_M) != (there[2] > NEAREST_M):
            share = (NEAREST_M - here[2]) / (there[2] - here[2])
            kept.append(plus(here, times(minus(there, here), share)))
    return kept
