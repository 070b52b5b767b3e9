"""What Billun asks of an enhancer: whoever makes dark, noisy or discoloured photos easier to read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from PIL import Image


class CannotEnhance(Exception):
    """It will not or cannot do it with this photo; the text says why."""


class EnhancerAway(Exception):
    """It does not answer; trying later may help."""


@dataclass(frozen=True)
class Enhanced:
    """What came of a photo: a better picture, or None where nothing needs to be better.

    `metrics` is what was measured, as JSON takes it: by agreement "before" and "after", each with
    luminance, contrast, cast, noise and sharpness.
    """

    picture: Image.Image | None
    metrics: Mapping[str, Any]


class Enhancer(Protocol):
    @property
    def name(self) -> str:
        """Stored with what it makes and shown to people, at most 60 characters. A new version has a new name."""

    @property
    def outside(self) -> bool:
        """Whether photos leave this installation for it: then only for companies that allowed it."""

    def enhance(self, picture: Image.Image) -> Enhanced:
        """An upright RGB picture, better to read and never larger. Raises CannotEnhance, EnhancerAway.

        It runs in a job: the limits of jobs/limits.py are all that it has.
        """
