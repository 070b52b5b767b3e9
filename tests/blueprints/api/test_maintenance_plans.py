"""Plans of recurring work over the API."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest

from tests.fixtures.callers import Answer, Caller
from tests.fixtures.cast import Cast
from tests.fixtures.plans import jobs_of, made_ahead, today_of

Look = Callable[[Callable[[], Any]], Any]
PLANS = "/api/maintenance/plans"


def oil(cast: Cast, **changes: Any) -> dict[str, Any]:
    body: dict[str, Any] = {
        "title": "Oil and filters",
        "equipment_kind": "tractor_unit",
        "every": 6,
        "unit": "months",
        "meter": "km",
        "meter_every": 30_000,
        "starts_on": "2026-06-30",
    }
    return body | changes


def make(caller: Caller, cast: Cast, **changes: Any) -> Answer:
    return caller.post(PLANS, json=oil(cast, **changes))


def test_a_plan_is_made_and_read(manager: Caller, driver: Caller, cast: Cast) -> None:
    answer = make(manager, cast)
    assert answer.status == 201
    plan = answer.body
    assert plan | {"items": 1, "next_due_on": "2026-12-30", "active": True, "version": 1} == plan
    assert (plan["kind"], plan["priority"], plan["ahead_days"]) == ("preventive", "normal", 30)
    assert driver.get(f"{PLANS}/{plan['id']}").body == plan
    assert driver.get(PLANS).body["items"] == [plan]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": ""}, "title"),
        ({"every": 0}, "every"),
        ({"every": None, "unit": None, "meter": None, "meter_every": None}, "every"),
        ({"unit": "years"}, "unit"),
        ({"meter": "miles"}, "meter"),
        ({"meter_every": -5}, "meter_every"),
        ({"equipment_kind": "submarine"}, "equipment_kind"),
        ({"starts_on": "1951-01-01"}, "starts_on"),
        ({"starts_on": "2190-01-01"}, "starts_on"),
        ({"ahead_days": 400}, "ahead_days"),
        ({"kind": "magic"}, "kind"),
    ],
)
def test_a_bad_plan_is_refused_by_field(
    manager: Caller, cast: Cast, changes: dict[str, Any], field: str
) -> None:
    answer = make(manager, cast, **changes)
    assert (answer.status, list(answer.errors)) == (422, [field])


def test_what_another_company_has_is_not_there(
    manager: Caller, partner: Caller, cast: Cast
) -> None:
    trailer = {"equipment_kind": None, "equipment_id": str(cast.partner_trailer.id)}
    assert make(manager, cast, **trailer).status == 404
    assert make(manager, cast, workshop_id=str(uuid4())).status == 404
    plan = make(manager, cast).body
    path = f"{PLANS}/{plan['id']}"
    item = f"{path}/items/{cast.lorry.id}"
    found = [
        partner.get(path),
        partner.patch(path, json={"title": "X"}),
        partner.delete(path),
        partner.get(f"{path}/items"),
        partner.patch(item, json={}),
        manager.patch(f"{path}/items/{cast.partner_trailer.id}", json={}),
        # It is ours, and no tractor.
        manager.patch(f"{path}/items/{cast.loner.id}", json={}),
    ]
    assert [answer.status for answer in found] == [404] * 7


def test_the_same_id_is_the_same_plan(manager: Caller, partner: Caller, cast: Cast) -> None:
    id = str(uuid4())
    assert [make(manager, cast, id=id).status for _again in range(2)] == [201, 200]
    assert make(manager, cast, id=id, every=7).status == 409
    assert make(partner, cast, id=id).status == 404


def test_who_saw_an_older_plan_is_told(manager: Caller, supervisor: Caller, cast: Cast) -> None:
    path = f"{PLANS}/{make(manager, cast).body['id']}"
    seen = {"If-Match": manager.get(path).headers["ETag"]}
    changed = supervisor.patch(path, json={"every": 3}, headers=seen)
    assert (changed.status, changed.body["version"]) == (200, 2)
    assert changed.body["next_due_on"] == "2026-09-30"
    assert manager.patch(path, json={"every": 4}, headers=seen).status == 412


def test_a_plan_ends_and_comes_again(manager: Caller, cast: Cast, look: Look) -> None:
    plan = make(manager, cast).body
    path = f"{PLANS}/{plan['id']}"
    manager.patch(path, json={"every": 1})
    look(lambda: made_ahead(cast))
    assert manager.delete(path).status == 204
    assert manager.delete(path).status == 204
    assert look(lambda: [job.status.value for job in jobs_of(plan["id"])]) == ["cancelled"]
    assert manager.get(f"{PLANS}?active=true").body["items"] == []
    assert manager.get(path).body["active"] is False
    assert manager.patch(path, json={"active": True}).body["active"] is True


def test_an_item_says_how_it_stands(manager: Caller, driver: Caller, cast: Cast) -> None:
    plan = make(manager, cast).body
    reading = {"meter": "km", "value": 412_300}
    assert (
        manager.post(f"/api/equipment/{cast.lorry.id}/meter-readings", json=reading).status == 201
    )
    (item,) = driver.get(f"{PLANS}/{plan['id']}/items").body["items"]
    assert item["equipment"]["plate"] == "AB-123-CD"
    assert (item["due_on"], item["reason"]) == ("2026-12-30", "interval")
    assert item["due_meter"] == 442_300
    assert item["meter"] | {"value": 412_300, "a_day": None} == item["meter"]
    assert item["intervention"] is None


def test_when_it_was_last_done_moves_the_day(manager: Caller, cast: Cast, look: Look) -> None:
    plan = make(manager, cast).body
    path = f"{PLANS}/{plan['id']}/items/{cast.lorry.id}"
    today: date = look(lambda: today_of(cast))
    long_ago = today - timedelta(days=200)
    done = manager.patch(path, json={"last_done_on": str(long_ago), "last_meter": 400_000})
    assert (done.status, done.body["last_meter"]) == (200, 400_000)
    assert done.body["due_meter"] == 430_000
    look(lambda: made_ahead(cast))
    (item,) = manager.get(f"{PLANS}/{plan['id']}/items").body["items"]
    assert item["intervention"]["status"] == "planned"
    assert item["intervention"]["starts_at"] is None
    tomorrow = {"last_done_on": str(today + timedelta(days=2))}
    assert list(manager.patch(path, json=tomorrow).errors) == ["last_done_on"]
    assert manager.patch(path, json={"last_done_on": None}).body["last_done_on"] is None


def test_pages_of_plans_and_items_hold_each_once(manager: Caller, cast: Cast) -> None:
    ids = {make(manager, cast, every=number).body["id"] for number in range(1, 6)}
    found, cursor = [], ""
    for _page in range(3):
        answer = manager.get(f"{PLANS}?limit=2{cursor}").body
        found += [plan["id"] for plan in answer["items"]]
        cursor = f"&cursor={answer['next_cursor']}"
    assert (set(found), len(found), answer["next_cursor"]) == (ids, 5, None)


def test_the_work_names_its_plan(manager: Caller, cast: Cast, look: Look) -> None:
    plan = make(manager, cast, every=1).body
    look(lambda: made_ahead(cast))
    listed = manager.get(f"/api/maintenance?plan_id={plan['id']}").body["items"]
    assert [(job["plan_id"], job["starts_at"]) for job in listed] == [(plan["id"], None)]


def test_the_driver_makes_no_plan(driver: Caller, mechanic: Caller, cast: Cast) -> None:
    assert [make(caller, cast).status for caller in (driver, mechanic)] == [403, 201]
