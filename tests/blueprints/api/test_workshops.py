"""Workshops over the API: own and external, their bays and their teams."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from billun.extensions import db
from billun.models import Equipment, Membership
from tests.fixtures.callers import Caller
from tests.fixtures.cast import Cast, Person

Look = Callable[[Callable[[], Any]], Any]
GARAGE = {
    "name": "Garage du Port", "external": True, "phone": "02 35 00 00 00",
    "email": "port@example.com", "address": "3 quai du Havre, 76000 Rouen",
}  # fmt: skip


def member(person: Person, trade: str | None = None) -> dict[str, Any]:
    return {"user_id": str(person.user_id)} | ({"trade": trade} if trade else {})


def test_an_external_workshop_says_how_it_is_reached(manager: Caller) -> None:
    made = manager.post("/api/workshops", json=GARAGE)
    assert made.status == 201
    assert made.body | {"phone": "+33235000000", "bays": [], "team": []} == made.body
    assert manager.get(f"/api/workshops/{made.body['id']}").body == made.body


def test_bays_keep_their_order(manager: Caller, cast: Cast) -> None:
    path = f"/api/workshops/{cast.workshop_id}"
    changed = manager.patch(path, json={"bays": ["2", "1", " Pit  long "]})
    assert changed.body["bays"] == ["2", "1", "Pit long"]
    assert manager.patch(path, json={"bays": []}).body["bays"] == []


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"name": ""}, "name"),
        ({"name": "ATELIER"}, "name"),
        ({"bays": ["1", "1"]}, "bays.1"),
        ({"bays": ["A", "a"]}, "bays.1"),
        ({"bays": [""]}, "bays.0"),
        ({"bays": ["x" * 41]}, "bays.0"),
        ({"bays": [str(number) for number in range(101)]}, "bays"),
        ({"phone": "12"}, "phone"),
        ({"email": "nobody"}, "email"),
    ],
)
def test_a_bad_workshop_is_refused_by_field(
    manager: Caller, fields: dict[str, Any], wrong: str
) -> None:
    answer = manager.post("/api/workshops", json=GARAGE | fields)
    assert (answer.status, list(answer.errors)) == (422, [wrong])


def test_a_site_of_another_company_is_not_there(manager: Caller, cast: Cast) -> None:
    body = GARAGE | {"site_id": str(cast.partner_site_id)}
    assert manager.post("/api/workshops", json=body).status == 404


def test_the_same_workshop_sent_twice_is_one(manager: Caller, partner: Caller) -> None:
    body = GARAGE | {"id": str(uuid4()), "bays": ["1"]}
    assert [manager.post("/api/workshops", json=body).status for _ in range(2)] == [201, 200]
    assert manager.post("/api/workshops", json=body | {"bays": []}).status == 409
    assert partner.post("/api/workshops", json=body).status == 404


def test_a_team_is_exactly_who_is_named(manager: Caller, cast: Cast, look: Look) -> None:
    path = f"/api/workshops/{cast.workshop_id}/team"
    body = {"members": [member(cast.mechanic, "refrigeration")]}
    team = manager.put(path, json=body).body["team"]
    assert [(one["user_id"], one["name"], one["trade"]) for one in team] == [
        (str(cast.mechanic.user_id), cast.mechanic.name, "refrigeration")
    ]
    trade = look(lambda: db.session.get_one(Membership, cast.mechanic.membership_id).trade)
    assert trade == "refrigeration"
    assert manager.put(path, json=body).body["team"] == team
    assert manager.put(path, json={"members": []}).body["team"] == []


def test_who_is_named_without_a_trade_keeps_it(manager: Caller, cast: Cast) -> None:
    path = f"/api/workshops/{cast.workshop_id}/team"
    team = manager.put(path, json={"members": [member(cast.supervisor)]}).body["team"]
    assert [one["trade"] for one in team] == ["supervisor"]


def test_only_people_of_the_workshop_are_in_a_team(manager: Caller, cast: Cast, look: Look) -> None:
    path = f"/api/workshops/{cast.workshop_id}/team"
    for named, status in (
        ([member(cast.driver, "mechanic")], 422),
        ([member(cast.manager, "mechanic")], 422),
        ([member(cast.partner_driver, "mechanic")], 404),
        ([{"user_id": str(uuid4()), "trade": "mechanic"}], 404),
        ([member(cast.mechanic), member(cast.mechanic)], 422),
        ([member(cast.mechanic, "baker")], 422),
    ):
        assert manager.put(path, json={"members": named}).status == status
    assert look(lambda: db.session.get_one(Membership, cast.driver.membership_id).trade) is None
    assert len(manager.get(path.removesuffix("/team")).body["team"]) == 2


def test_a_workshop_with_equipment_is_not_given_up_silently(
    manager: Caller, cast: Cast, look: Look
) -> None:
    path = f"/api/workshops/{cast.workshop_id}"
    assert "1 item" in manager.delete(path).body["detail"]
    other = manager.post("/api/workshops", json=GARAGE).body["id"]
    assert manager.delete(f"{path}?move_to={other}").status == 204
    assert str(look(lambda: db.session.get_one(Equipment, cast.lorry.id).workshop_id)) == other
    assert manager.get(path).status == 404


def test_who_saw_an_older_workshop_is_told(manager: Caller, cast: Cast) -> None:
    path = f"/api/workshops/{cast.workshop_id}"
    seen = {"If-Match": manager.get(path).headers["ETag"]}
    assert manager.put(f"{path}/team", json={"members": []}, headers=seen).status == 200
    assert manager.patch(path, json={"name": "x"}, headers=seen).status == 412


def test_another_companys_workshop_is_not_there(partner: Caller, cast: Cast) -> None:
    path = f"/api/workshops/{cast.workshop_id}"
    assert partner.get(path).status == partner.delete(path).status == 404
    assert partner.put(f"{path}/team", json={"members": []}).status == 404


def test_drivers_may_read_only(driver: Caller, cast: Cast) -> None:
    path = f"/api/workshops/{cast.workshop_id}"
    assert driver.get("/api/workshops").body["total"] == 1
    assert driver.get(path).status == 200
    assert driver.put(f"{path}/team", json={"members": []}).status == 403
    assert driver.post("/api/workshops", json=GARAGE).status == 403
