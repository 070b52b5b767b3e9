"""Starting processes that cannot outlive their starter, and ending whole families of them."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO

from bin.accounts import Account

# Linux only; elsewhere the folder is missing and less can be known.
PROC = Path("/proc")
PR_SET_PDEATHSIG = 1


def start(
    command: Sequence[str],
    *,
    environ: Mapping[str, str] | None = None,
    directory: Path | str,
    output: IO[bytes] | None = None,
    account: Account | None = None,
    when_orphaned: signal.Signals = signal.SIGTERM,
) -> subprocess.Popen[bytes]:
    """Start the command in a session of its own, so that Ctrl-C in the terminal spares it.

    On Linux the kernel sends it `when_orphaned` as soon as the process that started it is gone.
    """
    return subprocess.Popen(
        command,
        cwd=directory,
        env=environ,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT if output else None,
        start_new_session=True,
        user=account.uid if account else None,
        group=account.gid if account else None,
        extra_groups=[] if account else None,
        # The kernel forgets the signal when the user changes, so this comes last before the exec.
        preexec_fn=tie_to_parent(os.getpid(), when_orphaned),
    )


def tie_to_parent(parent: int, when_orphaned: signal.Signals) -> Callable[[], None] | None:
    """What the child calls to ask for a signal when its parent dies; None where none can be had."""
    if not sys.platform.startswith("linux"):
        return None
    # Looked up before the fork: the child of a fork must not load libraries.
    prctl = ctypes.CDLL(None, use_errno=True).prctl

    def ask_for_the_signal() -> None:
        prctl(PR_SET_PDEATHSIG, when_orphaned, 0, 0, 0)
        if os.getppid() != parent:
            os.kill(os.getpid(), when_orphaned)

    return ask_for_the_signal


def end_session(leader: int, asking: signal.Signals, patience: float) -> None:
    """Ask every process of the session to end, then kill what is left after `patience` seconds."""
    end(lambda: members(leader), asking, patience)


def end(find: Callable[[], Sequence[int]], asking: signal.Signals, patience: float) -> None:
    """Ask the processes that `find` finds to end, then kill those it still finds."""
    send(find(), asking)
    if not none_left(find, patience):
        send(find(), signal.SIGKILL)
        none_left(find, 5)


def none_left(find: Callable[[], Sequence[int]], seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while find():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def send(numbers: Sequence[int], signal_number: signal.Signals) -> None:
    for process in numbers:
        try:
            os.kill(process, signal_number)
        except (ProcessLookupError, PermissionError):
            continue


def members(leader: int) -> list[int]:
    """The living processes of the session that `leader` opened, whether it lives itself or not."""
    if not PROC.is_dir():
        return [leader] if birth(leader) else []
    return [process for process in every() if is_member(process, leader)]


def every() -> list[int]:
    """All processes of this machine; none where the system does not list them in /proc."""
    if not PROC.is_dir():
        return []
    return [int(entry.name) for entry in PROC.iterdir() if entry.name.isdecimal()]


def is_member(process: int, leader: int) -> bool:
    fields = stat_fields(process)
    return fields is not None and int(fields[3]) == leader and fields[0] not in "ZX"


def birth(process: int) -> str:
    """A text that tells this process from a later one with the same number; "" when it is gone."""
    if (fields := stat_fields(process)) is not None:
        boot = (PROC / "sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
        return f"{boot} {fields[19]}"
    if PROC.is_dir():
        return ""
    shown = subprocess.run(
        ["ps", "-o", "lstart=", "-p", str(process)], capture_output=True, text=True, check=False
    )
    return shown.stdout.strip()


def name(process: int) -> str:
    """The short name of its program; "" when it is gone or the system does not tell."""
    try:
        return (PROC / str(process) / "comm").read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return ""


def stat_fields(process: int) -> list[str] | None:
    """The fields of /proc/<process>/stat from the state on; None when there is no such process."""
    try:
        text = (PROC / str(process) / "stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    # The name stands in brackets and may hold anything, brackets included.
    return text.rpartition(")")[2].split()
