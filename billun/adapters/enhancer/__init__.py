"""Who enhances photos. Another one, learned or outside, is a file here, a line below and a word in the settings."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flask import current_app

from billun.adapters.enhancer.classical import Classical
from billun.adapters.enhancer.interface import CannotEnhance, Enhanced, Enhancer, EnhancerAway
from billun.adapters.enhancer.off import Off
from billun.config import EnhancerKind, Settings

__all__ = [
    "CannotEnhance",
    "Enhanced",
    "Enhancer",
    "EnhancerAway",
    "enhancer",
    "is_enhancing",
    "open_enhancer",
]

ENHANCERS: Mapping[EnhancerKind, Callable[[], Enhancer]] = {"classical": Classical, "off": Off}


def open_enhancer(settings: Settings) -> Enhancer:
    """The enhancer that the settings name. Opened by web and workers alike, so it loads what is heavy when asked."""
    return ENHANCERS[settings.enhancer]()


def enhancer() -> Enhancer:
    """The enhancer of the running application."""
    opened: Enhancer = current_app.extensions["billun_enhancer"]
    return opened


def is_enhancing() -> bool:
    """Whether this installation enhances photos at all."""
    return not isinstance(enhancer(), Off)
