"""POST /api/anomalies/<id>/sightings: what is said, once, and whose it is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask

from billun.extensions import db
from billun.models import Anomaly, AnomalyStatus, Photo, Sighting
from tests.fixtures.callers import Answer, Caller
from tests.fixtures.cast import Cast, Person
from tests.fixtures.reports import (
    Complete,
    report,
    send_photo,
    send_report,
    send_sighting,
    shots,
    sighting,
)
from tests.operations.test_concurrency import all_at_once

Look = Callable[..., Any]


@pytest.fixture
def known(complete: Complete) -> str:
    """The id of a yellow anomaly that Denise reported, complete."""
    id: str = complete()["id"]
    return id


@pytest.fixture
def other(calling: Callable[[Person], Caller], cast: Cast) -> Caller:
    """Didier, who drives the same lorry the next day."""
    return calling(cast.other_driver)


def timeline_of(caller: Caller, id: str) -> list[Any]:
    items: list[Any] = caller.get(f"/api/anomalies/{id}/timeline").body["items"]
    return items


def send(caller: Caller, id: str, body: Any) -> Answer:
    return caller.post(f"/api/anomalies/{id}/sightings", json=body)


def test_known_damage_is_an_entry_of_the_timeline_and_nothing_else(
    other: Caller, driver: Caller, known: str, cast: Cast
) -> None:
    before = driver.get(f"/api/anomalies/{known}").body
    answer = send(other, known, {"kind": "known", "criticality": "red"})
    assert answer.status == 201
    last = timeline_of(driver, known)[-1]
    assert (last["kind"], last["actor"]["name"]) == ("sighted", cast.other_driver.name)
    assert last["sighting"] == answer.body
    assert (answer.body["kind"], answer.body["criticality"]) == ("known", "red")
    assert driver.get(f"/api/anomalies/{known}").body == before | {"sightings": 1}


def test_a_sighting_says_who_when_where_and_what(other: Caller, known: str, cast: Cast) -> None:
    place = {"latitude": 43.3, "longitude": 5.4, "accuracy_m": 8.0}
    said = send_sighting(
        other, known, comment="  Longer now ", seen_at="2026-11-20T08:30:00+01:00", position=place
    ).body
    assert (said["kind"], said["comment"], said["position"]) == ("worse", "Longer now", place)
    assert (said["seen_at"], said["observer"]["name"]) == (
        "2026-11-20T07:30:00Z",
        cast.other_driver.name,
    )


def test_the_same_sighting_sent_again_is_one(other: Caller, known: str, look: Look) -> None:
    body = sighting(shots(2, first=4), criticality="orange")
    first, again = (send(other, known, body) for _ in range(2))
    assert (first.status, again.status, first.body) == (201, 200, again.body)
    assert look(lambda: db.session.query(Sighting).count()) == 1
    assert look(lambda: db.session.query(Photo).count()) == 6


def test_eight_sendings_at_once_are_one(app: Flask, other: Caller, known: str, look: Look) -> None:
    body = sighting(shots(2, first=4), criticality="red")
    found = all_at_once(app, [lambda caller: send(caller, known, body)] * 8, other)
    assert sorted(found) == [200] * 7 + [201]
    assert look(lambda: db.session.query(Sighting).count()) == 1
    kinds = [entry["kind"] for entry in timeline_of(other, known)]
    assert (kinds.count("sighted"), kinds.count("criticality")) == (1, 1)


@pytest.mark.parametrize("change", [{"comment": "Otherwise"}, {"kind": "known"}, {"photos": []}])
def test_other_content_under_the_same_id_is_a_conflict(
    other: Caller, known: str, change: dict[str, Any]
) -> None:
    body = sighting(shots(1, first=4))
    assert send(other, known, body).status == 201
    assert send(other, known, body | change).status == 409


def test_somebody_elses_id_or_that_of_other_damage_is_a_conflict(
    other: Caller, driver: Caller, known: str, cast: Cast
) -> None:
    body = sighting()
    send(other, known, body)
    assert send(driver, known, body).status == 409
    elsewhere = send_report(driver, report(cast.lorry.id)).body["id"]
    assert send(other, elsewhere, body).status == 409


def test_of_another_company_nothing_is_there(
    driver: Caller, partner: Caller, known: str, cast: Cast
) -> None:
    assert send_sighting(partner, known).status == 404
    theirs = send_report(partner, report(cast.partner_trailer.id)).body["id"]
    body = sighting()
    assert send(partner, theirs, body).status == 201
    assert send(driver, known, body).status == 404


def test_a_photo_of_another_company_is_not_there(
    driver: Caller, partner: Caller, known: str, cast: Cast
) -> None:
    taken = shots(4, first=4)
    send_report(partner, report(cast.partner_trailer.id, taken))
    assert send_sighting(driver, known, taken[:1]).status == 404


def test_it_is_found_by_reference_and_by_id(driver: Caller, known: str) -> None:
    reference = driver.get(f"/api/anomalies/{known}").body["reference"]
    assert send_sighting(driver, reference).status == 201
    assert driver.get(f"/api/anomalies/{reference}").body["sightings"] == 1
    assert driver.get("/api/anomalies").body["items"][0]["sightings"] == 1


@pytest.mark.parametrize("said", [{}, {"comment": "  "}, {"criticality": None, "photos": []}])
def test_worse_without_a_word_a_level_or_a_photo_is_refused(
    driver: Caller, known: str, said: dict[str, Any]
) -> None:
    answer = send(driver, known, {"kind": "worse"} | said)
    assert answer.status == 422
    assert answer.errors == {"comment": ["Say what got worse, or show it."]}


def test_one_of_them_is_enough(driver: Caller, known: str) -> None:
    for said in (
        {"comment": "Longer"},
        {"criticality": "yellow"},
        {"photos": [shots(1, first=4)[0].announced]},
    ):
        assert send(driver, known, {"kind": "worse"} | said).status == 201


ONE = shots(1, first=4)[0].announced


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"kind": "better"}, "kind"),
        ({"kind": None}, "kind"),
        ({"criticality": "purple"}, "criticality"),
        ({"comment": "x" * 4001}, "comment"),
        ({"seen_at": (datetime.now(UTC) + timedelta(hours=1)).isoformat()}, "seen_at"),
        ({"position": {"latitude": 91, "longitude": 0}}, "position.latitude"),
        ({"photos": [ONE, ONE]}, "photos"),
        ({"photos": [ONE, ONE | {"id": str(uuid4())}]}, "photos"),
        ({"photos": [ONE | {"guide": "selfie"}]}, "photos.0.guide"),
        ({"photos": [shot.announced for shot in shots(13, first=4)]}, "photos"),
        ({"mood": "bad"}, "mood"),
    ],
)
def test_a_bad_sighting_is_refused_by_its_field(
    driver: Caller, known: str, look: Look, change: dict[str, Any], field: str
) -> None:
    answer = send(driver, known, sighting() | change)
    assert (answer.status, list(answer.errors)) == (422, [field])
    assert look(lambda: db.session.query(Sighting).count()) == 0


def test_a_photo_that_the_anomaly_has_is_refused(driver: Caller, known: str) -> None:
    again = shots(1)
    answer = send_sighting(driver, known, again)
    assert (answer.status, list(answer.errors)) == (422, ["photos"])


def test_its_photos_come_behind_those_of_the_report_and_are_counted(
    other: Caller, driver: Caller, known: str
) -> None:
    taken = shots(2, first=4)
    said = send_sighting(other, known, taken).body
    assert [photo["state"] for photo in said["photos"]] == ["expected"] * 2
    anomaly = driver.get(f"/api/anomalies/{known}").body
    assert (anomaly["photos_stored"], anomaly["photos_expected"]) == (4, 6)
    for shot in taken:
        assert send_photo(other, known, shot).status == 201
    anomaly = driver.get(f"/api/anomalies/{known}").body
    assert (anomaly["photos_stored"], anomaly["status"]) == (6, "reported")
    gallery = driver.get(f"/api/photos/gallery/{known}").body["items"]
    assert [photo["id"] for photo in gallery][4:] == [str(shot.id) for shot in taken]
    assert [photo["sighting_id"] for photo in gallery] == [None] * 4 + [said["id"]] * 2
    last = timeline_of(driver, known)[-1]["sighting"]
    assert [photo["state"] for photo in last["photos"]] == ["stored"] * 2


def test_its_photos_complete_a_red_report_without_any(
    other: Caller, driver: Caller, cast: Cast
) -> None:
    body = report(cast.lorry.id, [], criticality="red", photos_later=True)
    id = send_report(driver, body).body["id"]
    taken = shots(4)
    assert send_sighting(other, id, taken).status == 201
    for shot in taken:
        send_photo(other, id, shot)
    anomaly = driver.get(f"/api/anomalies/{id}").body
    found = (anomaly["status"], anomaly["photos_stored"], anomaly["photos_expected"])
    assert found == ("reported", 4, 4)


def test_an_incoming_anomaly_stays_so_until_its_fourth_photo(
    other: Caller, driver: Caller, cast: Cast
) -> None:
    id = send_report(driver, report(cast.lorry.id, shots())).body["id"]
    taken = shots(4, first=4)
    send_sighting(other, id, taken)
    for shot in taken[:3]:
        send_photo(other, id, shot)
    assert driver.get(f"/api/anomalies/{id}").body["status"] == "incoming"
    send_photo(other, id, taken[3])
    anomaly = driver.get(f"/api/anomalies/{id}").body
    found = (anomaly["status"], anomaly["photos_stored"], anomaly["photos_expected"])
    assert found == ("reported", 4, 8)


def test_an_anomaly_has_at_most_sixty_photos(driver: Caller, known: str) -> None:
    for turn in range(4):
        assert send_sighting(driver, known, shots(12, first=4 + 12 * turn)).status == 201
    assert send_sighting(driver, known, shots(8, first=52)).status == 201
    answer = send_sighting(driver, known, shots(1, first=60))
    assert (answer.status, list(answer.errors)) == (422, ["photos"])
    assert send_sighting(driver, known, criticality="red").status == 201


@pytest.mark.parametrize("status", list(AnomalyStatus))
def test_in_every_status_it_is_kept_and_its_photo_is_taken(
    driver: Caller, known: str, look: Look, status: AnomalyStatus
) -> None:
    def move() -> None:
        db.session.query(Anomaly).one().status = status

    look(move)
    shot = shots(1, first=4)
    assert send_sighting(driver, known, shot, criticality="red").status == 201
    assert send_photo(driver, known, shot[0]).status == 201
    anomaly = driver.get(f"/api/anomalies/{known}").body
    assert (anomaly["photos_stored"], anomaly["sightings"]) == (5, 1)
    assert anomaly["criticality"] == ("red" if anomaly["is_open"] else "yellow")
