"""One run over one var folder at a time."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from bin.console import Refusal
from bin.locks import take


def run_folder(var: Path) -> Path:
    """Where a run keeps what only concerns itself; it is made, for its owner's eyes only."""
    folder = var / "run"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise Refusal(f"cannot write to BILLUN_VAR={var}: {error.strerror}") from error
    return folder


@contextmanager
def only_run_over(var: Path, doing: str) -> Iterator[None]:
    """Hold the var folder. Refuses with what the holder said it was doing."""
    folder = run_folder(var)
    lock = take(folder / "lock")
    if lock is None:
        raise Refusal(f"{holder(folder)}; stop that one, or choose another PORT and BILLUN_VAR")
    try:
        os.truncate(lock, 0)
        os.write(lock, f"Billun {doing} (process {os.getpid()}) over {var}".encode())
        yield
    finally:
        (folder / "environment.json").unlink(missing_ok=True)
        os.close(lock)


def holder(folder: Path) -> str:
    return (folder / "lock").read_text(encoding="utf-8") or f"something else uses {folder.parent}"


def publish(var: Path, environ: Mapping[str, str]) -> None:
    """Leave the addresses of the running services for `bin/flask` and the like."""
    path = run_folder(var) / "environment.json"
    path.touch(mode=0o600)
    path.write_text(json.dumps(dict(environ)), encoding="utf-8")


def published(var: Path) -> dict[str, str]:
    """What the present run has published; empty when nothing runs."""
    folder = run_folder(var)
    lock = take(folder / "lock")
    if lock is not None:
        os.close(lock)
        return {}
    path = folder / "environment.json"
    return dict(json.loads(path.read_text(encoding="utf-8"))) if path.exists() else {}
