"""What a single job may take of memory and time: more ends the job and nothing else."""

from __future__ import annotations

import resource
import signal
import subprocess
import sys

from bin.places import ROOT
from tests.fixtures.services import environment_of_processes

# Each child takes on the limits; their parent, the worker, must not.
PROGRAM = """
import os, resource
from jobs.limits import limit

def greedy():
    bytearray(300 << 20)

def endless():
    sum(range(10 ** 12))  # in C: Python looks at no signal before it is done

for work in greedy, endless:
    child = os.fork()
    if child == 0:
        limit(200 << 20, 1)
        try:
            work()
        except MemoryError:
            os._exit(7)
        os._exit(0)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
print(resource.getrlimit(resource.RLIMIT_DATA)[0], resource.getrlimit(resource.RLIMIT_CPU)[0])
"""


def test_a_job_ends_at_its_limits_and_its_worker_has_none(environment: dict[str, str]) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        cwd=ROOT,
        env=environment_of_processes(**environment),
        capture_output=True,
        check=True,
        text=True,
        timeout=120,
    )
    greedy, endless, *worker = (int(number) for number in done.stdout.split())
    assert greedy == 7, "it was told that there is no more"
    assert endless in {-signal.SIGXCPU, -signal.SIGKILL}, "the kernel ended it"
    assert worker == [
        resource.getrlimit(kind)[0] for kind in (resource.RLIMIT_DATA, resource.RLIMIT_CPU)
    ]
