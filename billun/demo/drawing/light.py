"""The light that a photo is taken in."""

from dataclasses import dataclass

from billun.demo.drawing.space import Point, dot, unit

Colour = tuple[int, int, int]


@dataclass(frozen=True)
class Light:
    """Gains are factors of the colour in even daylight; `noise` is the grain in steps of 255."""

    name: str
    sky_top: Colour
    sky_low: Colour
    tint: tuple[float, float, float]
    ambient: float
    sun: float
    sun_from: Point
    background: float
    shadow: float
    noise: float
    flash: bool = False
    wet: bool = False

    def on(self, colour: Colour, normal: Point) -> Colour:
        """What a matt face of this colour looks like when it looks into that direction."""
        from_sky = self.ambient * (0.86 + 0.14 * normal[2])
        strength = from_sky + self.sun * max(0.0, dot(normal, unit(self.sun_from)))
        red, green, blue = (
            min(255, round(part * strength * tint))
            for part, tint in zip(colour, self.tint, strict=True)
        )
        return (red, green, blue)


LIGHTS = {
    light.name: light
    for light in (
        Light(
            "day",
            (92, 146, 205),
            (214, 228, 238),
            (1.02, 1.0, 0.97),
            0.76,
            0.5,
            (0.5, 0.75, 0.75),
            1.0,
            0.55,
            5,
        ),
        Light(
            "overcast",
            (182, 192, 202),
            (224, 229, 232),
            (0.99, 1.0, 1.02),
            0.94,
            0.12,
            (0.2, 0.3, 1),
            0.95,
            0.4,
            7,
        ),
        Light(
            "dusk",
            (52, 66, 108),
            (233, 158, 102),
            (1.0, 0.88, 0.82),
            0.66,
            0.26,
            (0.8, 0.5, 0.25),
            0.86,
            0.45,
            13,
        ),
        Light(
            "rain",
            (128, 138, 148),
            (170, 178, 184),
            (0.95, 0.99, 1.04),
            0.82,
            0.06,
            (0, 0, 1),
            0.92,
            0.35,
            10,
            wet=True,
        ),
        Light(
            "night",
            (10, 13, 22),
            (26, 28, 38),
            (1.0, 0.99, 0.96),
            0.9,
            0.06,
            (0, 0, 1),
            0.2,
            0.5,
            18,
            flash=True,
        ),
        Light(
            "indoor",
            (120, 122, 120),
            (150, 150, 146),
            (1.03, 1.0, 0.92),
            0.88,
            0.2,
            (0.1, 0.3, 1),
            0.95,
            0.45,
            11,
        ),
    )
}


def light_named(name: str) -> Light:
    return LIGHTS.get(name, LIGHTS["overcast"])


def mix(first: Colour, second: Colour, share: float) -> Colour:
    """`share` of the second colour in the first."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(first, second, strict=True))
    return (red, green, blue)


def dimmed(colour: Colour, factor: float) -> Colour:
    red, green, blue = (max(0, min(255, round(part * factor))) for part in colour)
    return (red, green, blue)
