"""Who is away: said by themselves, by a supervisor or a manager; asked about when somebody plans with them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from billun.extensions import db
from billun.models import Absence
from tests.fixtures.callers import Answer, Caller
from tests.fixtures.cast import Cast

Look = Callable[..., Any]

WEEK = {"starts_on": "2027-03-01", "ends_on": "2027-03-05"}


def add(caller: Caller, user_id: Any, **more: Any) -> Answer:
    return caller.post("/api/absences", json={"user_id": str(user_id), **WEEK, **more})


def test_a_mechanic_says_when_he_is_away(mechanic: Caller, cast: Cast) -> None:
    answer = add(mechanic, cast.mechanic.user_id)
    assert answer.status == 201
    assert answer.body["name"] == cast.mechanic.name
    assert (answer.body["kind"], answer.body["ends_on"]) == ("leave", "2027-03-05")
    assert mechanic.get("/api/absences").body["items"] == [answer.body]
    assert mechanic.get(f"/api/absences/{answer.body['id']}").body == answer.body


def test_only_supervisors_and_managers_say_it_of_others(
    mechanic: Caller, supervisor: Caller, manager: Caller, cast: Cast
) -> None:
    assert add(mechanic, cast.supervisor.user_id).status == 403
    made = add(supervisor, cast.mechanic.user_id)
    assert made.status == 201
    path = f"/api/absences/{made.body['id']}"
    assert manager.patch(path, json={"ends_on": "2027-03-08"}).body["ends_on"] == "2027-03-08"
    other = add(supervisor, cast.supervisor.user_id).body["id"]
    assert mechanic.delete(f"/api/absences/{other}").status == 403
    assert mechanic.delete(path).status == 204
    assert mechanic.get(path).status == 404
    assert mechanic.delete(path).status == 404


@pytest.mark.parametrize(
    ("days", "field"),
    [
        ({"starts_on": "2027-03-05", "ends_on": "2027-03-01"}, "ends_on"),
        ({"starts_on": "2027-03-01", "ends_on": "2029-03-01"}, "ends_on"),
        ({"starts_on": "2027-02-30", "ends_on": "2027-03-01"}, "starts_on"),
        ({"kind": "ill"}, "kind"),
    ],
)
def test_bad_days_are_refused_and_change_nothing(
    manager: Caller, cast: Cast, look: Look, days: dict[str, str], field: str
) -> None:
    answer = add(manager, cast.mechanic.user_id, **days)
    assert answer.status == 422
    assert field in answer.errors
    assert look(lambda: db.session.query(Absence).count()) == 0


def test_nobody_is_away_twice_at_once(manager: Caller, cast: Cast) -> None:
    assert add(manager, cast.mechanic.user_id).status == 201
    touching = {"starts_on": "2027-03-05", "ends_on": "2027-03-09"}
    assert "starts_on" in add(manager, cast.mechanic.user_id, **touching).errors
    after = {"starts_on": "2027-03-06", "ends_on": "2027-03-09"}
    assert add(manager, cast.mechanic.user_id, **after).status == 201
    assert add(manager, cast.supervisor.user_id).status == 201


def test_the_same_sent_again_is_the_same(manager: Caller, cast: Cast) -> None:
    id = str(uuid4())
    assert add(manager, cast.mechanic.user_id, id=id).status == 201
    assert add(manager, cast.mechanic.user_id, id=id).status == 200
    assert add(manager, cast.mechanic.user_id, id=id, kind="training").status == 409


def test_drivers_are_not_planned_with(manager: Caller, driver: Caller, cast: Cast) -> None:
    assert "user_id" in add(manager, cast.driver.user_id).errors
    assert add(driver, cast.driver.user_id).status == 403
    assert driver.get("/api/absences").status == 403


def test_another_company_sees_nothing_of_it(
    manager: Caller, outsider: Caller, cast: Cast, calling: Callable[..., Caller]
) -> None:
    id = add(manager, cast.mechanic.user_id).body["id"]
    for call in (outsider.get, outsider.delete):
        assert call(f"/api/absences/{id}").status == 404
    assert outsider.patch(f"/api/absences/{id}", json={}).status == 404
    assert add(outsider, cast.mechanic.user_id).status == 404
    assert outsider.get(f"/api/absences?user_id={cast.mechanic.user_id}").status == 404
    assert add(outsider, cast.outsider.user_id, id=id).status == 404


def test_days_and_people_narrow_the_list(manager: Caller, cast: Cast) -> None:
    add(manager, cast.mechanic.user_id)
    add(manager, cast.supervisor.user_id, starts_on="2027-04-01", ends_on="2027-04-02")
    assert manager.get("/api/absences?from=2027-03-05&to=2027-03-31").body["total"] == 1
    assert manager.get("/api/absences?from=2027-03-06&to=2027-03-31").body["total"] == 0
    of_one = manager.get(f"/api/absences?user_id={cast.supervisor.user_id}").body
    assert [one["starts_on"] for one in of_one["items"]] == ["2027-04-01"]


def test_who_read_an_older_state_is_told(manager: Caller, cast: Cast) -> None:
    path = f"/api/absences/{add(manager, cast.mechanic.user_id).body['id']}"
    tag = manager.get(path).headers["ETag"]
    assert manager.patch(path, json={"ends_on": "2027-03-06"}).status == 200
    late = manager.patch(path, json={"ends_on": "2027-03-07"}, headers={"If-Match": tag})
    assert late.status == 412
