"""Where on the equipment: a spot of the drawing of its kind."""

from __future__ import annotations

from typing import Any

import pytest

from billun.catalogue import catalogue
from tests.fixtures.callers import Caller
from tests.fixtures.cast import Cast
from tests.fixtures.reports import report, send_report

TRACTOR = catalogue.outline_for("vehicle", "tractor_unit")
TRUCK = catalogue.outline_for("vehicle", None)
OF_A_TRUCK_ALONE = next(spot for spot in TRUCK.spots if spot not in TRACTOR.spots)


@pytest.mark.parametrize("spot", TRACTOR.spots)
def test_every_spot_of_the_kind_is_kept(driver: Caller, cast: Cast, spot: str) -> None:
    answer = send_report(driver, report(cast.lorry.id, spot=spot))
    assert (answer.status, answer.body["spot"]) == (201, spot)
    assert driver.get(f"/api/anomalies/{answer.body['id']}").body["spot"] == spot


@pytest.mark.parametrize("spot", [OF_A_TRUCK_ALONE, "roof garden", "'"])
def test_any_other_is_refused(driver: Caller, cast: Cast, spot: str) -> None:
    answer = send_report(driver, report(cast.lorry.id, spot=spot))
    assert (answer.status, list(answer.errors)) == (422, ["spot"])


@pytest.mark.parametrize("spot", [None, ""])
def test_nobody_has_to_say_where(driver: Caller, cast: Cast, spot: str | None) -> None:
    answer = send_report(driver, report(cast.lorry.id, spot=spot))
    assert (answer.status, answer.body["spot"]) == (201, None)


def test_of_a_provisional_item_the_familys_drawing_counts(driver: Caller, cast: Cast) -> None:
    body: Any = {"equipment_id": None, "provisional": {"family": "vehicle"}}
    assert send_report(driver, report(None, spot=OF_A_TRUCK_ALONE, **body)).status == 201
    answer = send_report(driver, report(None, spot="load_carrier_moon", **body))
    assert (answer.status, list(answer.errors)) == (422, ["spot"])


def test_another_spot_under_the_same_id_is_a_conflict(driver: Caller, cast: Cast) -> None:
    spots = list(TRACTOR.spots)
    body = report(cast.lorry.id, spot=spots[0])
    id = send_report(driver, body).body["id"]
    again = [send_report(driver, body | {"spot": spot}, id).status for spot in spots[:2]]
    assert again == [200, 409]
