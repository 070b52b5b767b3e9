"""Running other programs quietly, and saying in one line why one failed."""

from __future__ import annotations

import os
import re
import signal
import subprocess
from collections.abc import Mapping, Sequence

from bin.console import Refusal
from bin.places import ROOT
from bin.processes import tie_to_parent

# How a line begins in which a program of ours refuses something: see bin/console.py.
OURS = "billun: "


def run_quietly(
    command: Sequence[str], otherwise: str, environ: Mapping[str, str] | None = None
) -> str:
    """What the command printed to its standard output.

    Refuses with `otherwise` and its reason when it fails.
    """
    try:
        done = subprocess.run(
            command,
            cwd=ROOT,
            env=environ,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
            preexec_fn=tie_to_parent(os.getpid(), signal.SIGKILL),
        )
    except OSError as error:
        raise Refusal(f"{otherwise}: {error.strerror}: {command[0]}") from error
    if done.returncode:
        raise Refusal(told(otherwise, reason(done.stdout + done.stderr)))
    return done.stdout


def told(otherwise: str, why: str) -> str:
    """`why` after `otherwise`; alone where one of our own programs has said what is in the way."""
    ours = why.startswith(OURS)
    return why.removeprefix(OURS) if ours or not otherwise else f"{otherwise}: {why}"


def reason(output: str) -> str:
    """The line that says why: of a traceback its last, else the last that speaks of an error."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    if "Traceback (most recent call last):" in lines:
        return re.sub(r"^[\w.]+: ", "", lines[-1])
    errors = [line for line in lines if line.lower().startswith(("error:", "npm error", "fatal:"))]
    return (errors or lines or ["it gave no reason"])[-1]
