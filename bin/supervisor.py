"""Keeps a handful of programs running: starts them in order, restarts those that die, ends all."""

from __future__ import annotations

import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bin import processes
from bin.console import Refusal, say
from bin.leftovers import forget, remember

# A program that lived this long has recovered, so its next death is a first one again.
RECOVERED_AFTER = 60.0
LONGEST_PAUSE = 30.0


@dataclass
class Program:
    """One program to keep running; `start` gives its process once it is of use to the others."""

    name: str
    start: Callable[[], subprocess.Popen[bytes]]
    is_service: bool = False
    asking: signal.Signals = signal.SIGTERM
    patience: float = 8.0
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    next_start_at: float = 0.0
    deaths: int = 0


@dataclass
class Supervisor:
    """The programs, in the order of their starts. `notes` is where a next start finds them."""

    notes: Path
    programs: list[Program] = field(default_factory=list)

    def run(self, program: Program) -> None:
        """Start the program now and keep it running from now on."""
        self.launch(program)
        self.programs.append(program)

    def look_after_all(self) -> None:
        """Start again what has died, each after its pause. To be called a few times a second."""
        for program in self.programs:
            self.look_after(program)

    def look_after(self, program: Program) -> None:
        now = time.monotonic()
        if program.process is None:
            if now >= program.next_start_at:
                self.launch_again(program)
        elif program.process.poll() is not None:
            self.mourn(program, now)

    def mourn(self, program: Program, now: float) -> None:
        """Clear up after a program that died and set the time of its next start."""
        assert program.process is not None
        code = program.process.returncode
        # Its own children would go on holding its port and its jobs.
        processes.end_session(program.process.pid, signal.SIGTERM, patience=4)
        program.process = None
        program.deaths = 1 if now - program.started_at > RECOVERED_AFTER else program.deaths + 1
        pause = pause_after(program.deaths)
        program.next_start_at = now + pause
        say(f"billun: {program.name} ended ({why(code)}); starting it again in {pause:g} s")

    def launch_again(self, program: Program) -> None:
        try:
            self.launch(program)
        except Refusal as refusal:
            program.deaths += 1
            program.next_start_at = time.monotonic() + pause_after(program.deaths)
            say(f"billun: {refusal}")

    def launch(self, program: Program) -> None:
        program.process = program.start()
        program.started_at = time.monotonic()
        remember(self.notes, program.name, program.process.pid)

    def restart(self, names: Sequence[str]) -> None:
        """End the named programs and start them anew at once."""
        named = [program for program in self.programs if program.name in names]
        self.end(named)
        for program in named:
            program.deaths = 0
            self.launch_again(program)

    def stop(self) -> None:
        """End everything: first what uses the services, all at once, then the services."""
        self.end([program for program in self.programs if not program.is_service])
        for program in reversed(self.programs):
            self.end([program])
        self.programs.clear()

    def end(self, programs: Sequence[Program]) -> None:
        for program in programs:
            if program.process:
                program.process.send_signal(program.asking)
        for program in programs:
            if program.process:
                wait(program.process, program.patience)
                processes.end_session(program.process.pid, signal.SIGTERM, patience=1)
                wait(program.process, 5)
                program.process = None
            forget(self.notes, program.name)


def wait(process: subprocess.Popen[bytes], seconds: float) -> None:
    try:
        process.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        return


def pause_after(deaths: int) -> float:
    """Seconds to wait after that many deaths in a row: 0.5, 1, 2, 4 … 30."""
    return float(min(2 ** (deaths - 2), LONGEST_PAUSE))


def why(code: int) -> str:
    """An exit code in words."""
    if code < 0:
        return f"killed by {signal.Signals(-code).name}"
    return f"exit code {code}"
