"""The bytes of photos: from Billun itself, or by a short redirect to S3."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
import requests
from flask import Flask
from sqlalchemy import select

from billun import create_app
from billun.config import Settings
from billun.extensions import db
from billun.models import AccessRecord, EnhancementState, Photo, Removal
from billun.models.base import now
from billun.operations.developing import begin_developing, develop_stored
from billun.operations.enhancing import enhance_stored
from tests.adapters.storage.moto_server import moto_s3
from tests.fixtures.callers import Caller
from tests.fixtures.cast import Cast
from tests.fixtures.reports import Shot, report, send_photo, send_report, shots
from tests.fixtures.services import disconnected


@pytest.fixture
def photo(driver: Caller, cast: Cast) -> tuple[Shot, dict[str, str]]:
    taken = shots()
    id = send_report(driver, report(cast.lorry.id, taken)).body["id"]
    return taken[0], send_photo(driver, id, taken[0]).body["urls"]


Sent = tuple[Shot, dict[str, str]]


def test_an_original_is_for_this_browser_alone_and_runs_nothing(
    driver: Caller, photo: Sent
) -> None:
    with (answer := driver.get(photo[1]["original"])).response:
        assert answer.headers["Content-Type"] == "image/jpeg"
        assert "private" in answer.headers["Cache-Control"]
        assert answer.headers["Content-Security-Policy"] == "sandbox"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_known_photo_is_not_sent_again(driver: Caller, photo: Sent) -> None:
    with (first := driver.get(photo[1]["original"])).response:
        tag = first.headers["ETag"]
    with (again := driver.get(photo[1]["original"], headers={"If-None-Match": tag})).response:
        assert again.status == 304


def test_a_part_of_an_original_can_be_asked_for(driver: Caller, photo: Sent) -> None:
    taken, urls = photo
    with (part := driver.get(urls["original"], headers={"Range": "bytes=2-9"})).response:
        assert (part.status, part.response.get_data()) == (206, taken.content[2:10])
        assert part.headers["Content-Range"] == f"bytes 2-9/{len(taken.content)}"
    beyond = {"Range": f"bytes={len(taken.content)}-"}
    with (none := driver.get(urls["original"], headers=beyond)).response:
        assert (none.status, none.response.get_data()) == (416, b"")
        assert none.headers["Content-Range"] == f"bytes */{len(taken.content)}"


@pytest.mark.parametrize("asked", ["bytes=0-1,3-4", "bytes=abc", "bytes=5-2", "x=1-2", "bytes"])
def test_what_is_not_one_range_of_bytes_gets_the_whole(
    driver: Caller, photo: Sent, asked: str
) -> None:
    taken, urls = photo
    with (whole := driver.get(urls["original"], headers={"Range": asked})).response:
        assert (whole.status, whole.response.get_data()) == (200, taken.content)


def test_a_copy_that_was_enhanced_anew_is_another_one(
    app: Flask, driver: Caller, photo: Sent, look: Callable[..., Any]
) -> None:
    develop(app, photo[0])
    path, tags = f"/api/photos/{photo[0].id}", list[str]()
    for _time in range(2):
        look(lambda: enhance(photo[0]))
        url = driver.get(path).body["urls"]["enhanced"]
        known = {"If-None-Match": tags[-1]} if tags else {}
        with (answer := driver.get(url, headers=known)).response:
            assert answer.status == 200
            tags.append(answer.headers["ETag"])
    with driver.get(url, headers={"If-None-Match": tags[-1]}).response as again:
        assert again.status_code == 304
    assert url in driver.get(f"/photos/{photo[0].id}").text


def enhance(shot: Shot) -> None:
    photo = db.session.get_one(Photo, shot.id)
    photo.enhancement_state = EnhancementState.QUEUED
    photo.enhancement_asked_at = now()
    enhance_stored(photo)


def test_a_download_of_an_original_is_noted_and_a_look_is_not(
    app: Flask, driver: Caller, photo: Sent, look: Callable[..., Any]
) -> None:
    develop(app, photo[0])
    for size in ("thumb", "original"):
        driver.get(f"/photos/{photo[0].id}/{size}").response.close()
    columns = (AccessRecord.kind, AccessRecord.subject, AccessRecord.subject_id, AccessRecord.name)
    noted = look(lambda: db.session.execute(select(*columns)).all())
    assert [row[:3] for row in noted] == [("downloaded", "photo", photo[0].id)]
    assert noted[0].name.startswith("ANO-")


def test_an_erased_photo_is_gone_for_good(
    driver: Caller, photo: Sent, look: Callable[..., Any]
) -> None:
    def erase() -> None:
        db.session.get_one(Photo, photo[0].id).removal = Removal.ERASED

    look(erase)
    assert driver.get(photo[1]["original"]).status == 410


def test_a_size_that_is_not_made_yet_is_not_there(driver: Caller, photo: Sent) -> None:
    assert set(photo[1]) == {"original"}
    assert driver.get(photo[1]["original"].replace("original", "thumb")).status == 404


@pytest.fixture
def on_s3(app: Flask, environment: dict[str, str]) -> Iterator[Flask]:
    """The same application with its photos on S3."""
    with moto_s3() as s3:
        settings = replace(Settings.from_environment(environment), storage="s3", s3=s3)
        made = create_app(settings)
        yield made
        disconnected(made)
        made.extensions["billun_storage"].close()


def test_from_s3_the_browser_reads_by_itself(on_s3: Flask, driver: Caller, cast: Cast) -> None:
    there, taken = Caller(on_s3.test_client(), driver.headers), shots()
    id = send_report(there, report(cast.lorry.id, taken)).body["id"]
    photo = send_photo(there, id, taken[0]).body
    develop(on_s3, taken[0])
    original, thumb = (there.get(f"/photos/{photo['id']}/{size}") for size in ("original", "thumb"))
    assert original.status == thumb.status == 302
    assert requests.get(original.headers["Location"], timeout=5).content == taken[0].content
    assert (
        requests.get(thumb.headers["Location"], timeout=5).headers["Content-Type"] == "image/webp"
    )


def develop(app: Flask, shot: Shot) -> None:
    with app.app_context():
        photo: Any = begin_developing(shot.id)
        db.session.commit()
        develop_stored(photo)
        db.session.commit()


def test_the_policy_lets_the_pictures_of_s3_in(on_s3: Flask) -> None:
    policy = Caller(on_s3.test_client()).get("/health/live").headers["Content-Security-Policy"]
    endpoint = on_s3.extensions["billun_settings"].s3.endpoint_url
    assert endpoint in next(part for part in policy.split("; ") if part.startswith("img-src"))


def test_a_storage_that_is_away_is_told_and_nothing_is_half_written(
    on_s3: Flask, driver: Caller, cast: Cast
) -> None:
    there, taken = Caller(on_s3.test_client(), driver.headers), shots()
    id = send_report(there, report(cast.lorry.id, taken)).body["id"]
    on_s3.extensions["billun_storage"].bucket = "gone"
    answer = send_photo(there, id, taken[0])
    assert (answer.status, "Retry-After" in answer.headers) == (503, True)
    assert there.get(f"/api/anomalies/{id}").body["photos_stored"] == 0
    assert there.get("/health/ready").status == 503
