"""The manager's dashboard: each number counts what the list behind it shows."""

from __future__ import annotations

from typing import Any

import pytest

from billun.extensions import db
from billun.models import Membership
from tests.fixtures.callers import Caller
from tests.fixtures.cast import Cast
from tests.fixtures.reports import report, send_report

PATH = "/api/dashboard/manager"


def total(manager: Caller, query: str) -> int:
    found: int = manager.get(f"/api/{query}").body["total"]
    return found


def test_an_empty_company_has_only_itself(outsider: Caller) -> None:
    body = outsider.get(PATH).body
    assert body["equipment"]["total"] == 0
    assert set(body["deadlines"].values()) == set(body["anomalies"].values()) == {0}
    assert body["company"] == {"people": 1, "invited": 0, "sites": 0, "workshops": 0}


def test_numbers_are_those_of_the_lists(manager: Caller, driver: Caller, cast: Cast) -> None:
    for number in range(3):
        body = {"family": "trailer", "kind": "box", "vin": f"VIN{number}"}
        manager.post("/api/equipment", json=body)
    send_report(driver, report(cast.lorry.id, criticality="red"))
    send_report(driver, report(cast.loner.id, criticality="orange"))
    send_report(
        driver, report(None, equipment_id=None, provisional={"family": "trailer", "plate": "XX 1"})
    )
    found = manager.get(PATH).body
    for fitness, count in found["equipment"]["by_fitness"].items():
        assert count == total(manager, f"equipment?fitness={fitness}"), fitness
    assert found["equipment"] | {
        "total": 6, "provisional": 1, "without_site": 5, "without_number": 3,
    } == found["equipment"]  # fmt: skip
    assert found["equipment"]["provisional"] == total(manager, "equipment?status=provisional")
    assert found["anomalies"] == {"red": 1, "orange": 1, "yellow": 1, "green": 0}


def test_what_is_due_is_counted_by_state_and_the_most_urgent_is_named(
    manager: Caller, cast: Cast
) -> None:
    path = f"/api/equipment/{cast.lorry.id}/deadlines"
    codes = [one["code"] for one in manager.get(path).body["items"]]
    answer = manager.post(
        f"{path}/{codes[0]}/renewal", json={"done_on": "2020-01-02", "due_on": "2021-01-02"}
    )
    assert answer.status < 300, answer.text
    found = manager.get(PATH).body
    assert found["deadlines"]["overdue"] == 1
    assert found["urgent_deadlines"][0] | {
        "code": codes[0], "due_on": "2021-01-02", "state": "overdue",
    } == found["urgent_deadlines"][0]  # fmt: skip
    assert found["urgent_deadlines"][0]["equipment"]["billun_id"] == cast.lorry.billun_id


def test_retired_items_count_nowhere(manager: Caller, cast: Cast) -> None:
    before = manager.get(PATH).body
    manager.delete(f"/api/equipment/{cast.lorry.id}")
    after = manager.get(PATH).body
    assert after["equipment"]["total"] == before["equipment"]["total"] - 1
    assert after["deadlines"]["unknown"] < before["deadlines"]["unknown"]


def test_who_is_invited_counts_until_they_join(manager: Caller, look: Any, cast: Cast) -> None:
    def invite() -> None:
        db.session.get_one(Membership, cast.other_driver.membership_id).joined_at = None

    look(invite)
    found = manager.get(PATH).body["company"]
    assert found == {"people": 5, "invited": 1, "sites": 1, "workshops": 1}


def test_nothing_new_is_not_sent_again(manager: Caller) -> None:
    tag = manager.get(PATH).headers["ETag"]
    assert manager.get(PATH, headers={"If-None-Match": tag}).status == 304


@pytest.mark.parametrize("who", ["driver", "mechanic"])
def test_only_managers_see_it(request: pytest.FixtureRequest, who: str) -> None:
    caller: Caller = request.getfixturevalue(who)
    assert caller.get(PATH).status == 403
