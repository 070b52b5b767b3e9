"""Drawings of equipment with the spots that a finger can point at."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from billun.catalogue.entries import Entry, Json, as_list, said
from billun.catalogue.scope import Scope

Side = Literal["left", "right", "front", "rear", "top", "inside", "underneath"]

SIDES: tuple[Side, ...] = ("left", "right", "front", "rear", "top", "inside", "underneath")

Height = Literal["low", "middle", "high"]

HEIGHTS: tuple[Height, ...] = ("low", "middle", "high")


@dataclass(frozen=True)
class Spot(Entry):
    """A place on a drawing: `x` from its left and `y` from its top, in percent of the picture.

    Axles are counted from the front.
    """

    x: float
    y: float
    side: Side
    axle: int | None
    height: Height | None

    def as_json(self) -> Json:
        place = {"x": self.x, "y": self.y, "side": self.side}
        return {**super().as_json(), **place, **said({"axle": self.axle, "height": self.height})}


@dataclass(frozen=True)
class Outline(Entry):
    """A drawing of static/icons/outlines, `picture` without its `.svg`, and the spots on it."""

    picture: str
    scope: Scope
    spots: Mapping[str, Spot]

    def as_json(self) -> Json:
        return {
            **super().as_json(),
            "picture": self.picture,
            **self.scope.as_json(),
            "spots": as_list(self.spots),
        }
