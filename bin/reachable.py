"""Try the database and the Redis that the environment names; one line for what does not answer.

Unlike most of its neighbours this runs inside the virtual environment: it needs the drivers.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import urlsplit

import psycopg
import redis

from bin.console import Refusal

PATIENCE = 5


def refuse_unreachable(environ: Mapping[str, str]) -> None:
    """Refuse with one line a service that the environment names and that does not answer."""
    if url := environ.get("DATABASE_URL"):
        reach_database(url)
    if url := environ.get("REDIS_URL"):
        reach_redis(url)


def reach_database(url: str) -> None:
    plain = re.sub(r"^postgres(ql)?(\+psycopg)?://", "postgresql://", url)
    if not plain.startswith("postgresql://"):
        raise Refusal("DATABASE_URL: must start with postgresql://; Billun runs on PostgreSQL")
    try:
        psycopg.connect(plain, connect_timeout=PATIENCE).close()
    except psycopg.Error as error:
        raise Refusal(f"DATABASE_URL: no connection to {where(url)}: {first(error)}") from error


def reach_redis(url: str) -> None:
    try:
        redis.Redis.from_url(url, socket_connect_timeout=PATIENCE, socket_timeout=PATIENCE).ping()
    except (redis.RedisError, ValueError) as error:
        raise Refusal(f"REDIS_URL: no connection to {where(url)}: {first(error)}") from error


def where(url: str) -> str:
    """The address without the name and password in it."""
    return urlsplit(url).netloc.rpartition("@")[2] or urlsplit(url).path or "(no host)"


def first(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
