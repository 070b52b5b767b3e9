"""Where the embedded PostgreSQL lives."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bin import accounts, postgresql_place
from bin.console import Refusal
from bin.postgresql_place import LONGEST_SOCKET_PATH, SOCKET, Place, finished, sockets_of


def test_the_socket_lies_beside_the_data_unless_the_path_is_too_long() -> None:
    assert sockets_of(Path("/var/billun")) == Path("/var/billun/socket")
    deep = Path("/", "x" * 60, "y" * 60)
    assert sockets_of(deep) != sockets_of(deep / "z")
    assert len(os.fsencode(sockets_of(deep) / SOCKET)) <= LONGEST_SOCKET_PATH


def test_a_socket_folder_that_others_may_enter_is_refused(tmp_path: Path) -> None:
    sockets = tmp_path / "socket"
    sockets.mkdir()
    sockets.chmod(0o755)
    with pytest.raises(Refusal, match="not a private folder"):
        finished(Place(tmp_path, sockets, tmp_path, None))


def test_data_of_another_user_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "data").mkdir()
    monkeypatch.setattr(os, "geteuid", lambda: os.stat(tmp_path).st_uid + 1)  # noqa: PTH116
    with pytest.raises(Refusal, match="belongs to another user"):
        postgresql_place.refuse_data_of_others(tmp_path / "data")


def test_whoever_is_not_root_runs_it_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert accounts.account_for(tmp_path) is None
