"""The virtual environment and the Python libraries in it."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence

from bin.commands import run_quietly
from bin.console import Refusal, say
from bin.places import PYTHON, ROOT, VENV
from bin.stamps import digest, is_current, leave

PIP_AT_WORK = VENV / "pip-at-work"


def prepare_virtual_environment() -> None:
    refuse_link()
    stamp, value = VENV / "place.sha256", digest([str(VENV)])
    # One that was moved, whose Python was removed or whose pip was killed does not work any more.
    if is_current(stamp, value) and PYTHON.exists() and not PIP_AT_WORK.exists():
        return
    say("Making the virtual environment …")
    shutil.rmtree(VENV, ignore_errors=True)
    run_quietly([sys.executable, "-m", "venv", str(VENV)], "cannot make the virtual environment")
    leave(stamp, value)


def refuse_link() -> None:
    """Refuse to build into, or remove, what somebody else's folder holds."""
    if VENV.is_symlink():
        raise Refusal(
            f"{VENV} is a symbolic link to {VENV.readlink()}: remove the link, and a folder is made"
        )


def prepare_libraries(tests: bool) -> None:
    """Install what the requirements files pin, those of the tests and checks too if asked."""
    names = ["requirements.txt", "requirements-dev.txt"] if tests else ["requirements.txt"]
    stamp = VENV / f"{names[-1]}.sha256"
    value = digest([ROOT / name for name in names])
    if is_current(stamp, value):
        return
    say(f"Installing the libraries of {names[-1]} (about a minute, this once) …")
    pip_install(["--requirement", str(ROOT / names[-1])])
    leave(stamp, value)


def pip_install(arguments: Sequence[str]) -> None:
    """Install into the virtual environment. Refuses with pip's own reason."""
    command = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    PIP_AT_WORK.touch()
    try:
        run_quietly([*command, *arguments], "pip cannot install a library")
    except Refusal:
        # pip put everything back before it gave up, so what is there is sound.
        PIP_AT_WORK.unlink()
        raise
    PIP_AT_WORK.unlink()
