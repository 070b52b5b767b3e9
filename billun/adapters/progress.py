"""How far a long job has come: told through Redis, since nothing depends on it."""

from __future__ import annotations

import logging
from typing import NamedTuple
from uuid import UUID

from redis.exceptions import RedisError

from billun.adapters.redis import redis

log = logging.getLogger(__name__)

SECONDS_IT_IS_NEWS = 600


class Progress(NamedTuple):
    done: int
    of: int

    @property
    def percent(self) -> int:
        return self.done * 100 // self.of if self.of else 0


def note_progress(id: UUID, done: int, of: int) -> None:
    """Tell how much of the work on `id` is done."""
    try:
        redis().set(name(id), f"{done}/{of}", ex=SECONDS_IT_IS_NEWS)
    except RedisError as error:
        log.info("nobody learns how far %s is: %s", id, error)


def progress_of(id: UUID) -> Progress | None:
    """How far the work on `id` was when it was last heard of; None where nothing was."""
    try:
        found = redis().get(name(id))
    except RedisError:
        return None
    return Progress(*map(int, bytes(found).split(b"/"))) if isinstance(found, bytes) else None


def name(id: UUID) -> str:
    return f"billun:progress:{id}"
