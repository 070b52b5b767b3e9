"""Which releases of the app may go on, which are asked to renew themselves, and which must."""

from __future__ import annotations

from billun.config import VERSION, Settings


def numbers_of(version: str) -> tuple[int, ...]:
    """1.10.2 as numbers, to compare. What says no version comes before all others."""
    return tuple(map(int, version.split("."))) if VERSION.fullmatch(version) else ()


def update_for(version: str, settings: Settings) -> str:
    """`required` below the minimum, `offered` below the latest, else `none`."""
    numbers = numbers_of(version)
    if numbers < numbers_of(settings.app_minimum_version):
        return "required"
    return "offered" if numbers < numbers_of(settings.app_version) else "none"
