"""A stored photo becomes ready, or failed with a reason, however often it is tried."""

from __future__ import annotations

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier, Lock
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from PIL import Image

from billun.adapters.pictures import SIZES
from billun.adapters.storage import StorageUnavailable, StoredFileMissing, storage
from billun.extensions import db
from billun.models import Photo, Removal
from billun.models.base import now
from billun.models.photo import ATTEMPTS_AT_MOST
from billun.operations.developing import begin_developing, develop_stored
from billun.queries.forgotten_work import photos_without_colour, undeveloped_photos
from tests.fixtures.callers import Caller
from tests.fixtures.cast import Cast
from tests.fixtures.pictures import photo as picture
from tests.fixtures.reports import Shot, report, send_photo, send_report

Look = Callable[..., Any]


@pytest.fixture
def stored(driver: Caller, cast: Cast) -> Callable[..., UUID]:
    """The id of a photo that has arrived."""

    def sent(content: bytes, **fields: str) -> UUID:
        body = report(cast.lorry.id, [], criticality="red", photos_later=True)
        shot = Shot(uuid4(), content)
        assert (
            send_photo(driver, send_report(driver, body).body["id"], shot, **fields).status == 201
        )
        return shot.id

    return sent


def develop(app: Flask, id: UUID) -> None:
    """What the job does."""
    with app.app_context():
        photo = begin_developing(id)
        db.session.commit()
        try:
            if photo is not None:
                develop_stored(photo)
        finally:
            db.session.commit()


def facts(look: Look, id: UUID, *names: str) -> tuple[Any, ...]:
    def read() -> tuple[Any, ...]:
        photo = db.session.get_one(Photo, id)
        return tuple(getattr(photo, name) for name in names)

    found: tuple[Any, ...] = look(read)
    return found


def test_a_photo_becomes_ready_and_a_second_time_changes_nothing(
    app: Flask, stored: Callable[..., UUID], look: Look
) -> None:
    id = stored(picture(6))
    for _ in range(2):
        develop(app, id)
    assert facts(look, id, "state", "width", "height", "attempts") == ("ready", 40, 80, 1)


def test_the_camera_tells_when_where_the_phone_did_not(
    app: Flask, stored: Callable[..., UUID], look: Look
) -> None:
    id = stored(picture(offset="+01:00"))
    develop(app, id)
    assert facts(look, id, "taken_at") == (datetime(2026, 11, 20, 7, 30, tzinfo=UTC),)


def test_a_camera_without_an_offset_means_the_companys_time(
    app: Flask, stored: Callable[..., UUID], look: Look
) -> None:
    id = stored(picture())
    develop(app, id)
    assert facts(look, id, "taken_at") == (datetime(2026, 11, 20, 7, 30, tzinfo=UTC),)


def test_what_the_phone_said_goes_first(
    app: Flask, stored: Callable[..., UUID], look: Look
) -> None:
    id = stored(picture(), taken_at="2026-11-21T10:00:00Z")
    develop(app, id)
    assert facts(look, id, "taken_at") == (datetime(2026, 11, 21, 10, tzinfo=UTC),)


def test_the_file_is_never_asked_where(app: Flask, stored: Callable[..., UUID], look: Look) -> None:
    id = stored(picture(gps=True))
    develop(app, id)
    assert facts(look, id, "state", "latitude", "longitude") == ("ready", None, None)


def test_a_photo_tells_its_colour_and_how_well_it_can_be_read(
    app: Flask, stored: Callable[..., UUID], look: Look
) -> None:
    id = stored(picture(6))
    develop(app, id)
    colour, luminance, sharpness = facts(look, id, "colour", "luminance", "sharpness")
    # Half red, half blue, with one edge between them.
    assert re.fullmatch("#6[0-9a-f]14[67][0-9a-f]", colour)
    assert luminance == pytest.approx(60, abs=20)
    assert sharpness > 10


def test_two_workers_at_the_same_photo_have_one_result(
    app: Flask, stored: Callable[..., UUID], look: Look
) -> None:
    id, gate, one_by_one = stored(picture(6)), Barrier(2), Lock()

    def worker() -> None:
        with app.app_context():
            with one_by_one:
                photo = begin_developing(id)
                db.session.commit()
            assert photo is not None
            gate.wait(timeout=20)
            develop_stored(photo)
            db.session.commit()

    with ThreadPoolExecutor(2) as threads:
        for done in [threads.submit(worker) for _number in range(2)]:
            done.result()
    assert facts(look, id, "state", "failure", "width", "attempts") == ("ready", None, 40, 2)
    with app.app_context():
        for size in SIZES:
            with (
                storage().open(Photo(id=id).derivative_key(size)) as file,
                Image.open(file) as made,
            ):
                assert made.size == (40, 80)


