"""While a photo travels to a slow storage, its request keeps no connection from the others."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event
from typing import IO, Any

import pytest
from flask import Flask

import billun
from billun import create_app
from billun.adapters.storage.local import LocalStorage
from billun.config import Settings
from billun.extensions import db
from tests.fixtures.callers import Caller
from tests.fixtures.cast import Cast
from tests.fixtures.reports import report, send_photo, send_report, shots
from tests.fixtures.services import disconnected

PATIENCE = 20


class Slow(LocalStorage):
    """A folder that begins to write when it is told to."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.was_asked, self.may_begin = Event(), Event()

    def put(self, key: str, content: IO[bytes], media_type: str) -> None:
        self.was_asked.set()
        assert self.may_begin.wait(PATIENCE)
        super().put(key, content, media_type)


@pytest.fixture
def narrow(
    app: Flask, environment: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Flask]:
    """The same application with one connection to the database."""
    usual = billun.flask_settings
    engine = {"pool_size": 1, "max_overflow": 0, "pool_timeout": 1}

    def with_one_connection(settings: Settings) -> dict[str, object]:
        return usual(settings) | {"SQLALCHEMY_ENGINE_OPTIONS": engine}

    monkeypatch.setattr(billun, "flask_settings", with_one_connection)
    made = create_app(Settings.from_environment(environment))
    yield made
    disconnected(made)


def test_others_are_answered_while_a_photo_is_stored(
    narrow: Flask, driver: Caller, manager: Caller, cast: Cast, tmp_path: Path
) -> None:
    taken = shots()
    id = send_report(driver, report(cast.lorry.id, taken)).body["id"]
    storage = narrow.extensions["billun_storage"] = Slow(tmp_path)
    sender, reader = (Caller(narrow.test_client(), caller.headers) for caller in (driver, manager))
    with ThreadPoolExecutor(1) as threads:
        sending: Any = threads.submit(send_photo, sender, id, taken[0])
        assert storage.was_asked.wait(PATIENCE)
        with narrow.app_context():
            assert db.engine.pool.checkedout() == 0  # type: ignore[attr-defined]
        assert reader.get(f"/api/anomalies/{id}").body["photos_stored"] == 0
        storage.may_begin.set()
        assert sending.result(PATIENCE).status == 201
    assert reader.get(f"/api/anomalies/{id}").body["photos_stored"] == 1
