"""How coarse a place is once its retention is over: known to a region, not to a yard."""

from __future__ import annotations

from typing import Any

# A tenth of a degree: 11 km from north to south, in France 7 to 8 km from west to east.
COARSE_DECIMALS = 1
# No fix of a phone says that it is so bad: by this radius a coarse place is recognised.
COARSE_METRES = 10_000


def coarse_place(latitude: float, longitude: float) -> dict[str, float]:
    """The place in degrees and metres, by the names under which rows and phones keep one."""
    return {
        "latitude": round(latitude, COARSE_DECIMALS),
        "longitude": round(longitude, COARSE_DECIMALS),
        "accuracy_m": COARSE_METRES,
    }


def coarsened(content: dict[str, Any]) -> dict[str, Any]:
    """What a phone sent, with a coarse place and without the address that somebody typed."""
    kept = {name: value for name, value in content.items() if name != "address"}
    place = kept.get("position")
    if place:
        kept["position"] = coarse_place(place["latitude"], place["longitude"])
    return kept
