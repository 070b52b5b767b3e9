"""A Billun of its own with the demo company, for programs that look at it from outside."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

from bin.console import Refusal
from bin.redis_server import free_port

SECONDS_FOR_ALL_PHOTOS = 300


@contextmanager
def demonstration(folder: Path) -> Iterator[str]:
    """Its address, once all photos of the demo are developed. It ends with the block."""
    port = free_port()
    environment = {**os.environ, "PORT": str(port), "BILLUN_VAR": str(folder / "var"), "DEMO": "1"}
    run = subprocess.Popen([sys.executable, "-m", "bin.run"], env=environment)
    base_url = f"http://127.0.0.1:{port}"
    try:
        wait_until_developed(base_url)
        yield base_url
    finally:
        run.send_signal(signal.SIGINT)
        run.wait(60)


def wait_until_developed(base_url: str) -> None:
    """Until no job is left. Refuses when that takes too long."""
    deadline = time.monotonic() + SECONDS_FOR_ALL_PHOTOS
    while time.monotonic() < deadline:
        time.sleep(2)
        try:
            with urlopen(base_url + "/health/ready", timeout=5) as answer:  # noqa: S310  (our own)
                if json.load(answer)["parts"]["redis"]["jobs"] == 0:
                    time.sleep(3)
                    return
        except OSError:
            continue
    raise Refusal("Billun with the demo did not become ready")
