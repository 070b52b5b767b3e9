"""The virtual environment is a folder of this Billun's own."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from bin.places import ROOT


def test_nothing_is_built_into_a_folder_that_a_link_points_at(tmp_path: Path) -> None:
    house, other = tmp_path / "house", tmp_path / "other"
    shutil.copytree(ROOT / "bin", house / "bin")
    other.mkdir()
    (house / ".venv").symlink_to(other)
    done = subprocess.run(
        [sys.executable, "-m", "bin.prepare"],
        cwd=house,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert f"is a symbolic link to {other}" in done.stderr
    assert list(other.iterdir()) == []
