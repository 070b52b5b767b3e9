"""Run a command with Billun's database and Redis, those of the present run if there is one.

python -m bin.with_services COMMAND ...
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from bin.console import Refusal, run_as_program
from bin.environment import read_environment
from bin.leftovers import end_leftovers
from bin.places import ROOT, var_directory
from bin.prepare import prepare
from bin.programs import flask
from bin.services import start_services
from bin.singleton import only_run_over, published, run_folder
from bin.supervisor import Supervisor


def main() -> int:
    command, environ = sys.argv[1:], read_environment()
    if not command:
        raise Refusal("which command? Example: bin/flask admin create")
    var = var_directory(environ)
    if present := published(var):
        return run(command, {**environ, **present})
    prepare(tests=False)
    with only_run_over(var, f"runs `{' '.join(command)}`"):
        return run_with_own_services(command, environ, var)


def run_with_own_services(command: Sequence[str], environ: Mapping[str, str], var: Path) -> int:
    end_leftovers(run_folder(var) / "programs")
    supervisor = Supervisor(run_folder(var) / "programs")
    try:
        completed = start_services(supervisor, environ, var)
        flask(completed, "the database cannot be brought up to date", "db upgrade")
        return run(command, completed)
    finally:
        supervisor.stop()


def run(command: Sequence[str], environ: Mapping[str, str]) -> int:
    try:
        return subprocess.run(command, cwd=ROOT, env=environ, check=False).returncode
    except OSError as error:
        raise Refusal(f"{command[0]}: {error.strerror}") from error


if __name__ == "__main__":
    run_as_program(main)
