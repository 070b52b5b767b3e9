"""PUT /api/photos/<id> and POST /api/photos/upload: photos come one by one."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest

from billun.adapters.storage import storage
from billun.models.anomaly import PHOTOS_IN_ALL_AT_MOST
from billun.models.base import new_id
from tests.fixtures.callers import Answer, Caller
from tests.fixtures.cast import Cast
from tests.fixtures.photos import add_ready_photos
from tests.fixtures.pictures import bomb, gif, heic, png, webp
from tests.fixtures.reports import (
    Complete,
    Shot,
    jpeg,
    photo_form,
    report,
    send_photo,
    send_report,
    shots,
)


@pytest.fixture
def waiting(driver: Caller, cast: Cast) -> tuple[str, list[Shot]]:
    """A report whose four photos have not come yet."""
    taken = shots()
    return send_report(driver, report(cast.lorry.id, taken)).body["id"], taken


Waiting = tuple[str, list[Shot]]


def upload(caller: Caller, anomaly_id: str, shot: Shot, **fields: Any) -> Answer:
    return caller.post("/api/photos/upload", **photo_form(anomaly_id, shot, **fields))


def test_a_stored_photo_is_answered_with_what_it_is(driver: Caller, waiting: Waiting) -> None:
    id, taken = waiting
    answer = send_photo(driver, id, taken[0], latitude="48.1", longitude="2.5", accuracy_m="8")
    assert answer.status == 201
    assert answer.body["state"] == "stored"
    assert answer.body["sha256"] == taken[0].sha256
    assert (answer.body["width"], answer.body["height"]) == (64, 48)
    assert answer.body["bytes"] == len(taken[0].content)
    assert answer.body["position"] == {"latitude": 48.1, "longitude": 2.5, "accuracy_m": 8.0}


def test_the_original_comes_back_byte_for_byte(driver: Caller, waiting: Waiting) -> None:
    id, taken = waiting
    url = send_photo(driver, id, taken[0]).body["urls"]["original"]
    with driver.get(url).response as response:
        assert response.get_data() == taken[0].content


def test_the_same_photo_sent_again_is_stored_once(driver: Caller, waiting: Waiting) -> None:
    id, taken = waiting
    assert [send_photo(driver, id, taken[0]).status for _ in range(2)] == [201, 200]
    assert driver.get(f"/api/anomalies/{id}").body["photos_stored"] == 1


def test_put_and_post_are_the_same_photo(driver: Caller, waiting: Waiting) -> None:
    id, taken = waiting
    assert upload(driver, id, taken[0], id=str(taken[0].id)).status == 201
    assert send_photo(driver, id, taken[0]).status == 200


def test_without_an_id_the_hash_finds_the_announced_photo(driver: Caller, waiting: Waiting) -> None:
    id, taken = waiting
    assert upload(driver, id, taken[2]).body["id"] == str(taken[2].id)


def test_without_an_id_and_a_hash_the_bytes_find_it(driver: Caller, waiting: Waiting) -> None:
    id, taken = waiting
    assert upload(driver, id, taken[2], sha256=None).body["id"] == str(taken[2].id)


def test_a_hash_that_differs_is_refused_and_nothing_kept(driver: Caller, waiting: Waiting) -> None:
    id, taken = waiting
    answer = send_photo(driver, id, taken[0], sha256="0" * 64)
    assert (answer.status, list(answer.errors)) == (422, ["sha256"])
    assert driver.get(f"/api/photos/{taken[0].id}").status == 404


def test_an_announced_id_with_another_picture_is_refused(driver: Caller, waiting: Waiting) -> None:
    id, taken = waiting
    answer = send_photo(driver, id, Shot(taken[0].id, jpeg(500)))
    assert (answer.status, list(answer.errors)) == (422, ["sha256"])


def test_an_arrived_id_with_another_picture_is_a_conflict(driver: Caller, waiting: Waiting) -> None:
    id, taken = waiting
    send_photo(driver, id, taken[0])
    assert send_photo(driver, id, Shot(taken[0].id, jpeg(500))).status == 409


def test_a_fifth_photo_may_come_unannounced(driver: Caller, complete: Complete) -> None:
    anomaly = complete()
    assert send_photo(driver, anomaly["id"], Shot(uuid4(), jpeg(500))).status == 201
    assert driver.get(f"/api/anomalies/{anomaly['id']}").body["photos_stored"] == 5


def test_photos_later_do_not_move_an_anomaly_back(
    driver: Caller, mechanic: Caller, waiting: Waiting
) -> None:
    id, taken = waiting
    mechanic.post(f"/api/anomalies/{id}/transitions", json={"to": "acknowledged"})
    for shot in taken:
        send_photo(driver, id, shot)
    assert driver.get(f"/api/anomalies/{id}").body["status"] == "acknowledged"


def test_a_withdrawn_report_still_takes_photos(driver: Caller, waiting: Waiting) -> None:
    id, taken = waiting
    driver.post(f"/api/anomalies/{id}/transitions", json={"to": "withdrawn", "comment": "oops"})
    assert send_photo(driver, id, taken[0]).status == 201
    assert driver.get(f"/api/anomalies/{id}").body["status"] == "withdrawn"


@pytest.mark.parametrize("make", [png, webp, heic], ids=["png", "webp", "heic"])
def test_other_kinds_of_pictures_come_in(
    driver: Caller, complete: Complete, make: Callable[[], bytes]
) -> None:
    assert send_photo(driver, complete()["id"], Shot(uuid4(), make())).status == 201


NO_PICTURES = {
    "pdf": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj <</Type /Catalog>> endobj",
    "html": b"<!doctype html><script>alert(1)</script>",
    "gif": gif(),
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "nothing": b"",
    "noise": bytes(range(256)) * 10,
}


@pytest.mark.parametrize("content", NO_PICTURES.values(), ids=NO_PICTURES)
def test_what_is_no_picture_is_refused_whatever_its_name(
    driver: Caller, waiting: Waiting, content: bytes
) -> None:
    assert send_photo(driver, waiting[0], Shot(uuid4(), content), "photo.jpg").status == 415


def test_a_bomb_is_refused(driver: Caller, waiting: Waiting) -> None:
    assert send_photo(driver, waiting[0], Shot(uuid4(), bomb())).status == 413


def test_more_than_twenty_megabytes_are_refused(driver: Caller, waiting: Waiting) -> None:
    large = jpeg(1) + bytes(20_000_001 - len(jpeg(1)))
    assert send_photo(driver, waiting[0], Shot(uuid4(), large)).status == 413


def test_far_more_than_twenty_megabytes_are_refused(driver: Caller, waiting: Waiting) -> None:
    large = jpeg(1) + bytes(25_000_000)
    assert send_photo(driver, waiting[0], Shot(uuid4(), large)).status == 413


def test_twenty_megabytes_are_fine(driver: Caller, complete: Complete) -> None:
    large = jpeg(1) + bytes(20_000_000 - len(jpeg(1)))
    assert send_photo(driver, complete()["id"], Shot(uuid4(), large)).status == 201


BAD_FIELDS = {
    "anomaly_id": {"anomaly_id": "none"},
    "guide": {"guide": "selfie"},
    "taken_at": {"taken_at": "noon"},
    "latitude": {"latitude": "91", "longitude": "0"},
    "longitude": {"latitude": "1"},
    "accuracy_m": {"accuracy_m": "-3"},
    "sha256": {"sha256": "xyz"},
}


@pytest.mark.parametrize(("field", "fields"), BAD_FIELDS.items(), ids=BAD_FIELDS)
def test_a_bad_field_is_named(
    driver: Caller, waiting: Waiting, field: str, fields: dict[str, str]
) -> None:
    answer = send_photo(driver, waiting[0], waiting[1][0], **fields)
    assert (answer.status, list(answer.errors)) == (422, [field])


def test_a_form_without_a_file_is_refused(driver: Caller, waiting: Waiting) -> None:
    answer = driver.put(f"/api/photos/{uuid4()}", data={"anomaly_id": waiting[0]})
    assert (answer.status, list(answer.errors)) == (422, ["file"])


def test_a_photo_for_nothing_is_not_there(driver: Caller, cast: Cast) -> None:
    assert send_photo(driver, str(uuid4()), shots()[0]).status == 404


def test_a_photo_for_another_companys_report_is_not_there(
    partner: Caller, waiting: Waiting
) -> None:
    assert send_photo(partner, waiting[0], waiting[1][0]).status == 404


def test_a_photo_id_of_another_company_is_not_there(
    driver: Caller, partner: Caller, waiting: Waiting, cast: Cast
) -> None:
    theirs = shots(4, first=40)
    send_report(partner, report(cast.partner_trailer.id, theirs))
    assert send_photo(driver, waiting[0], theirs[0]).status == 404


def test_a_photo_id_of_another_report_is_a_conflict(
    driver: Caller, waiting: Waiting, cast: Cast
) -> None:
    other = shots(4, first=40)
    send_report(driver, report(cast.lorry.id, other))
    assert send_photo(driver, waiting[0], other[0]).status == 409


def test_one_picture_under_two_ids_is_a_conflict(driver: Caller, waiting: Waiting) -> None:
    again = Shot(uuid4(), waiting[1][0].content)
    assert send_photo(driver, waiting[0], again).status == 409


def test_a_full_report_takes_no_more_and_nothing_of_it_is_kept(
    driver: Caller, waiting: Waiting, look: Callable[..., Any]
) -> None:
    look(lambda: add_ready_photos(waiting[0], PHOTOS_IN_ALL_AT_MOST - 4))
    further = Shot(uuid4(), jpeg(500))
    assert send_photo(driver, waiting[0], further).status == 409
    assert look(lambda: list(storage().files(f"photos/{further.id}"))) == []
    assert send_photo(driver, waiting[0], waiting[1][0]).status == 201


def test_a_photo_that_has_not_come_is_not_there(driver: Caller, waiting: Waiting) -> None:
    assert driver.get(f"/api/photos/{waiting[1][0].id}").status == 404


def test_the_partner_does_not_see_the_photo(
    driver: Caller, partner: Caller, waiting: Waiting
) -> None:
    photo = send_photo(driver, waiting[0], waiting[1][0]).body
    assert partner.get(f"/api/photos/{photo['id']}").status == 404
    assert partner.get(photo["urls"]["original"]).status == 404


def test_the_gallery_is_in_the_order_of_the_guides(driver: Caller, waiting: Waiting) -> None:
    id, taken = waiting
    for shot in reversed(taken):
        send_photo(driver, id, shot)
    items = driver.get(f"/api/photos/gallery/{id}").body["items"]
    assert [photo["id"] for photo in items] == [str(shot.id) for shot in taken]


def test_the_gallery_of_another_company_is_not_there(partner: Caller, waiting: Waiting) -> None:
    assert partner.get(f"/api/photos/gallery/{waiting[0]}").status == 404


def test_a_photo_sent_as_json_is_of_the_wrong_type(driver: Caller, waiting: Waiting) -> None:
    answer = driver.put(f"/api/photos/{new_id()}", json={"anomaly_id": waiting[0]})
    assert answer.status in {415, 422}


def test_half_a_multipart_body_is_no_failure_of_ours(driver: Caller, waiting: Waiting) -> None:
    answer = driver.put(
        f"/api/photos/{new_id()}",
        input_stream=BytesIO(b"--x\r\nContent-Disposition: form-data; name=file"),
        content_type="multipart/form-data; boundary=x",
    )
    assert answer.status in {400, 422}
