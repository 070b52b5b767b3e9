"""The job queue: RQ as the courier. What a job must do stands in PostgreSQL, so a lost job is found again."""

from __future__ import annotations

import logging

from redis.exceptions import RedisError
from rq import Queue

from billun.adapters.redis import redis

log = logging.getLogger(__name__)

# In the order in which workers look: a message about a red report does not wait behind photos.
MESSAGES, PHOTOS, CLOCK, IMPORTS = "messages", "photos", "clock", "imports"
QUEUES = (MESSAGES, CLOCK, IMPORTS, PHOTOS)
MANY_WAIT = 100
SECONDS_FOR_A_JOB = 300
# An export takes along every photo that a company ever took; a photo that takes a minute is broken.
SECONDS_BY_JOB = {
    "jobs.company_closing.export_company": 4 * 3600,
    "jobs.imports.work_on_import": 1800,
    "jobs.photos.develop_photo": 60,
    "jobs.photos.enhance_photo": 120,
}


def enqueue(queue: str, job: str, *args: str) -> bool:
    """Queue the function named `job` ("jobs.photos.develop_photo"). False when Redis is away."""
    try:
        Queue(queue, connection=redis()).enqueue(
            job,
            *args,
            job_timeout=SECONDS_BY_JOB.get(job, SECONDS_FOR_A_JOB),
            result_ttl=0,
            failure_ttl=86_400,
        )
    except RedisError as error:
        log.warning("not queued, the sweep will find it: %s%s (%s)", job, args, error)
        return False
    return True


def many_wait(queue: str) -> bool:
    """Whether so much is queued that a sweep would only queue it again."""
    return Queue(queue, connection=redis()).count > MANY_WAIT
