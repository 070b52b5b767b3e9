"""Families of processes: found, remembered and ended as a whole."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from bin import processes
from bin.leftovers import end_leftovers, remember

pytestmark = pytest.mark.skipif(not processes.PROC.is_dir(), reason="needs the /proc of Linux")

# A parent with a child that ignores the polite request.
STUBBORN = "trap '' TERM; sh -c 'trap \"\" TERM; while :; do sleep 0.05; done' & echo up; wait"


def family(directory: Path) -> subprocess.Popen[bytes]:
    output = directory / "output"
    with output.open("wb") as file:
        process = processes.start(["sh", "-c", STUBBORN], directory=directory, output=file)
    assert processes.none_left(lambda: [] if output.stat().st_size else [1], 5)
    return process


def test_a_session_ends_as_a_whole_also_without_its_leader(tmp_path: Path) -> None:
    leader = family(tmp_path)
    assert len(processes.members(leader.pid)) > 1
    leader.kill()
    leader.wait(timeout=5)
    assert processes.members(leader.pid)
    processes.end_session(leader.pid, signal.SIGTERM, patience=0.1)
    assert processes.members(leader.pid) == []


def test_leftovers_are_found_and_ended(tmp_path: Path) -> None:
    leader = family(tmp_path)
    remember(tmp_path / "notes", "web", leader.pid)
    leader.kill()
    leader.wait(timeout=5)
    assert end_leftovers(tmp_path / "notes", patience=0.1) == ["web"]
    assert processes.members(leader.pid) == []
    assert end_leftovers(tmp_path / "notes") == []


def test_a_later_process_with_the_same_number_is_spared(tmp_path: Path) -> None:
    note = {"process": os.getpid(), "birth": "another boot 1"}
    (tmp_path / "web.json").write_text(json.dumps(note), encoding="utf-8")
    (tmp_path / "broken.json").write_text("{", encoding="utf-8")
    assert end_leftovers(tmp_path) == []
    assert list(tmp_path.iterdir()) == []


def test_a_process_ends_with_the_one_that_started_it(tmp_path: Path) -> None:
    program = (
        "import sys, os\nfrom bin import processes\n"
        "child = processes.start(['sleep', '60'], directory='/')\n"
        "print(child.pid, flush=True)\nos.kill(os.getpid(), 9)\n"
    )
    started = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    child = int(started.stdout)
    assert processes.none_left(lambda: processes.members(child), 5)


def test_a_process_is_known_by_the_name_of_its_program() -> None:
    with subprocess.Popen(["cat"], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        assert child.stdin
        assert child.stdout
        child.stdin.write(b"here\n")
        child.stdin.flush()
        # It bears its name for certain once it has done something.
        assert child.stdout.readline() == b"here\n"
        assert processes.name(child.pid) == "cat"
        child.kill()
    assert processes.name(child.pid) == ""


def test_birth_tells_processes_apart() -> None:
    assert processes.birth(os.getpid()) == processes.birth(os.getpid())
    assert processes.birth(os.getpid()) != processes.birth(1)
    assert processes.birth(2**22 + 1) == ""
