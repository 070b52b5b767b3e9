"""One run over one var folder at a time."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bin.console import Refusal
from bin.locks import take
from bin.singleton import only_run_over, publish, published, run_folder


def test_a_second_run_is_refused_with_what_the_first_does(tmp_path: Path) -> None:
    with only_run_over(tmp_path, "already runs at http://127.0.0.1:8000"):
        message = f"Billun already runs at http://127.0.0.1:8000 .process {os.getpid()}"
        with pytest.raises(Refusal, match=message), only_run_over(tmp_path, "again"):
            pass
    with only_run_over(tmp_path, "again"):
        pass


def test_addresses_are_published_only_while_it_runs(tmp_path: Path) -> None:
    assert published(tmp_path) == {}
    with only_run_over(tmp_path, "runs"):
        publish(tmp_path, {"REDIS_URL": "redis://x"})
        assert published(tmp_path) == {"REDIS_URL": "redis://x"}
        assert (run_folder(tmp_path) / "environment.json").stat().st_mode & 0o077 == 0
    assert published(tmp_path) == {}


def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(Refusal, match="cannot write to BILLUN_VAR"):
        run_folder(tmp_path / "file")


def test_a_lock_ends_with_its_descriptor(tmp_path: Path) -> None:
    first = take(tmp_path / "lock")
    assert first is not None
    assert take(tmp_path / "lock") is None
    os.close(first)
    second = take(tmp_path / "lock")
    assert second is not None
    os.close(second)