def test_a_photo_that_is_erased_meanwhile_leaves_no_sizes(
    app: Flask, stored: Callable[..., UUID], look: Look
) -> None:
    id = stored(picture())
    with app.app_context():
        photo = begin_developing(id)
        assert photo
        db.session.commit()
        look(lambda: erase(id))
        develop_stored(photo)
        db.session.commit()
        for size in SIZES:
            with pytest.raises(StoredFileMissing):
                storage().open(photo.derivative_key(size))
    assert facts(look, id, "state") == ("stored",)
    look(lambda: db.session.query(Photo).update({"received_at": now() - timedelta(minutes=1)}))
    assert look(undeveloped_photos) == []
    assert look(lambda: begin_developing(id)) is None


def erase(id: UUID) -> None:
    db.session.get_one(Photo, id).removal = Removal.ERASED


def test_a_truncated_photo_fails_with_a_reason(
    app: Flask, stored: Callable[..., UUID], look: Look
) -> None:
    id = stored(picture()[:-150])
    develop(app, id)
    state, failure = facts(look, id, "state", "failure")
    assert (state, bool(failure)) == ("failed", True)


def test_a_photo_that_kills_its_workers_is_given_up(
    app: Flask, stored: Callable[..., UUID], look: Look
) -> None:
    id = stored(picture())
    for _ in range(ATTEMPTS_AT_MOST):
        assert look(lambda: begin_developing(id)) is not None
    assert look(lambda: begin_developing(id)) is None
    assert facts(look, id, "state", "failure") == ("failed", "given_up")


def test_a_storage_that_is_away_is_never_held_against_the_photo(
    app: Flask, stored: Callable[..., UUID], look: Look
) -> None:
    id = stored(picture())
    with app.app_context():
        folder = storage().folder  # type: ignore[attr-defined]
    hidden = folder.rename(folder.with_name("hidden"))
    folder.write_text("a file where the folder was")
    try:
        for _ in range(ATTEMPTS_AT_MOST + 2):
            with pytest.raises(StorageUnavailable):
                develop(app, id)
    finally:
        folder.unlink()
        hidden.rename(folder)
    develop(app, id)
    assert facts(look, id, "state", "attempts") == ("ready", 1)


def test_an_original_that_is_gone_fails_with_a_reason(
    app: Flask, stored: Callable[..., UUID], look: Look
) -> None:
    id = stored(picture())
    with app.app_context():
        storage().path(db.session.get_one(Photo, id).original_key).unlink()  # type: ignore[attr-defined]
    develop(app, id)
    assert facts(look, id, "state", "failure") == (
        "failed",
        "original_missing",
    )


def test_the_sweep_finds_what_waited_and_only_that(
    app: Flask, stored: Callable[..., UUID], look: Look
) -> None:
    id = stored(picture())
    assert look(undeveloped_photos) == []
    look(lambda: db.session.query(Photo).update({"received_at": now() - timedelta(minutes=1)}))
    assert list(look(undeveloped_photos)) == [id]
    develop(app, id)
    assert look(undeveloped_photos) == []


def test_a_photo_older_than_the_medium_size_is_developed_again_while_it_is_shown(
    app: Flask, stored: Callable[..., UUID], look: Look
) -> None:
    id = stored(picture())
    develop(app, id)
    assert look(photos_without_colour) == []
    look(lambda: make_old(id))
    changed_at = look(lambda: db.session.get_one(Photo, id).subject.updated_at)
    assert list(look(photos_without_colour)) == [id]
    develop(app, id)
    state, colour, attempts = facts(look, id, "state", "colour", "attempts")
    assert (state, bool(colour), attempts) == ("ready", True, 2)
    with app.app_context():
        assert storage().holds(Photo(id=id).derivative_key("medium"))
    assert look(photos_without_colour) == []
    assert look(lambda: db.session.get_one(Photo, id).subject.updated_at) == changed_at


def test_an_old_photo_that_cannot_be_developed_again_stays_as_it_is_shown(
    app: Flask, stored: Callable[..., UUID], look: Look
) -> None:
    id = stored(picture())
    develop(app, id)
    look(lambda: make_old(id))
    with app.app_context():
        storage().remove(db.session.get_one(Photo, id).original_key)
    develop(app, id)
    assert facts(look, id, "state", "failure", "colour") == ("ready", None, None)
    assert look(photos_without_colour) == []
    assert look(lambda: begin_developing(id)) is None


def make_old(id: UUID) -> None:
    """As photos were left before there were a colour and a medium size."""
    photo = db.session.get_one(Photo, id)
    photo.colour = photo.luminance = photo.sharpness = None
    storage().remove(photo.derivative_key("medium"))
