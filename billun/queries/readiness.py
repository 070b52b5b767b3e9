"""Whether the parts that Billun leans on answer."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from redis.exceptions import RedisError
from rq import Queue
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from billun.adapters.queue import QUEUES
from billun.adapters.redis import redis
from billun.adapters.storage import StorageUnavailable, storage
from billun.extensions import db
from billun.models.base import now

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Part:
    fine: bool
    facts: dict[str, Any] = field(default_factory=dict)


def parts() -> dict[str, Part]:
    """Each part by name; what is wrong with it goes to the log, not to a stranger."""
    return {
        "database": asked(ask_database),
        "redis": asked(ask_queue),
        "storage": asked(ask_storage),
    }


def asked(ask: Callable[[], dict[str, Any]]) -> Part:
    try:
        return Part(True, ask())
    except (SQLAlchemyError, RedisError, StorageUnavailable) as error:
        log.warning("not ready: %s", error)
        return Part(False)


def ask_database() -> dict[str, Any]:
    db.session.execute(text("SELECT 1"))
    return {}


def ask_queue() -> dict[str, Any]:
    queues = [Queue(name, connection=redis()) for name in QUEUES]
    return {
        "jobs": sum(queue.count for queue in queues),
        "oldest_job_seconds": max(seconds_waited(queue) for queue in queues),
    }


def seconds_waited(queue: Queue) -> int:
    """For how long the oldest job has waited."""
    oldest = queue.get_jobs(0, 1)
    if not oldest or not oldest[0].enqueued_at:
        return 0
    return round((now() - oldest[0].enqueued_at).total_seconds())


def ask_storage() -> dict[str, Any]:
    storage().check()
    return {}
