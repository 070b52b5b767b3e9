"""Labour and parts: what a line costs, and what none can say."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask

from billun.extensions import db
from billun.models import Membership, Workshop
from billun.models.base import now
from tests.fixtures.callers import Answer, Caller
from tests.fixtures.cast import Cast
from tests.fixtures.jobs import job
from tests.operations.test_concurrency import all_at_once

Look = Callable[..., Any]
PARTS = {"kind": "parts", "reference": "BP-77", "description": "Brake pads", "quantity": 4}


@pytest.fixture
def made(manager: Caller, cast: Cast) -> Any:
    return job(manager, cast)


def add(caller: Caller, made: Any, **said: Any) -> Answer:
    return caller.post(f"/api/maintenance/{made['id']}/lines", json=said)


def path_of(made: Any, line: Any) -> str:
    return f"/api/maintenance/{made['id']}/lines/{line['id']}"


def cost(caller: Caller, made: Any) -> str:
    return str(caller.get(f"/api/maintenance/{made['id']}").body["cost"])


COSTS: list[tuple[dict[str, Any], str]] = [
    (PARTS | {"unit_price": "12.55"}, "50.20"),
    (PARTS | {"quantity": "1.5", "unit_price": 3.35}, "5.03"),
    (PARTS | {"quantity": None, "unit_price": 7}, "7.00"),
    (PARTS | {"unit_price": 0}, "0.00"),
    (PARTS | {"unit_price": "-0.00"}, "0.00"),
    ({"kind": "labour", "minutes": 20, "unit_price": "58"}, "19.33"),
    ({"kind": "labour", "minutes": 1, "unit_price": "0.30"}, "0.01"),
    ({"kind": "labour", "minutes": 90}, "67.50"),
    ({"kind": "labour", "minutes": 60, "quantity": 9, "unit_price": 1}, "1.00"),
]


def test_what_a_line_costs_to_the_cent(made: Any, mechanic: Caller, cast: Cast, look: Look) -> None:
    def say_rate() -> None:
        db.session.get_one(Workshop, cast.workshop_id).hourly_rate = Decimal(45)

    look(say_rate)
    for said, expected in COSTS:
        line = add(mechanic, made, **said)
        assert (line.status, line.body["cost"]) == (201, expected), said
    assert Decimal(cost(mechanic, made)) == sum(Decimal(expected) for _said, expected in COSTS)


def test_labour_costs_nothing_where_nobody_said_a_rate(made: Any, mechanic: Caller) -> None:
    assert add(mechanic, made, kind="labour", minutes=30).body["cost"] == "0.00"


IMPOSSIBLE: list[tuple[dict[str, Any], str]] = [
    ({"kind": "paint"}, "kind"),
    ({"minutes": 5}, "kind"),
    ({"kind": "labour"}, "minutes"),
    ({"kind": "labour", "minutes": 0}, "minutes"),
    ({"kind": "labour", "minutes": 100_001}, "minutes"),
    ({"kind": "labour", "minutes": 2.5}, "minutes"),
    ({"kind": "labour", "minutes": 5, "unit_price": -1}, "unit_price"),
    (PARTS, "unit_price"),
    (PARTS | {"unit_price": "1000000.01"}, "unit_price"),
    (PARTS | {"unit_price": "NaN"}, "unit_price"),
    (PARTS | {"unit_price": "Infinity"}, "unit_price"),
    (PARTS | {"unit_price": "1e999999"}, "unit_price"),
    (PARTS | {"unit_price": "dear"}, "unit_price"),
    (PARTS | {"unit_price": 1, "quantity": 0}, "quantity"),
    (PARTS | {"unit_price": 1, "quantity": "0.0001"}, "quantity"),
    (PARTS | {"unit_price": 1, "quantity": 1_000_001}, "quantity"),
    (PARTS | {"unit_price": 1_000_000, "quantity": 1_000_000}, "unit_price"),
    (PARTS | {"unit_price": 1, "description": "x" * 301}, "description"),
    (PARTS | {"unit_price": 1, "reference": "x" * 81}, "reference"),
    (PARTS | {"unit_price": 1, "reference": "a\0"}, "reference"),
    (PARTS | {"unit_price": 1, "tax": 20}, "tax"),
]


def test_what_no_line_says(made: Any, mechanic: Caller) -> None:
    for said, field in IMPOSSIBLE:
        assert add(mechanic, made, **said).errors.keys() == {field}, said
    assert cost(mechanic, made) == "0.00"


def test_labour_names_whose_it_is(made: Any, manager: Caller, cast: Cast, look: Look) -> None:
    def of(person: Any) -> Answer:
        return add(manager, made, kind="labour", minutes=5, worker_id=str(person.user_id))

    mine = of(cast.mechanic)
    assert mine.body["worker"]["name"] == cast.mechanic.name
    assert of(cast.driver).errors.keys() == {"worker_id"}
    assert of(cast.partner).status == 404

    def leave() -> None:
        db.session.get_one(Membership, cast.mechanic.membership_id).ended_at = now()

    look(leave)
    assert of(cast.mechanic).errors.keys() == {"worker_id"}
    path = path_of(made, mine.body)
    kept = manager.patch(path, json={"minutes": 6, "worker_id": str(cast.mechanic.user_id)})
    assert (kept.status, kept.body["worker"]["name"]) == (200, cast.mechanic.name)
    assert manager.patch(path, json={"worker_id": None}).body["worker"] is None


def test_the_same_line_sent_again_is_one_line(
    app: Flask, made: Any, manager: Caller, cast: Cast
) -> None:
    said = PARTS | {"id": str(uuid4()), "unit_price": 2}
    sent = [lambda caller: add(caller, made, **said)] * 5
    assert sorted(all_at_once(app, sent, manager)) == [200] * 4 + [201]
    assert cost(manager, made) == "8.00"
    assert add(manager, made, **said | {"unit_price": "2.00"}).status == 200
    assert add(manager, made, **said | {"unit_price": 3}).status == 409
    assert add(manager, job(manager, cast), **said).status == 409


def test_a_line_is_changed_and_taken_away(made: Any, manager: Caller) -> None:
    line = add(manager, made, **PARTS, unit_price=10).body
    changed = manager.patch(path_of(made, line), json={"quantity": 2})
    assert (changed.body["cost"], changed.body["unit_price"]) == ("20.00", "10.00")
    assert manager.patch(path_of(made, line), json={"quantity": 0}).errors.keys() == {"quantity"}
    assert manager.delete(path_of(made, line)).status == 204
    assert cost(manager, made) == "0.00"
    assert manager.delete(path_of(made, line)).status == 404
    kinds = [
        one["kind"] for one in manager.get(f"/api/maintenance/{made['id']}/timeline").body["items"]
    ]
    assert kinds == ["planned", "line_added", "line_changed", "line_removed"]


def test_a_line_is_found_in_its_own_job_alone(
    made: Any, manager: Caller, outsider: Caller, cast: Cast
) -> None:
    line = add(manager, made, **PARTS, unit_price=10).body
    other = job(manager, cast)
    assert manager.patch(path_of(other, line), json={"quantity": 2}).status == 404
    assert outsider.delete(path_of(made, line)).status == 404
    stolen = PARTS | {"id": line["id"], "unit_price": 10}
    assert add(outsider, made, **stolen).status == 404


def test_a_bill_comes_after_the_work_but_not_after_a_cancelling(
    manager: Caller, cast: Cast
) -> None:
    done, gone = job(manager, cast, to="completed"), job(manager, cast)
    line = add(manager, gone, **PARTS, unit_price=1).body
    manager.post(f"/api/maintenance/{gone['id']}/transitions", json={"to": "cancelled"})
    assert add(manager, done, **PARTS, unit_price=1).status == 201
    assert add(manager, gone, **PARTS, unit_price=1).status == 409
    assert manager.patch(path_of(gone, line), json={"quantity": 2}).status == 409
    assert manager.delete(path_of(gone, line)).status == 204
    assert cost(manager, gone) == "0.00"


def test_what_completed_work_cost_is_changed_by_those_who_lead(
    manager: Caller, supervisor: Caller, mechanic: Caller, cast: Cast
) -> None:
    done = job(manager, cast, to="completed")
    line = add(mechanic, done, **PARTS, unit_price=1).body
    assert mechanic.patch(path_of(done, line), json={"quantity": 2}).status == 403
    assert mechanic.delete(path_of(done, line)).status == 403
    assert supervisor.patch(path_of(done, line), json={"quantity": 2}).body["cost"] == "2.00"
    assert manager.delete(path_of(done, line)).status == 204


def test_a_driver_sees_and_writes_no_costs(made: Any, manager: Caller, driver: Caller) -> None:
    line = add(manager, made, **PARTS, unit_price=1).body
    assert driver.get(f"/api/maintenance/{made['id']}/lines").status == 403
    assert add(driver, made, **PARTS, unit_price=1).status == 403
    assert driver.patch(path_of(made, line), json={"quantity": 2}).status == 403
    assert driver.delete(path_of(made, line)).status == 403
