"""The embedded services, really started."""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from bin import embedded


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that another user may enter: PostgreSQL refuses to run as root."""
    folder = Path(tempfile.mkdtemp(prefix="billun-tests-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


def test_postgresql_recovers_from_a_kill_and_keeps_its_rows(folder: Path) -> None:
    first = embedded.start_postgresql(folder)
    with psycopg.connect(first.url) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS number")
    assert first.process is not None
    first.process.kill()
    first.process.wait(timeout=10)
    # The file of a killed server, with a number that now belongs to somebody else.
    (first.place.data / "postmaster.pid").write_text(f"{os.getpid()}\n", encoding="ascii")
    second = embedded.start_postgresql(folder)
    try:
        with psycopg.connect(second.url) as connection:
            assert connection.execute("SELECT number FROM kept").fetchone() == (42,)
    finally:
        second.stop()


def test_postgresql_takes_over_from_a_server_that_outlived_its_supervisor(folder: Path) -> None:
    orphan = embedded.start_postgresql(folder, durable=False)
    assert orphan.process is not None
    (folder / "data.new").mkdir()
    heir = embedded.start_postgresql(folder, durable=False)
    try:
        assert orphan.process.wait(timeout=10) is not None
        with psycopg.connect(heir.url) as connection:
            shown = connection.execute("SHOW server_encoding").fetchone()
        assert shown == ("UTF8",)
    finally:
        heir.stop()


def test_redis_keeps_what_it_was_told_over_a_kill(folder: Path) -> None:
    first = embedded.start_redis(folder)
    assert first.process is not None
    with redis.Redis.from_url(first.url) as client:
        client.set("kept", "yes")
    first.process.send_signal(signal.SIGKILL)
    first.process.wait(timeout=10)
    second = embedded.start_redis(folder)
    try:
        with redis.Redis.from_url(second.url) as client:
            assert client.get("kept") == b"yes"
        with pytest.raises(redis.AuthenticationError):
            redis.Redis(port=second.port, retry=Retry(NoBackoff(), 0)).ping()
    finally:
        second.stop()


def test_redis_puts_a_file_aside_that_it_cannot_read(folder: Path) -> None:
    (folder / "appendonly.aof").write_bytes(
        b"this is no such file, and so long that it matters\r\n"
    )
    server = embedded.start_redis(folder)
    try:
        assert redis.Redis.from_url(server.url).ping()
        assert list(folder.glob("unreadable-*"))
    finally:
        server.stop()
