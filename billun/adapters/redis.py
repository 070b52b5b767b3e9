"""The connection to Redis, which carries messages and keeps nothing that matters."""

from __future__ import annotations

from flask import current_app
from redis import Redis

# Short, because a report is answered whether Redis is there or not.
SECONDS_TO_CONNECT = 1
SECONDS_TO_ANSWER = 1


def open_redis(url: str) -> Redis:
    """A lazy connection pool: nothing is connected before the first command."""
    return Redis.from_url(
        url, socket_connect_timeout=SECONDS_TO_CONNECT, socket_timeout=SECONDS_TO_ANSWER
    )


def redis() -> Redis:
    """The pool of the running application."""
    opened: Redis = current_app.extensions["billun_redis"]
    return opened


def open_redis_to_wait(url: str) -> Redis:
    """A connection pool for whoever blocks on Redis, as workers do for their next job."""
    return Redis.from_url(url, socket_connect_timeout=SECONDS_TO_CONNECT)
