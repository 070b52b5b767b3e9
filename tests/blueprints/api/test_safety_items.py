"""The safety kit: what is there, what must be, what is missing; what expires is a deadline."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest

from billun.extensions import db
from billun.models import EquipmentChange, SafetyItem
from tests.fixtures.callers import Answer, Caller
from tests.fixtures.cast import Cast

Look = Callable[..., Any]

TODAY = date.today()  # noqa: DTZ011  (days apart are what counts, not where midnight is)
IN_TEN_DAYS = str(TODAY + timedelta(days=10))
NEXT_YEAR = str(TODAY + timedelta(days=365))


def url(item: Any) -> str:
    return f"/api/equipment/{item}/safety-items"


def add(caller: Caller, cast: Cast, item: str = "first_aid_kit", **more: Any) -> Answer:
    return caller.post(url(cast.lorry.id), json={"item": item, **more})


def due(caller: Caller, cast: Cast, code: str) -> Any:
    found = caller.get(f"/api/equipment/{cast.lorry.id}/deadlines").body["items"]
    return next((one["due_on"] for one in found if one["code"] == code), None)


@pytest.fixture
def toxic(manager: Caller, cast: Cast) -> None:
    """The lorry carries toxic gas."""
    specs = {"adr_label_classes": ["2.3"]}
    assert manager.patch(f"/api/equipment/{cast.lorry.id}", json={"specs": specs}).status == 200


def test_an_item_is_answered_with_what_it_is(mechanic: Caller, cast: Cast) -> None:
    answer = add(mechanic, cast, quantity=2, expires_on=IN_TEN_DAYS, note="Behind the seat")
    assert answer.status == 201
    assert answer.body["equipment_id"] == str(cast.lorry.id)
    assert {
        key: answer.body[key] for key in ("item", "quantity", "expires_on", "expiry", "note")
    } == {
        "item": "first_aid_kit",
        "quantity": 2,
        "expires_on": IN_TEN_DAYS,
        "expiry": "due_15",
        "note": "Behind the seat",
    }


def test_dangerous_goods_ask_for_their_kit(manager: Caller, cast: Cast, toxic: None) -> None:
    said = manager.get(url(cast.lorry.billun_id)).body
    required = {one["item"]: one for one in said["required"]}
    assert (required["warning_sign"]["quantity"], required["warning_sign"]["per"]) == (2, "unit")
    assert required["escape_mask"]["per"] == "crew_member"
    assert required["extinguisher_load"]["minimum_kg"] == 6
    assert {"item": "warning_sign", "quantity": 2} in said["missing"]
    add(manager, cast, "warning_sign", quantity=1)
    missing = manager.get(url(cast.lorry.id)).body["missing"]
    assert {"item": "warning_sign", "quantity": 1} in missing
    assert len(missing) == len(required)


def test_without_dangerous_goods_no_masks_are_asked_for(manager: Caller, cast: Cast) -> None:
    required = {one["item"] for one in manager.get(url(cast.lorry.id)).body["required"]}
    assert "escape_mask" not in required
    assert add(manager, cast, "escape_mask").status == 201


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({"item": "good_luck_charm"}, "item"),
        ({"quantity": -1}, "quantity"),
        ({"quantity": 1000}, "quantity"),
        ({"quantity": 1.5}, "quantity"),
        ({"quantity": True}, "quantity"),
        ({"quantity": 10**30}, "quantity"),
        ({"expires_on": "soon"}, "expires_on"),
        ({"note": "x" * 201}, "note"),
        ({"note": "\0"}, "note"),
    ],
)
def test_a_bad_field_is_named(
    manager: Caller, cast: Cast, change: dict[str, Any], wrong: str
) -> None:
    answer = manager.post(url(cast.lorry.id), json={"item": "first_aid_kit"} | change)
    assert (answer.status, list(answer.errors)) == (422, [wrong])


def test_the_same_sent_again_is_there_once(manager: Caller, cast: Cast, look: Look) -> None:
    id = str(uuid4())
    assert [add(manager, cast, id=id, quantity=2).status for _ in range(2)] == [201, 200]
    assert add(manager, cast, id=id, quantity=3).status == 409
    assert look(lambda: db.session.query(SafetyItem).count()) == 1


def test_what_was_first_sent_is_known_after_it_was_changed(manager: Caller, cast: Cast) -> None:
    id = str(uuid4())
    add(manager, cast, id=id, quantity=2)
    manager.patch(f"/api/safety-items/{id}", json={"quantity": 5})
    again = add(manager, cast, id=id, quantity=2)
    assert (again.status, again.body["quantity"]) == (200, 5)


def test_an_item_stands_in_the_kit_once(manager: Caller, cast: Cast) -> None:
    assert [add(manager, cast).status for _ in range(2)] == [201, 409]


def test_what_expires_is_a_deadline_that_follows(manager: Caller, cast: Cast) -> None:
    id = add(manager, cast, expires_on=IN_TEN_DAYS).body["id"]
    assert due(manager, cast, "kit_first_aid_kit") == IN_TEN_DAYS
    manager.patch(f"/api/safety-items/{id}", json={"expires_on": NEXT_YEAR})
    assert due(manager, cast, "kit_first_aid_kit") == NEXT_YEAR
    assert manager.delete(f"/api/safety-items/{id}").status == 204
    assert due(manager, cast, "kit_first_aid_kit") is None
    assert manager.delete(f"/api/safety-items/{id}").status == 404


def test_who_saw_an_older_state_is_told(manager: Caller, mechanic: Caller, cast: Cast) -> None:
    id = add(manager, cast).body["id"]
    seen = {"If-Match": manager.get(f"/api/safety-items/{id}").headers["ETag"]}
    first = mechanic.patch(f"/api/safety-items/{id}", json={"quantity": 2}, headers=seen)
    late = manager.patch(f"/api/safety-items/{id}", json={"quantity": 3}, headers=seen)
    assert (first.status, late.status) == (200, 412)


def test_drivers_read_the_kit_and_write_none(manager: Caller, driver: Caller, cast: Cast) -> None:
    id = add(manager, cast).body["id"]
    assert driver.get(url(cast.lorry.id)).body["total"] == 1
    assert add(driver, cast, "wheel_chock").status == 403
    assert driver.patch(f"/api/safety-items/{id}", json={"quantity": 2}).status == 403
    assert driver.delete(f"/api/safety-items/{id}").status == 403


def test_another_company_finds_nothing(manager: Caller, partner: Caller, cast: Cast) -> None:
    id = add(manager, cast).body["id"]
    theirs = url(cast.partner_trailer.id)
    assert partner.post(theirs, json={"item": "first_aid_kit", "id": id}).status == 404
    assert partner.get(url(cast.lorry.id)).status == 404
    assert partner.get(f"/api/safety-items/{id}").status == 404
    assert partner.patch(f"/api/safety-items/{id}", json={"quantity": 2}).status == 404
    assert partner.delete(f"/api/safety-items/{id}").status == 404


def test_every_change_stands_in_the_history(manager: Caller, cast: Cast, look: Look) -> None:
    id = add(manager, cast, quantity=1).body["id"]
    manager.patch(f"/api/safety-items/{id}", json={"quantity": 2, "note": "New"})
    manager.patch(f"/api/safety-items/{id}", json={"quantity": 2})
    manager.delete(f"/api/safety-items/{id}")

    def changes() -> list[Any]:
        rows = db.session.query(EquipmentChange).filter_by(kind="safety_kit")
        return [row.changes for row in rows.order_by(EquipmentChange.id)]

    assert look(changes) == [
        {"kit_first_aid_kit": [None, 1]},
        {"kit_first_aid_kit": [1, 2], "note": ["", "New"]},
        {"kit_first_aid_kit": [2, None]},
    ]
