"""What a single job may take. A broken photo then ends its job, and neither the worker nor the machine."""

import resource
from typing import Any

from rq import Worker

from billun.adapters.queue import SECONDS_FOR_A_JOB

MEGABYTE = 1 << 20
# A photo of 64 megapixels takes 1,040 MB as WebP, the thirstiest format, over the 150 MB that a worker has anyway.
MEMORY = 1_600 * MEGABYTE
# RQ ends a job at its time-out as soon as Python runs again; a decoder that never returns is ended by the kernel.
GRACE_SECONDS = 20


class LimitedWorker(Worker):
    """Sets the limits in the child that it forks for each job, never for itself."""

    def main_work_horse(self, job: Any, queue: Any) -> None:
        limit(MEMORY, int(job.timeout or SECONDS_FOR_A_JOB) + GRACE_SECONDS)
        super().main_work_horse(job, queue)


def limit(memory: int, seconds: int) -> None:
    """Bound this process for good: its own memory in bytes, its computing in seconds, and no dump of either."""
    for kind, most in (
        (resource.RLIMIT_DATA, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (most, most))
