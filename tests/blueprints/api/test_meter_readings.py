"""Meter readings: they count up, or somebody says why not; what cannot be is asked back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask

from billun.extensions import db
from billun.models import EquipmentChange, MeterReading
from tests.fixtures.callers import Answer, Caller
from tests.fixtures.cast import Cast
from tests.operations.test_concurrency import all_at_once

Look = Callable[..., Any]


def ago(**time: float) -> str:
    return (datetime.now(UTC) - timedelta(**time)).isoformat(timespec="seconds")


def read(caller: Caller, cast: Cast, value: Any, meter: str = "km", **more: Any) -> Answer:
    body = {"meter": meter, "value": value, **more}
    return caller.post(f"/api/equipment/{cast.lorry.id}/meter-readings", json=body)


def test_a_reading_is_answered_with_what_it_is(driver: Caller, cast: Cast) -> None:
    answer = read(driver, cast, 412_300.5, read_at="2026-11-20T08:30:00+01:00")
    assert answer.status == 201
    said = answer.body
    assert (said["meter"], said["value"], said["read_at"]) == (
        "km",
        412_300.5,
        "2026-11-20T07:30:00Z",
    )
    assert (said["source"], said["reason"], said["author"]) == ("person", "", cast.driver.name)


def test_both_meters_of_any_item_are_kept_apart(driver: Caller, cast: Cast) -> None:
    assert read(driver, cast, 400_000).status == 201
    assert read(driver, cast, 8_000, meter="hours").status == 201
    url = f"/api/equipment/{cast.lorry.billun_id}/meter-readings"
    assert driver.get(url).body["total"] == 2
    assert [one["value"] for one in driver.get(f"{url}?meter=hours").body["items"]] == [8_000]


def test_the_list_goes_back_in_time_by_pages(driver: Caller, cast: Cast) -> None:
    for days in (1, 3, 2):
        read(driver, cast, 1000 - days, read_at=ago(days=days))
    url = f"/api/equipment/{cast.lorry.id}/meter-readings?limit=2"
    first = driver.get(url).body
    second = driver.get(f"{url}&cursor={first['next_cursor']}").body
    values = [one["value"] for one in first["items"] + second["items"]]
    assert (values, first["total"], second["next_cursor"]) == ([999, 998, 997], 3, None)


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({"meter": "miles"}, "meter"),
        ({"value": -1}, "value"),
        ({"value": 10_000_001}, "value"),
        ({"value": 1e300}, "value"),
        ({"value": "much"}, "value"),
        ({"value": "nan"}, "value"),
        ({"value": "inf"}, "value"),
        ({"value": True}, "value"),
        ({"value": None}, "value"),
        ({"value": [1]}, "value"),
        ({"read_at": "today"}, "read_at"),
        ({"read_at": ago(days=-1)}, "read_at"),
        ({"read_at": "0001-01-01T00:00:00Z"}, "read_at"),
        ({"reason": "x" * 301}, "reason"),
        ({"reason": "\ud800"}, "reason"),
        ({"id": "1"}, "id"),
    ],
)
def test_a_bad_field_is_named_and_nothing_kept(
    driver: Caller, cast: Cast, look: Look, change: dict[str, Any], wrong: str
) -> None:
    body = {"meter": "km", "value": 1000} | change
    answer = driver.post(f"/api/equipment/{cast.lorry.id}/meter-readings", json=body)
    assert (answer.status, list(answer.errors)) == (422, [wrong])
    assert look(lambda: db.session.query(MeterReading).count()) == 0


def test_a_phone_may_be_four_minutes_ahead(driver: Caller, cast: Cast) -> None:
    assert read(driver, cast, 1000, read_at=ago(minutes=-4)).status == 201


def test_a_lower_one_needs_a_reason(driver: Caller, cast: Cast) -> None:
    read(driver, cast, 400_000, read_at=ago(days=2))
    refused = read(driver, cast, 399_999)
    assert (refused.status, list(refused.errors)) == (422, ["reason"])
    assert "400,000 km" in refused.errors["reason"][0]
    assert read(driver, cast, 12, reason="New speedometer").status == 201
    assert read(driver, cast, 500).status == 201, "from then on the new meter counts"


def test_the_same_value_again_is_fine(driver: Caller, cast: Cast) -> None:
    assert [read(driver, cast, 400_000).status for _ in range(2)] == [201, 201]


def test_one_that_comes_late_must_fit_between_its_neighbours(driver: Caller, cast: Cast) -> None:
    read(driver, cast, 400_000, read_at=ago(days=20))
    read(driver, cast, 405_000, read_at=ago(days=10))
    for value, status in ((399_000, 422), (406_000, 422), (402_000, 201)):
        assert read(driver, cast, value, read_at=ago(days=15)).status == status
    assert read(driver, cast, 300_000, read_at=ago(days=30)).status == 201, "before all others"


@pytest.mark.parametrize(
    ("meter", "days", "step", "status"),
    [
        ("km", 2, 2_900, 201),
        ("km", 2, 3_100, 422),
        ("km", 0.1, 1_400, 201),
        ("km", 0.1, 1_600, 422),
        ("hours", 2, 47, 201),
        ("hours", 2, 49, 422),
    ],
)
def test_more_than_anybody_drives_is_asked_back(
    driver: Caller, cast: Cast, meter: str, days: float, step: int, status: int
) -> None:
    read(driver, cast, 10_000, meter, read_at=ago(days=days))
    answer = read(driver, cast, 10_000 + step, meter)
    assert answer.status == status
    if status == 422:
        assert list(answer.errors) == ["confirmed"]
        assert read(driver, cast, 10_000 + step, meter, confirmed=True).status == 201


def test_far_more_than_usual_is_asked_back(driver: Caller, cast: Cast) -> None:
    for days, value in ((40, 400_000), (30, 401_000), (20, 402_000)):
        assert read(driver, cast, value, read_at=ago(days=days)).status == 201
    assert read(driver, cast, 402_000 + 11_000).status == 422, "a hundred a day is usual"
    assert read(driver, cast, 402_000 + 9_000).status == 201


def test_a_reason_explains_a_great_step_as_well(driver: Caller, cast: Cast) -> None:
    read(driver, cast, 400_000)
    assert read(driver, cast, 900_000, reason="Nobody read it for years").status == 201


def test_the_same_sent_again_is_one_reading(driver: Caller, cast: Cast, look: Look) -> None:
    id = str(uuid4())
    assert [read(driver, cast, 400_000, id=id).status for _ in range(2)] == [201, 200]
    assert look(lambda: db.session.query(MeterReading).count()) == 1
    assert read(driver, cast, 400_001, id=id).status == 409
    assert read(driver, cast, 400_000, id=id, read_at=ago(hours=1)).status == 409


def test_an_id_of_another_company_is_not_there(driver: Caller, partner: Caller, cast: Cast) -> None:
    id = read(driver, cast, 400_000).body["id"]
    body = {"meter": "km", "value": 400_000, "id": id}
    theirs = f"/api/equipment/{cast.partner_trailer.id}/meter-readings"
    assert partner.post(theirs, json=body).status == 404
    assert partner.get(f"/api/equipment/{cast.lorry.id}/meter-readings").status == 404
    assert read(partner, cast, 1).status == 404


def test_of_two_at_once_the_second_knows_the_first(
    app: Flask, driver: Caller, cast: Cast, look: Look
) -> None:
    values = [400_000 + number * 100 for number in range(8)]
    calls = [lambda caller, value=value: read(caller, cast, value) for value in values]
    assert set(all_at_once(app, calls, driver)) <= {201, 422}

    def kept() -> list[Any]:
        return [one.value for one in db.session.query(MeterReading).order_by(MeterReading.read_at)]

    found = look(kept)
    assert found
    assert found == sorted(found), "no meter went backwards"


def test_every_reading_stands_in_the_history(driver: Caller, cast: Cast, look: Look) -> None:
    read(driver, cast, 400_000)
    read(driver, cast, 399_000.5, reason="Typed wrong")

    def changes() -> list[Any]:
        rows = db.session.query(EquipmentChange).filter_by(kind="meter")
        return [row.changes for row in rows.order_by(EquipmentChange.id)]

    assert look(changes) == [
        {"km": [None, 400_000]},
        {"km": [400_000, 399_000.5], "reason": [None, "Typed wrong"]},
    ]
