"""PUT and POST /api/anomalies: a driver reports damage."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from billun.extensions import db
from billun.models import Anomaly, Equipment, EquipmentStatus
from billun.models.base import new_id
from tests.fixtures.callers import Caller
from tests.fixtures.cast import Cast
from tests.fixtures.reports import LEFT_OUT, Complete, report, send_photo, send_report, shots


def test_a_report_is_kept_at_once_and_waits_for_its_photos(driver: Caller, cast: Cast) -> None:
    answer = send_report(driver, report(cast.lorry.id))
    assert answer.status == 201
    assert answer.body["status"] == "incoming"
    assert (answer.body["photos_expected"], answer.body["photos_stored"]) == (4, 0)
    assert answer.body["reference"].startswith("ANO-")


def test_times_are_answered_in_utc(driver: Caller, cast: Cast) -> None:
    body = report(cast.lorry.id, occurred_at="2026-11-22T10:30:00+01:00")
    assert send_report(driver, body).body["occurred_at"] == "2026-11-22T09:30:00Z"


def test_the_fourth_photo_completes_the_report(complete: Complete) -> None:
    assert complete()["status"] == "reported"


def test_three_photos_do_not_complete_it(driver: Caller, cast: Cast) -> None:
    taken = shots()
    id = send_report(driver, report(cast.lorry.id, taken)).body["id"]
    for shot in taken[:3]:
        send_photo(driver, id, shot)
    assert driver.get(f"/api/anomalies/{id}").body["status"] == "incoming"


def test_the_same_report_sent_again_is_the_same_anomaly(driver: Caller, cast: Cast) -> None:
    id, body = new_id(), report(cast.lorry.id)
    first, again = send_report(driver, body, id), send_report(driver, body, id)
    assert (first.status, again.status) == (201, 200)
    assert first.body == again.body


def test_the_same_report_in_another_spelling_is_the_same(driver: Caller, cast: Cast) -> None:
    id, body = new_id(), report(cast.lorry.id, occurred_at="2026-11-22T09:30:00Z")
    send_report(driver, body, id)
    shuffled = dict(reversed(body.items())) | {"occurred_at": "2026-11-22T10:30:00+01:00"}
    assert send_report(driver, shuffled, id).status == 200


def test_sent_again_after_others_changed_it_it_is_still_the_same(
    driver: Caller, mechanic: Caller, cast: Cast
) -> None:
    id, body = new_id(), report(cast.lorry.id)
    send_report(driver, body, id)
    mechanic.post(f"/api/anomalies/{id}/transitions", json={"to": "acknowledged"})
    again = send_report(driver, body, id)
    assert (again.status, again.body["status"]) == (200, "acknowledged")


def test_the_same_id_with_other_content_is_a_conflict(driver: Caller, cast: Cast) -> None:
    id, body = new_id(), report(cast.lorry.id)
    send_report(driver, body, id)
    assert send_report(driver, body | {"description": "another"}, id).status == 409


def test_an_id_of_a_colleague_is_a_conflict(
    driver: Caller, calling: Callable[..., Caller], cast: Cast
) -> None:
    id, body = new_id(), report(cast.lorry.id)
    send_report(driver, body, id)
    assert send_report(calling(cast.other_driver), body, id).status == 409


def test_an_id_of_another_company_is_not_there(driver: Caller, partner: Caller, cast: Cast) -> None:
    id = new_id()
    send_report(driver, report(cast.lorry.id), id)
    assert send_report(partner, report(cast.partner_trailer.id), id).status == 404


def test_equipment_of_another_company_is_not_there(driver: Caller, cast: Cast) -> None:
    assert send_report(driver, report(cast.partner_trailer.id)).status == 404


def test_equipment_that_nobody_has_is_not_there(driver: Caller, cast: Cast) -> None:
    assert send_report(driver, report(uuid4())).status == 404


def test_retired_equipment_takes_no_report(driver: Caller, manager: Caller, cast: Cast) -> None:
    manager.delete(f"/api/equipment/{cast.lorry.id}")
    assert send_report(driver, report(cast.lorry.id)).status == 409


def test_post_takes_the_phones_id_too(driver: Caller, cast: Cast) -> None:
    body = report(cast.lorry.id) | {"id": str(new_id())}
    first, again = (driver.post("/api/anomalies", json=body) for _ in range(2))
    assert (first.status, again.status) == (201, 200)
    assert first.body["id"] == again.body["id"] == body["id"]


def test_post_without_an_id_makes_one(driver: Caller, cast: Cast) -> None:
    assert driver.post("/api/anomalies", json=report(cast.lorry.id)).status == 201


@pytest.mark.parametrize(
    ("sub_category", "reported", "kept"),
    [
        ("cut_or_bulge", "green", "red"),
        ("wear", "yellow", "orange"),
        ("wear", "red", "red"),
        ("rim", "green", "green"),
        (None, "green", "green"),
    ],
)
def test_no_report_goes_below_the_floor(
    driver: Caller, cast: Cast, sub_category: str | None, reported: str, kept: str
) -> None:
    body = report(cast.lorry.id, category="tyres", sub_category=sub_category, criticality=reported)
    answer = send_report(driver, body).body
    assert (answer["criticality"], answer["criticality_reported"]) == (kept, reported)


def test_a_red_report_goes_before_its_photos(driver: Caller, cast: Cast) -> None:
    body = report(cast.lorry.id, [], criticality="red", photos_later=True)
    assert send_report(driver, body).body["photos_expected"] == 4


def test_the_photos_of_a_red_report_follow(driver: Caller, cast: Cast) -> None:
    body = report(cast.lorry.id, [], criticality="red", photos_later=True)
    id = send_report(driver, body).body["id"]
    for shot in shots():
        assert send_photo(driver, id, shot).status == 201
    assert driver.get(f"/api/anomalies/{id}").body["status"] == "reported"


def test_a_red_report_immobilises_the_equipment(driver: Caller, cast: Cast) -> None:
    send_report(driver, report(cast.lorry.id, [], criticality="red", photos_later=True))
    assert driver.get(f"/api/equipment/{cast.lorry.id}").body["fitness"] == "immobilised"


def test_nothing_found_becomes_a_provisional_item(driver: Caller, cast: Cast) -> None:
    provisional = {"family": "trailer", "plate": "WX 77 YZ", "plate_country": "PL"}
    answer = send_report(driver, report(None, equipment_id=LEFT_OUT, provisional=provisional))
    assert answer.body["equipment"]["status"] == "provisional"
    assert answer.body["equipment"]["plate"] == "WX 77 YZ"


def test_a_provisional_report_sent_twice_makes_one_item(
    driver: Caller, cast: Cast, look: Callable[..., Any]
) -> None:
    id = new_id()
    body = report(None, equipment_id=None, provisional={"family": "trailer"})
    before = look(lambda: db.session.query(Equipment).count())
    assert [send_report(driver, body, id).status for _ in range(2)] == [201, 200]
    assert look(lambda: db.session.query(Equipment).count()) == before + 1


@pytest.mark.parametrize(
    "plate", [{"plate": "ab 123 cd"}, {"plate": "AB-I23-CD", "plate_country": "FR"}]
)
def test_what_is_in_the_list_all_the_same_is_known_by_its_plate(
    driver: Caller, cast: Cast, look: Callable[..., Any], plate: dict[str, str]
) -> None:
    id, body = new_id(), unlisted(**plate, family="trailer", description="Dock 4")
    before = look(lambda: db.session.query(Equipment).count())
    first, again = (send_report(driver, body, id) for _ in range(2))
    assert (first.status, again.status) == (201, 200)
    assert [sent.body["equipment"]["billun_id"] for sent in (first, again)] == [
        cast.lorry.billun_id
    ] * 2
    assert look(lambda: db.session.query(Equipment).count()) == before
    (step, *_later) = driver.get(f"/api/anomalies/{id}/timeline").body["items"]
    assert step["comment"] == f"{plate['plate']}, Dock 4"
    assert driver.get(f"/api/equipment/{cast.lorry.id}").body["fitness"] == "immobilised"


@pytest.mark.parametrize(
    "described",
    [
        {"plate": "AB-123-CD", "plate_country": "PL"},
        {"plate": "AB-123-C"},
        {"plate": "FR-001-IG"},
        {"plate": "-"},
        {"plate": None},
    ],
    ids=["another country", "another plate", "another company", "signs alone", "no plate"],
)
def test_another_plate_is_another_item(
    driver: Caller, cast: Cast, look: Callable[..., Any], described: dict[str, str | None]
) -> None:
    look(lambda: change_lorry(cast, plate_country="FR"))
    answer = send_report(driver, unlisted(family="vehicle", **described))
    assert answer.body["equipment"]["status"] == "provisional"


def test_a_plate_of_two_items_is_that_of_neither(
    driver: Caller, manager: Caller, cast: Cast, look: Callable[..., Any]
) -> None:
    look(lambda: change_lorry(cast, plate_country="FR"))
    twin = {"family": "trailer", "kind": "box", "plate": "AB 123 CD", "plate_country": "PL"}
    assert manager.post("/api/equipment", json=twin).status == 201
    answer = send_report(driver, unlisted(family="vehicle", plate="AB123CD"))
    assert answer.body["equipment"]["status"] == "provisional"
    answer = send_report(driver, unlisted(family="vehicle", plate="AB123CD", plate_country="FR"))
    assert answer.body["equipment"]["billun_id"] == cast.lorry.billun_id


def test_a_retired_item_is_not_known_by_its_plate(
    driver: Caller, cast: Cast, look: Callable[..., Any]
) -> None:
    look(lambda: change_lorry(cast, status=EquipmentStatus.RETIRED))
    answer = send_report(driver, unlisted(family="vehicle", plate="AB-123-CD"))
    assert answer.body["equipment"]["status"] == "provisional"


def test_of_an_item_known_by_its_plate_another_drawing_may_have_been_shown(
    driver: Caller, cast: Cast
) -> None:
    body = unlisted(family="vehicle", plate="AB-123-CD")
    answer = send_report(driver, body | {"spot": "left_body_front"})
    assert (answer.status, answer.body["spot"]) == (201, None)
    answer = send_report(driver, body | {"spot": "left_mirror"})
    assert (answer.status, answer.body["spot"]) == (201, "left_mirror")


def unlisted(**described: Any) -> dict[str, Any]:
    """A red report of something that no search finds."""
    body: dict[str, Any] = report(
        None, [], criticality="red", photos_later=True, provisional=described
    )
    del body["equipment_id"]
    return body


def change_lorry(cast: Cast, **values: Any) -> None:
    lorry = db.session.get_one(Equipment, cast.lorry.id)
    for name, value in values.items():
        setattr(lorry, name, value)


def test_a_position_and_an_address_are_not_needed(driver: Caller, cast: Cast) -> None:
    answer = send_report(driver, report(cast.lorry.id, position=None, address="A13, km 88"))
    assert (answer.body["position"], answer.body["address"]) == (None, "A13, km 88")


def test_a_refused_report_leaves_nothing_behind(
    driver: Caller, cast: Cast, look: Callable[..., Any]
) -> None:
    taken = shots()
    taken[3] = taken[2]
    assert send_report(driver, report(cast.lorry.id, taken)).status == 422
    assert look(lambda: db.session.query(Anomaly).count()) == 0


def test_null_says_the_same_as_nothing(driver: Caller, cast: Cast) -> None:
    id, body = uuid4(), report(cast.lorry.id)
    body.pop("position", None)
    first = send_report(driver, body, id)
    again = send_report(driver, body | {"position": None, "address": None}, id)
    assert (first.status, again.status) == (201, 200)


def test_a_line_break_in_a_plate_is_a_space(driver: Caller) -> None:
    body = report(None, [], criticality="red", photos_later=True)
    del body["equipment_id"]
    body["provisional"] = {"family": "trailer", "plate": "AB\r\nBcc: x"}
    sent = send_report(driver, body)
    assert (sent.status, sent.body["equipment"]["plate"]) == (201, "AB Bcc: x")
