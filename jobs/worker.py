"""The workers: `python -m jobs.worker`. The jobs are imported before forking, so that a job starts at once."""

from rq.worker_pool import WorkerPool

import jobs.closing
import jobs.company_closing
import jobs.deadlines
import jobs.deliveries
import jobs.digests
import jobs.documents
import jobs.drawings
import jobs.erasing
import jobs.imports
import jobs.photos
import jobs.retention
import jobs.sweeps  # noqa: F401  (imported for the children that are forked from here)
from billun.adapters.queue import QUEUES
from billun.adapters.redis import open_redis_to_wait
from jobs import app
from jobs.limits import LimitedWorker


def main() -> None:
    settings = app.extensions["billun_settings"]
    pool = WorkerPool(
        list(QUEUES),
        connection=open_redis_to_wait(settings.redis_url),
        num_workers=settings.job_workers,
        worker_class=LimitedWorker,
    )
    pool.start(logging_level="WARNING")


if __name__ == "__main__":
    main()
