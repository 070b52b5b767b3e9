"""What was raised in gevent's threads reaches whoever waits, and nobody else."""

from __future__ import annotations

import subprocess
import sys

from bin.places import ROOT

UNDER_GEVENT = """
from gevent import monkey
monkey.patch_all()
from billun.adapters.threads import off_the_loop
from billun.adapters.storage import StorageUnavailable

def raising():
    raise StorageUnavailable("away")

print(off_the_loop(sorted, [2, 1], reverse=True))
try:
    off_the_loop(raising)
except StorageUnavailable as error:
    print("told:", error)
"""


def test_an_error_in_a_thread_is_told_to_the_caller_alone() -> None:
    done = subprocess.run(
        [sys.executable, "-c", UNDER_GEVENT], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "[2, 1]\ntold: away\n", "")
