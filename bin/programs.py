"""Billun's own programs: web, worker, clock, and its Flask commands."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from functools import partial

from bin import processes
from bin.commands import run_quietly
from bin.places import PYTHON, ROOT
from bin.supervisor import Program

COMMANDS = {
    "web": ["gunicorn", "--config", "gunicorn.conf.py", "wsgi:app"],
    "worker": ["jobs.worker"],
    "clock": ["jobs.clock"],
}


def application_programs(environ: Mapping[str, str]) -> list[Program]:
    """The three programs of a running Billun."""
    return [Program(name, partial(launch, module, environ)) for name, module in COMMANDS.items()]


def launch(module: list[str], environ: Mapping[str, str]) -> subprocess.Popen[bytes]:
    return processes.start([str(PYTHON), "-m", *module], environ=environ, directory=ROOT)


def flask(environ: Mapping[str, str], otherwise: str, *commands: str) -> str:
    """What the Flask commands printed. Refuses with `otherwise` and its reason when one fails."""
    return run_quietly([str(PYTHON), "-m", "bin.flask_commands", *commands], otherwise, environ)
