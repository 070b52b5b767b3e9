"""Run Billun on this machine: prepare, embedded services, migrations, demo, web, worker, clock.

    python -m bin.run [--reload]

Ctrl-C ends everything it started. This is for development and small installations; Procfile and
compose.yaml are for the others.
"""

from __future__ import annotations

import os
import signal
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from types import FrameType
from typing import NoReturn

from bin import processes
from bin.changes import Changes
from bin.console import Refusal, run_as_program, say
from bin.environment import flag, read_environment
from bin.leftovers import end_leftovers
from bin.places import var_directory
from bin.ports import address, refuse_taken_port
from bin.prepare import prepare, prepare_translations
from bin.programs import application_programs, flask
from bin.services import start_services
from bin.singleton import only_run_over, publish, run_folder
from bin.supervisor import Supervisor
from bin.tabler import prepare_tabler

LONGEST_START = 90
STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def main() -> None:
    environ = read_environment()
    var = var_directory(environ)
    for number in STOPPING:
        # nohup starts us with a hang-up ignored, and means it.
        if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, interrupt)
    end_with_make()
    with only_run_over(var, f"already runs at {address(environ)}"):
        for name in end_leftovers(run_folder(var) / "programs"):
            say(f"Ended {name}, left over from a run that was killed.")
        refuse_taken_port(environ)
        prepare(tests=False)
        run_everything(environ, var)


def end_with_make() -> None:
    """Let `make run` end as a whole when make is killed: nothing would be left to press Ctrl-C in."""
    parent = os.getppid()
    if "MAKELEVEL" in os.environ and processes.name(parent) in {"make", "gmake"}:
        tie = processes.tie_to_parent(parent, signal.SIGTERM)
        if tie:
            tie()


def interrupt(_number: int, _frame: FrameType | None) -> NoReturn:
    ignore_signals()
    raise KeyboardInterrupt


def ignore_signals() -> None:
    """Let nothing disturb the end: a second Ctrl-C must not leave half of it running."""
    for number in STOPPING:
        signal.signal(number, signal.SIG_IGN)


def run_everything(environ: Mapping[str, str], var: Path) -> None:
    supervisor = Supervisor(run_folder(var) / "programs")
    try:
        completed = start_services(supervisor, environ, var)
        publish(var, completed)
        signs_in = prepare_database(completed)
        web, *others = application_programs(completed)
        supervisor.run(web)
        # The others would only take the processors from the web server while it starts.
        wait_until_ready(supervisor, completed)
        for program in others:
            supervisor.run(program)
        say(f"\nBillun runs at {address(completed)}\n{signs_in}\nCtrl-C ends it.\n")
        keep_running(supervisor)
    except KeyboardInterrupt:
        say("billun: ending …")
    finally:
        ignore_signals()
        supervisor.stop()


def prepare_database(environ: Mapping[str, str]) -> str:
    """Migrate, and load the demo company if wanted; what to show of it once Billun runs."""
    demo = flag(environ, "DEMO", default=False)
    say("Bringing the database up to date" + (" and loading the demo company …" if demo else " …"))
    commands = ["db upgrade", "demo load"] if demo else ["db upgrade"]
    return flask(environ, "the database cannot be made ready", *commands)


def wait_until_ready(supervisor: Supervisor, environ: Mapping[str, str]) -> None:
    """Wait for the health page. Refuses when the web server keeps dying."""
    deadline = time.monotonic() + LONGEST_START
    while (answer := health(environ)) != "ready":
        supervisor.look_after_all()
        if any(program.name == "web" and program.deaths > 2 for program in supervisor.programs):
            raise Refusal("the web server does not start: its reason stands above")
        if time.monotonic() > deadline:
            say(f"billun: {address(environ)}/health/ready is not content yet: {answer}")
            return
        time.sleep(0.1)


def health(environ: Mapping[str, str]) -> str:
    # Straight to this machine, whatever proxy the environment names.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(f"{address(environ)}/health/ready", timeout=5):
            return "ready"
    except urllib.error.HTTPError as error:
        return error.read(500).decode(errors="replace").strip()
    except OSError as error:
        return str(error)


def keep_running(supervisor: Supervisor) -> NoReturn:
    changes = Changes() if "--reload" in sys.argv[1:] else None
    while True:
        supervisor.look_after_all()
        if changes and changes.any():
            say("billun: a source changed; starting web, worker and clock again")
            prepare_translations()
            prepare_tabler()
            supervisor.restart(["web", "worker", "clock"])
        time.sleep(0.25)


if __name__ == "__main__":
    run_as_program(main)
