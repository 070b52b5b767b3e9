"""Notices that a source changed, for `make dev`."""

from __future__ import annotations

import time

from bin.places import ROOT

WATCHED = ("billun", "jobs")
SUFFIXES = {".py", ".html", ".ini", ".po", ".css", ".js", ".svg", ".txt"}


class Changes:
    """Tells at most once a second whether anything changed since it was last asked."""

    def __init__(self) -> None:
        self.seen = newest()
        self.asked_at = time.monotonic()

    def any(self) -> bool:
        if time.monotonic() - self.asked_at < 1:
            return False
        before, self.seen, self.asked_at = self.seen, newest(), time.monotonic()
        return self.seen != before


def newest() -> tuple[int, int]:
    """The time of the last change and the number of files, which a removal lowers."""
    times = [
        path.stat().st_mtime_ns
        for folder in WATCHED
        for path in (ROOT / folder).rglob("*")
        if path.suffix in SUFFIXES and path.is_file()
    ]
    return max(times, default=0), len(times)
