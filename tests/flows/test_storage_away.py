"""The storage is away: what was told as stored is, photos wait on the phone, and nothing else fails."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from flask import Flask

from billun.adapters.storage import StorageUnavailable
from billun.adapters.storage.s3 import S3Storage, connect
from billun.config import S3Settings
from billun.extensions import db
from billun.models import Photo
from billun.operations.developing import begin_developing, develop_stored
from tests.fixtures.callers import Caller
from tests.fixtures.cast import Cast, Person
from tests.fixtures.reports import Shot, report, send_photo, send_report, shots

Look = Callable[..., Any]
NOBODY = "http://127.0.0.1:9"


def silent() -> tuple[str, socket.socket]:
    """The address of somebody who takes calls and never says a word."""
    listening = socket.create_server(("127.0.0.1", 0))
    return f"http://127.0.0.1:{listening.getsockname()[1]}", listening


@pytest.fixture(params=["nobody there", "silent"])
def away(request: pytest.FixtureRequest, app: Flask) -> Iterator[Callable[[], None]]:
    """Takes the storage of the application away, until the test ends."""
    usual = app.extensions["billun_storage"]
    with ExitStack() as until_then:
        url = NOBODY
        if request.param == "silent":
            url, listening = silent()
            until_then.callback(listening.close)
        storage = impatient(url)
        until_then.callback(storage.close)
        yield lambda: app.extensions.update(billun_storage=storage)
        app.extensions["billun_storage"] = usual


def impatient(url: str) -> S3Storage:
    settings = S3Settings(
        endpoint_url=url,
        region="us-east-1",
        bucket="b",
        access_key_id="key",
        secret_access_key="hush",
    )
    storage = S3Storage(settings)
    storage.close()
    storage.client = storage.quick = connect(settings, seconds_to_read=1, attempts=1)
    return storage


@pytest.fixture
def sent(driver: Caller, cast: Cast, app: Flask) -> tuple[str, list[Shot]]:
    """A report of which one photo is ready, one is stored, and two are still on the phone."""
    taken = shots()
    id = send_report(driver, report(cast.lorry.id, taken)).body["id"]
    for shot in taken[:2]:
        assert send_photo(driver, id, shot).status == 201
    develop(app, taken[0])
    return id, taken


def develop(app: Flask, shot: Shot) -> None:
    """What the job does."""
    with app.app_context():
        photo = begin_developing(shot.id)
        db.session.commit()
        try:
            if photo:
                develop_stored(photo)
        finally:
            db.session.commit()


def test_without_a_storage_photos_wait_and_all_else_goes_on(
    away: Callable[[], None],
    app: Flask,
    sent: tuple[str, list[Shot]],
    driver: Caller,
    browsing: Callable[[Person], Caller],
    cast: Cast,
    look: Look,
) -> None:
    id, taken = sent
    page = browsing(cast.manager)
    away()

    answer = send_photo(driver, id, taken[2])
    assert (answer.status, "Retry-After" in answer.headers) == (503, True)
    assert look(lambda: db.session.get_one(Photo, taken[2].id).state) == "expected"

    for size in ("thumb", "medium", "large"):
        picture = page.get(f"/photos/{taken[0].id}/{size}")
        assert (picture.status, picture.headers["Content-Type"]) == (
            503,
            "image/svg+xml; charset=utf-8",
        )
        assert picture.headers["Cache-Control"] == "no-store"
        assert picture.text.startswith("<svg")
    assert page.get(f"/photos/{taken[0].id}/original").status == 503

    for path in ("/board", f"/anomalies/{id}", "/api/anomalies", f"/api/photos/gallery/{id}"):
        assert page.get(path).status == 200
    assert send_report(driver, report(cast.lorry.id, shots())).status == 201

    with pytest.raises(StorageUnavailable):
        develop(app, taken[1])
    assert look(lambda: db.session.get_one(Photo, taken[1].id).attempts) == 0


def test_once_it_is_back_the_phone_sends_the_same_photo(
    app: Flask, sent: tuple[str, list[Shot]], driver: Caller
) -> None:
    id, taken = sent
    usual, app.extensions["billun_storage"] = app.extensions["billun_storage"], impatient(NOBODY)
    assert send_photo(driver, id, taken[2]).status == 503
    app.extensions["billun_storage"].close()
    app.extensions["billun_storage"] = usual
    assert send_photo(driver, id, taken[2]).status == 201
