"""Which installation of the app sends a request, as it says itself."""

from __future__ import annotations

from uuid import UUID

from flask import request

HEADER = "X-Billun-Device"


def device_named() -> UUID | None:
    """The id that the request names; what is no id names none, since evidence never waits for it."""
    try:
        return UUID(request.headers.get(HEADER, ""))
    except ValueError:
        return None
