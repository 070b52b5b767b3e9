"""The job queue: RQ as the courier. What a job must do stands in PostgreSQL, so a lost job is found again."""

from __future__ import annotations

import logging

from redis.exceptions import RedisError
from rq import Queue

from billun.adapters.redis import redis

log = logging.getLogger(__name__)

DEFAULT_QUEUE = "billun"
SECONDS_FOR_A_JOB = 300


def enqueue(job: str, *args: str) -> bool:
    """Queue the function named `job` ("jobs.photos.develop_photo"). False when Redis is away."""
    try:
        Queue(DEFAULT_QUEUE, connection=redis()).enqueue(
            job, *args, job_timeout=SECONDS_FOR_A_JOB, result_ttl=0, failure_ttl=86_400
        )
    except RedisError as error:
        log.warning("not queued, the sweep will find it: %s%s (%s)", job, args, error)
        return False
    return True
