"""The logs of the embedded services."""

from __future__ import annotations

from pathlib import Path
from typing import IO

LARGEST = 10_000_000


def open_log(path: Path) -> IO[bytes]:
    """The file to write on to, for its owner's eyes; a large one is put aside first."""
    if path.exists() and path.stat().st_size > LARGEST:
        path.replace(path.with_name(f"{path.name}.old"))
    path.touch(mode=0o600)
    return path.open("ab")
