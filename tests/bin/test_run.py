"""`make run` ends as a whole, also when make alone is killed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from bin import processes
from bin.places import ROOT

pytestmark = pytest.mark.skipif(
    not processes.PROC.is_dir() or shutil.which("make") is None, reason="needs Linux and make"
)

RUN = (
    "import os, time; from bin.run import end_with_make; end_with_make(); "
    "open('number', 'w').write(str(os.getpid())); time.sleep(60)"
)


def killed(command: list[str], directory: Path, environ: Mapping[str, str]) -> int:
    """The process that the command started, now that the command itself was killed."""
    number = directory / "number"
    number.unlink(missing_ok=True)
    with subprocess.Popen(command, cwd=directory, env=environ) as starter:
        written = processes.none_left(lambda: [] if is_written(number) else [1], 10)
        starter.kill()
    assert written
    return int(number.read_text(encoding="ascii"))


def is_written(path: Path) -> bool:
    return path.exists() and path.stat().st_size > 0


def test_a_run_ends_with_its_make_and_no_other_starter(tmp_path: Path) -> None:
    (tmp_path / "run.py").write_text(RUN, encoding="utf-8")
    (tmp_path / "Makefile").write_text(f"run:\n\t@{sys.executable} run.py\n", encoding="utf-8")
    environ = {**os.environ, "PYTHONPATH": str(ROOT)}
    of_make = killed(["make", "run"], tmp_path, environ)
    assert processes.none_left(lambda: alive(of_make), 5)

    of_a_shell = killed(
        ["sh", "-c", f"{sys.executable} run.py; :"], tmp_path, {**environ, "MAKELEVEL": "1"}
    )
    assert alive(of_a_shell)
    os.kill(of_a_shell, 9)


def alive(process: int) -> list[int]:
    fields = processes.stat_fields(process)
    return [process] if fields and fields[0] not in "ZX" else []
