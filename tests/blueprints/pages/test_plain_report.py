"""A report as one plain form with its photos, for browsers without scripts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from urllib3.filepost import encode_multipart_formdata

from billun.extensions import db
from billun.models import Anomaly
from billun.models.base import new_id
from tests.fixtures.callers import Answer, Caller
from tests.fixtures.cast import Cast
from tests.fixtures.pictures import bomb, photo
from tests.fixtures.reports import jpeg

Look = Callable[..., Any]
RIGHT = {"category": "bodywork", "sub_category": "curtain", "criticality": "yellow"}
FOUR = [jpeg(shade) for shade in range(4)]


@pytest.fixture
def page(browsing: Callable[..., Caller], cast: Cast) -> Caller:
    return browsing(cast.driver)


def send(page: Caller, cast: Cast, photos: list[bytes], **answers: str) -> Answer:
    fields: list[tuple[str, Any]] = list(({"id": str(new_id())} | RIGHT | answers).items())
    fields += [("photos", ("photo.jpg", content, "image/jpeg")) for content in photos]
    body, kind = encode_multipart_formdata(fields)
    path = f"/drive/equipment/{cast.lorry.billun_id}/report"
    return page.post(path, data=body, content_type=kind)


def kept(look: Look) -> list[tuple[str, int]]:
    rows = look(lambda: [(str(one.status), one.photos_stored) for one in db.session.query(Anomaly)])
    return list(rows)


def test_four_photos_make_a_report(page: Caller, cast: Cast, look: Look) -> None:
    answer = send(page, cast, FOUR, latitude="49.4", longitude="1.1", accuracy_m="20")
    assert answer.status == 303
    assert page.get(answer.headers["Location"]).status == 200
    assert kept(look) == [("reported", 4)]


def test_the_same_form_sent_twice_is_one_report(page: Caller, cast: Cast, look: Look) -> None:
    id = str(new_id())
    places = [send(page, cast, FOUR, id=id).headers["Location"] for _ in range(2)]
    assert places[0] == places[1]
    assert kept(look) == [("reported", 4)]


REFUSED = {
    "three photos": (FOUR[:3], 422),
    "the same photo twice": ([*FOUR[:3], FOUR[0]], 422),
    "a PDF named .jpg": ([*FOUR[:3], b"%PDF-1.7"], 415),
    "a bomb": ([*FOUR[:3], bomb()], 413),
    "more than twenty megabytes": ([*FOUR[:3], jpeg() + bytes(20_000_000)], 413),
    "thirteen photos": ([jpeg(shade) for shade in range(13)], 422),
}


@pytest.mark.parametrize(("photos", "status"), REFUSED.values(), ids=REFUSED)
def test_bad_photos_are_told_beside_the_photos_and_nothing_is_kept(
    page: Caller, cast: Cast, look: Look, photos: list[bytes], status: int
) -> None:
    answer = send(page, cast, photos)
    assert answer.status == status
    assert 'data-error-for="photos"' in answer.text
    assert kept(look) == []


BAD = [
    {"category": "wings"},
    {"category": ""},
    {"sub_category": "rim"},
    {"criticality": "purple"},
    {"latitude": "91", "longitude": "0"},
    {"latitude": "nan", "longitude": "nan"},
    {"latitude": "1e400", "longitude": "0"},
    {"id": "seven"},
    {"description": "x" * 4001},
    {"description": "\0"},
    {"circumstance": "dreamt"},
]


@pytest.mark.parametrize("answers", BAD, ids=[str(one)[:40] for one in BAD])
def test_bad_answers_are_refused_and_nothing_is_kept(
    page: Caller, cast: Cast, look: Look, answers: dict[str, str]
) -> None:
    assert send(page, cast, FOUR, **answers).status == 422
    assert kept(look) == []


def test_the_place_in_a_photo_is_not_kept(page: Caller, cast: Cast, look: Look) -> None:
    assert send(page, cast, [photo(gps=True), *FOUR[1:]]).status == 303
    items = page.get("/api/anomalies").body["items"]
    gallery = page.get(f"/api/photos/gallery/{items[0]['id']}").body["items"]
    for one in gallery:
        with page.get(one["urls"]["original"]).response as response:
            assert b"GPSLatitude" not in response.get_data()


def test_another_company_finds_nothing_to_report_on(
    browsing: Callable[..., Caller], cast: Cast
) -> None:
    assert send(browsing(cast.partner), cast, FOUR).status == 404
