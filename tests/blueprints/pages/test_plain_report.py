"""A report as one plain form with its photos, for browsers without scripts."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from urllib3.filepost import encode_multipart_formdata

from billun.extensions import db
from billun.models import Anomaly, Photo, PhotoFailure, PhotoState
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


def test_the_spot_goes_with_it_and_a_foreign_one_is_told_beside_its_question(
    page: Caller, cast: Cast, look: Look
) -> None:
    refused = send(page, cast, FOUR, spot="left_wing")
    assert refused.status == 422
    assert re.search(r'data-error-for="spot"\s+data-wrong', refused.text)
    assert send(page, cast, FOUR, spot="left_mirror").status == 303
    assert look(lambda: [one.spot for one in db.session.query(Anomaly)]) == ["left_mirror"]


def test_the_first_shot_is_drawn_as_the_kind_looks(page: Caller, cast: Cast) -> None:
    for path in ("report", "stop"):
        drawn = page.get(f"/drive/equipment/{cast.lorry.billun_id}/{path}").text
        assert "/overview_tractor_unit.svg" in drawn
        assert "/overview.svg" not in drawn


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
    {"latitude": "49.4", "longitude": "1.1", "accuracy_m": "inf"},
    {"latitude": "49.4", "longitude": "1.1", "accuracy_m": "1e300"},
    {"latitude": "49.4", "longitude": "1.1", "accuracy_m": "nan"},
    {"latitude": "49.4", "longitude": "1.1", "accuracy_m": "-1"},
    {"latitude": "49.4"},
    {"longitude": "1.1"},
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


SHOWN = {
    "equipment": {"equipment": "x"},
    "plate": {"plate": "x" * 21},
    "family": {"family": "x" * 41},
    "country": {"plate_country": "XX"},
    "description of the item": {"item_description": "x" * 501},
    "sub-category": {"sub_category": "x" * 41},
    "half a position": {"latitude": "49.4"},
}


@pytest.mark.parametrize("answers", SHOWN.values(), ids=SHOWN)
def test_what_was_refused_is_always_said(page: Caller, cast: Cast, answers: dict[str, str]) -> None:
    answer = send(page, cast, FOUR, **answers)
    assert answer.status == 422
    assert re.findall(r"data-wrong>([^<]+)</p>", answer.text)


def test_half_a_position_is_told_beside_the_position(page: Caller, cast: Cast) -> None:
    for half in ({"latitude": "49.4"}, {"longitude": "1.1"}):
        text = send(page, cast, FOUR, **half).text
        assert re.search(
            r'data-error-for="position [^>]*data-wrong>A position has a latitude and a longitude',
            text,
        )


def test_a_stop_keeps_the_place_in_words(page: Caller, cast: Cast, look: Look) -> None:
    path = f"/drive/equipment/{cast.lorry.billun_id}/stop"
    answer = page.post(path, data={"id": str(new_id()), "address": " A6, rest area Venoy "})
    assert answer.status == 303
    assert look(lambda: db.session.query(Anomaly).one().address) == "A6, rest area Venoy"
    too_long = page.post(path, data={"id": str(new_id()), "address": "x" * 301})
    assert too_long.status == 422
    assert "data-wrong>" in too_long.text


def test_a_photo_that_failed_is_asked_for_again(page: Caller, cast: Cast, look: Look) -> None:
    place = send(page, cast, FOUR).headers["Location"]
    assert "data-take-again" not in page.get(place).text
    look(lambda: fail_second(PhotoFailure.UNREADABLE, "image file is truncated"))
    shown = page.get(place).text
    assert "The photo “Plate or label” cannot be read. Take it again." in shown
    assert re.findall(r'<label class="slot" data-slot="(\w+)"', shown) == ["plate_or_label"]
    assert 'data-minimum="1"' in shown
    assert "truncated" not in shown + page.get(f"/anomalies/{place.rsplit('/', 1)[1]}").text
    assert "A photo has to be taken again" in page.get("/drive").text
    body, kind = encode_multipart_formdata([("photos", ("photo.jpg", jpeg(9), "image/jpeg"))])
    assert page.post(f"{place}/photos", data=body, content_type=kind).status == 303
    assert "data-take-again" not in page.get(place).text
    assert kept(look) == [("reported", 5)]


def fail_second(failure: PhotoFailure, detail: str) -> None:
    photo = db.session.query(Photo).filter_by(position=1).one()
    photo.state, photo.failure, photo.failure_detail = PhotoState.FAILED, failure, detail


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
