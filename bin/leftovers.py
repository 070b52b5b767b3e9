"""Processes that a killed supervisor left behind: how they are remembered, found and ended."""

from __future__ import annotations

import json
import os
import signal
from pathlib import Path

from bin import processes


def remember(directory: Path, name: str, process: int) -> None:
    """Note that the session of `process` belongs to us, for a next start to find."""
    directory.mkdir(parents=True, exist_ok=True)
    note = {"process": process, "birth": processes.birth(process)}
    (directory / f"{name}.json").write_text(json.dumps(note), encoding="utf-8")


def forget(directory: Path, name: str) -> None:
    (directory / f"{name}.json").unlink(missing_ok=True)


def end_leftovers(directory: Path, patience: float = 5) -> list[str]:
    """End every session remembered there that still lives; the names of those that did."""
    ended = []
    for path in sorted(directory.glob("*.json")):
        try:
            note = json.loads(path.read_text(encoding="utf-8"))
            leader, birth = int(note["process"]), str(note["birth"])
        except (ValueError, KeyError, TypeError):
            path.unlink()
            continue
        if is_ours(leader, birth) and processes.members(leader):
            processes.end_session(leader, signal.SIGTERM, patience)
            ended.append(path.stem)
        path.unlink()
    return ended


def is_ours(leader: int, birth: str) -> bool:
    """Whether the number still stands for our session and not for a later process.

    A session whose leader is gone keeps the number to itself, but only until the next boot.
    """
    now = processes.birth(leader)
    return now == birth if now else same_boot(birth)


def same_boot(birth: str) -> bool:
    return birth.partition(" ")[0] == processes.birth(os.getpid()).partition(" ")[0]


def end_residents(directory: Path, program: str, asking: signal.Signals, patience: float) -> None:
    """End the servers of that program which work inside the folder, as they do in their data's."""
    processes.end(lambda: residents(directory, program), asking, patience)


def residents(directory: Path, program: str) -> list[int]:
    """The processes of that program in that folder; none where the system does not tell."""
    return [process for process in processes.every() if works_in(process, directory, program)]


def works_in(process: int, directory: Path, program: str) -> bool:
    place = processes.PROC / str(process)
    try:
        return (place / "cwd").readlink() == directory and program in (
            (place / "comm").read_text(encoding="utf-8", errors="replace")
        )
    except OSError:
        return False
