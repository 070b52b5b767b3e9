"""Reads where the things of a place shall go that is given up."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar
from uuid import UUID

from billun.errors import Missing

Place = TypeVar("Place")


def move_to_in(posted: Mapping[str, str], find: Callable[[UUID], Place]) -> Place | None:
    """The place that was chosen, None where none was. Raises Missing for one that is not there."""
    text = posted.get("move_to", "")
    if not text:
        return None
    try:
        return find(UUID(text))
    except ValueError as error:
        raise Missing from error
