"""Which releases of the app may go on, which are asked to renew themselves, and which must."""

from __future__ import annotations

from billun.config import Settings, numbers_of


def update_for(version: str, settings: Settings) -> str:
    """`required` below the minimum, `offered` below the latest, else `none`."""
    numbers = numbers_of(version)
    if numbers < numbers_of(settings.app_minimum_version):
        return "required"
    return "offered" if numbers < numbers_of(settings.app_version) else "none"
