"""bin/python says in whole sentences which Python it misses."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from bin.places import ROOT


@pytest.mark.parametrize(("named", "missing"), [({}, "python3"), ({"PYTHON": "py9"}, "py9")])
def test_an_empty_path_is_told_as_it_is(
    tmp_path: Path, named: dict[str, str], missing: str
) -> None:
    done = subprocess.run(
        [str(ROOT / "bin" / "python")],
        env={"PATH": str(tmp_path), **named},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    start = f"billun: Python 3.11 or newer is needed and {missing} is missing or older; "
    assert done.stderr.startswith(start)
