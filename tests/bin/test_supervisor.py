"""The supervisor restarts what dies and ends what it started."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import NoReturn

import pytest

from bin import processes
from bin.console import Refusal
from bin.supervisor import Program, Supervisor, pause_after, why


@pytest.fixture
def supervisor(tmp_path: Path) -> Iterator[Supervisor]:
    supervisor = Supervisor(tmp_path / "notes")
    yield supervisor
    supervisor.stop()


def sleeping(name: str) -> Program:
    return Program(name, partial(processes.start, ["sleep", "60"], directory="/"))


def look_after_until(supervisor: Supervisor, condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 5
    while not condition():
        assert time.monotonic() < deadline
        supervisor.look_after_all()
        time.sleep(0.02)


def test_what_dies_starts_again(supervisor: Supervisor) -> None:
    program = sleeping("web")
    supervisor.run(program)
    first = program.process
    assert first is not None
    first.kill()
    look_after_until(supervisor, lambda: program.process not in {first, None})
    assert program.deaths == 1


def test_what_cannot_start_again_is_tried_later(supervisor: Supervisor) -> None:
    program = sleeping("web")
    supervisor.run(program)
    assert program.process is not None
    program.start = refuse
    program.process.kill()
    look_after_until(supervisor, lambda: program.deaths > 1)
    assert program.process is None


def refuse() -> NoReturn:
    raise Refusal("not now")


def test_stop_ends_everything_and_forgets_it(supervisor: Supervisor, tmp_path: Path) -> None:
    programs = [sleeping("redis"), sleeping("web")]
    for program in programs:
        supervisor.run(program)
    leaders = [program.process.pid for program in programs if program.process]
    assert len(list((tmp_path / "notes").iterdir())) == 2
    supervisor.stop()
    assert not any(processes.members(leader) for leader in leaders)
    assert not list((tmp_path / "notes").iterdir())


def test_restart_replaces_the_named_ones_alone(supervisor: Supervisor) -> None:
    redis, web = sleeping("redis"), sleeping("web")
    supervisor.run(redis)
    supervisor.run(web)
    before = redis.process, web.process
    supervisor.restart(["web"])
    assert redis.process is before[0]
    assert web.process is not before[1]


def test_pauses_grow_to_half_a_minute() -> None:
    assert [pause_after(deaths) for deaths in (1, 2, 3, 4, 20)] == [0.5, 1, 2, 4, 30]


def test_why_says_signals_by_name() -> None:
    assert why(-9) == "killed by SIGKILL"
    assert why(1) == "exit code 1"
