"""Locks that the system releases by itself when their holder dies."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bin.console import say


@contextmanager
def only_one_at_a_time(directory: Path, waiting: str) -> Iterator[None]:
    """Hold the folder for oneself, after waiting for whoever holds it; says `waiting` meanwhile."""
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        if not taken(descriptor):
            say(waiting)
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def take(path: Path) -> int | None:
    """The open lock file, to be kept open for as long as the lock is wanted; None if it is held."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    if taken(descriptor):
        return descriptor
    os.close(descriptor)
    return None


def taken(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
