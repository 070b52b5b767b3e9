"""The embedded services: PostgreSQL and Redis that nobody has to install.

Tests start their own with `start_postgresql` and `start_redis`.
"""

from __future__ import annotations

from pathlib import Path

from bin.postgresql import PostgreSQL
from bin.redis_server import Redis

__all__ = ["PostgreSQL", "Redis", "start_postgresql", "start_redis"]


def start_postgresql(directory: Path, *, durable: bool = True) -> PostgreSQL:
    """A running PostgreSQL over the folder, with an empty database on the first start.

    Its `url` leads to the database, its `stop()` ends it. As root the server runs as another user,
    who owns the folder's content from then on. Refuses with one line when it cannot start.
    """
    server = PostgreSQL(directory, durable=durable)
    server.start()
    return server


def start_redis(directory: Path, *, durable: bool = True) -> Redis:
    """A running Redis over the folder; `url` and `stop()` as above."""
    server = Redis(directory, durable=durable)
    server.start()
    return server
