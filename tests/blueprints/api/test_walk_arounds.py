"""POST /api/walk-arounds: nothing to report, once, with what the meter showed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from billun.extensions import db
from billun.models import (
    ChangeKind,
    Equipment,
    EquipmentChange,
    EquipmentStatus,
    MeterReading,
    WalkAround,
)
from tests.fixtures.callers import Answer, Caller
from tests.fixtures.cast import Cast
from tests.fixtures.reports import report, send_report, send_walk_around, walk_around
from tests.operations.test_concurrency import all_at_once

Look = Callable[..., Any]
EARLIER = (datetime.now(UTC) - timedelta(hours=2)).replace(microsecond=0)


def send(caller: Caller, body: Any) -> Answer:
    return caller.post("/api/walk-arounds", json=body)


def entries(look: Look) -> list[Any]:
    """The changes that walk-arounds left in the history."""
    return look(  # type: ignore[no-any-return]
        lambda: [
            change.changes
            for change in db.session.query(EquipmentChange).filter_by(kind=ChangeKind.WALK_AROUND)
        ]
    )


def test_one_tap_is_enough(driver: Caller, cast: Cast, look: Look) -> None:
    answer = send_walk_around(driver, cast.lorry.id, occurred_at=EARLIER.isoformat())
    assert answer.status == 201
    said = answer.body
    assert (said["author"]["name"], said["position"], said["reading"]) == (
        cast.driver.name,
        None,
        None,
    )
    assert datetime.fromisoformat(said["occurred_at"]) == EARLIER
    assert entries(look) == [{"occurred_at": [None, EARLIER.isoformat()]}]


def test_place_and_meter_are_kept(driver: Caller, cast: Cast, look: Look) -> None:
    place = {"latitude": 49.44, "longitude": 1.09, "accuracy_m": 5.0}
    said = send_walk_around(
        driver,
        cast.lorry.id,
        position=place,
        meter="km",
        value=412_300,
        occurred_at=EARLIER.isoformat(),
    ).body
    assert said["position"] == place
    reading = said["reading"]
    assert (reading["meter"], reading["value"], reading["source"]) == ("km", 412_300, "walk_around")
    assert datetime.fromisoformat(reading["read_at"]) == EARLIER
    assert entries(look)[0]["km"] == [None, 412_300]
    readings = driver.get(f"/api/equipment/{cast.lorry.id}/meter-readings").body["items"]
    assert readings == [reading]


def test_the_same_sent_again_is_one(driver: Caller, cast: Cast, look: Look) -> None:
    body = walk_around(cast.lorry.id, meter="km", value=412_300.5)
    first, again = (send(driver, body) for _ in range(2))
    assert (first.status, again.status, first.body) == (201, 200, again.body)
    assert look(lambda: db.session.query(MeterReading).count()) == 1
    assert len(entries(look)) == 1


def test_eight_sendings_at_once_are_one(app: Flask, driver: Caller, cast: Cast, look: Look) -> None:
    body = walk_around(cast.lorry.id, meter="km", value=412_300)
    found = all_at_once(app, [lambda caller: send(caller, body)] * 8, driver)
    assert sorted(found) == [200] * 7 + [201]
    assert look(lambda: db.session.query(WalkAround).count()) == 1
    assert look(lambda: db.session.query(MeterReading).count()) == 1


def test_other_content_or_somebody_elses_id_is_a_conflict(
    driver: Caller, mechanic: Caller, cast: Cast
) -> None:
    body = walk_around(cast.lorry.id)
    send(driver, body)
    assert send(driver, body | {"meter": "km", "value": 1}).status == 409
    assert send(driver, body | {"equipment_id": str(cast.loner.id)}).status == 409
    assert send(mechanic, body).status == 409


def test_of_another_company_nothing_is_there(driver: Caller, partner: Caller, cast: Cast) -> None:
    assert send_walk_around(driver, cast.partner_trailer.id).status == 404
    body = walk_around(cast.partner_trailer.id)
    assert send(partner, body).status == 201
    assert send(driver, body | {"equipment_id": str(cast.lorry.id)}).status == 404


def test_retired_equipment_is_a_conflict_and_what_was_sent_before_stays(
    driver: Caller, cast: Cast, look: Look
) -> None:
    body = walk_around(cast.lorry.id)
    send(driver, body)

    def retire() -> None:
        db.session.get_one(Equipment, cast.lorry.id).status = EquipmentStatus.RETIRED

    look(retire)
    assert send_walk_around(driver, cast.lorry.id).status == 409
    assert send(driver, body).status == 200


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"occurred_at": (datetime.now(UTC) + timedelta(hours=1)).isoformat()}, "occurred_at"),
        ({"occurred_at": "yesterday"}, "occurred_at"),
        ({"meter": "km"}, "value"),
        ({"value": 1}, "meter"),
        ({"meter": "miles", "value": 1}, "meter"),
        ({"meter": "km", "value": -1}, "value"),
        ({"meter": "km", "value": 10_000_001}, "value"),
        ({"position": {"latitude": 1}}, "position.longitude"),
        ({"reason": "x" * 301}, "reason"),
        ({"mood": "good"}, "mood"),
    ],
)
def test_a_bad_one_is_refused_by_its_field(
    driver: Caller, cast: Cast, look: Look, change: dict[str, Any], field: str
) -> None:
    answer = send_walk_around(driver, cast.lorry.id, **change)
    assert (answer.status, list(answer.errors)) == (422, [field])
    assert look(lambda: db.session.query(WalkAround).count()) == 0


@pytest.mark.parametrize(
    ("kind", "meter", "status"),
    [("tractor_unit", "km", 201), ("forklift", "km", 422), ("forklift", "hours", 201)],
)
def test_the_meter_is_one_that_the_kind_has(
    driver: Caller, manager: Caller, kind: str, meter: str, status: int
) -> None:
    family = {"forklift": "handling"}.get(kind, "vehicle")
    body = {"family": family, "kind": kind, "internal_id": "X 1"}
    item = manager.post("/api/equipment", json=body).body["id"]
    answer = send_walk_around(driver, item, meter=meter, value=10)
    assert answer.status == status
    if status == 422:
        assert list(answer.errors) == ["meter"]


def test_of_a_provisional_item_the_family_says_which_meter(driver: Caller, cast: Cast) -> None:
    body = report(None, equipment_id=None, provisional={"family": "handling"})
    item = send_report(driver, body).body["equipment_id"]
    assert send_walk_around(driver, item, meter="km", value=10).status == 422
    assert send_walk_around(driver, item, meter="hours", value=10).status == 201


def test_a_meter_that_cannot_be_is_asked_back_and_nothing_is_kept(
    driver: Caller, cast: Cast, look: Look
) -> None:
    send_walk_around(
        driver, cast.lorry.id, meter="km", value=400_000, occurred_at=EARLIER.isoformat()
    )
    body = walk_around(cast.lorry.id, meter="km", value=399_000)
    answer = send(driver, body)
    assert (answer.status, list(answer.errors)) == (422, ["reason"])
    leap = send_walk_around(driver, cast.lorry.id, meter="km", value=500_000)
    assert (leap.status, list(leap.errors)) == (422, ["confirmed"])
    assert look(lambda: db.session.query(WalkAround).count()) == 1
    assert send(driver, body | {"reason": "A new meter"}).status == 201


def test_an_unusual_step_that_is_confirmed_is_kept(driver: Caller, cast: Cast) -> None:
    send_walk_around(
        driver, cast.lorry.id, meter="km", value=400_000, occurred_at=EARLIER.isoformat()
    )
    answer = send_walk_around(driver, cast.lorry.id, meter="km", value=500_000, confirmed=True)
    assert answer.status == 201
