"""Two judge one report at once: the second is told how it stands, and nothing is done by halves."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select, text

from billun.extensions import db
from billun.models import Equipment
from tests.fixtures.callers import Answer, Caller
from tests.fixtures.cast import Cast
from tests.fixtures.triage import fitness, kept, reported

Look = Callable[..., Any]
WAITING = text(
    "SELECT count(*) FROM pg_stat_activity"
    " WHERE datname = current_database() AND wait_event_type = 'Lock'"
)


@contextmanager
def held(app: Flask, item: UUID) -> Iterator[None]:
    """Hold the equipment, so that whoever wants it waits until the block ends."""
    with app.app_context(), db.engine.begin() as connection:
        connection.execute(select(Equipment.id).where(Equipment.id == item).with_for_update())
        yield


def until_waiting(app: Flask, count: int) -> None:
    with app.app_context(), db.engine.connect() as plain:
        connection = plain.execution_options(isolation_level="AUTOCOMMIT")
        for _look in range(3000):
            if connection.scalar(WAITING) >= count:
                return
            time.sleep(0.01)
    pytest.fail("nobody waits for the equipment")


@pytest.fixture
def one_behind_the_other(app: Flask, cast: Cast) -> Callable[..., list[Answer]]:
    """The answers of calls that all see the lorry as it was before the first of them went through."""

    def called(like: Caller, *calls: Callable[[Caller], Answer]) -> list[Answer]:
        with ThreadPoolExecutor(len(calls)) as threads:
            running = []
            with held(app, cast.lorry.id):
                for count, call in enumerate(calls, 1):
                    caller = Caller(app.test_client(), like.headers)
                    running.append(threads.submit(call, caller))
                    until_waiting(app, count)
            return [one.result() for one in running]

    return called


Calling = Callable[..., list[Answer]]


def test_of_two_merges_the_second_sees_that_it_is_dismissed(
    driver: Caller, mechanic: Caller, cast: Cast, one_behind_the_other: Calling, look: Look
) -> None:
    oldest, older, youngest = (reported(driver, cast.lorry.id) for _ in range(3))
    path = f"/api/anomalies/{youngest}/merge"
    first, second = one_behind_the_other(
        mechanic,
        lambda caller: caller.post(path, json={"into": oldest}),
        lambda caller: caller.post(path, json={"into": older}),
    )
    assert (first.status, second.status) == (200, 409)
    assert second.body["present"]["status"] == "dismissed"
    assert kept(look, youngest, "duplicate_of_id") == UUID(oldest)


@pytest.mark.parametrize("second_step", ["transitions", "merge"])
def test_of_two_decisions_on_one_status_the_second_does_not_overrule_the_first(
    driver: Caller, manager: Caller, cast: Cast, one_behind_the_other: Calling, second_step: str
) -> None:
    older, id = reported(driver, cast.lorry.id), reported(driver, cast.lorry.id)
    bodies = {
        "transitions": {"to": "dismissed", "comment": "It is dirt"},
        "merge": {"into": older},
    }
    first, second = one_behind_the_other(
        manager,
        lambda one: one.post(f"/api/anomalies/{id}/transitions", json={"to": "acknowledged"}),
        lambda one: one.post(f"/api/anomalies/{id}/{second_step}", json=bodies[second_step]),
    )
    assert (first.status, second.status) == (200, 409)
    assert second.body["present"]["status"] == "acknowledged"
    assert manager.get(f"/api/anomalies/{id}").body["status"] == "acknowledged"


def test_of_two_moves_the_second_sees_where_it_is_now(
    driver: Caller, manager: Caller, cast: Cast, one_behind_the_other: Calling, look: Look
) -> None:
    report = reported(driver, cast.lorry.id, criticality="orange")
    body = {"family": "trailer", "kind": "box", "internal_id": "R 99"}
    box = manager.post("/api/equipment", json=body).body["id"]
    path = f"/api/anomalies/{report}/equipment"
    first, second = one_behind_the_other(
        manager,
        lambda caller: caller.put(path, json={"equipment_id": str(cast.loner.id), "reason": "a"}),
        lambda caller: caller.put(path, json={"equipment_id": box, "reason": "b"}),
    )
    assert (first.status, second.status) == (200, 409)
    assert second.body["present"]["equipment_id"] == str(cast.loner.id)
    assert [fitness(look, id) for id in (cast.lorry.id, cast.loner.id, UUID(box))] == [
        "fit",
        "restricted",
        "fit",
    ]


def test_a_step_follows_a_report_that_moves_meanwhile(
    driver: Caller, manager: Caller, cast: Cast, one_behind_the_other: Calling, look: Look
) -> None:
    report = reported(driver, cast.lorry.id, criticality="red")
    moved = {"equipment_id": str(cast.loner.id), "reason": "The trailer"}
    raised = {"criticality": "orange", "comment": "It can finish this trip"}
    answers = one_behind_the_other(
        manager,
        lambda caller: caller.put(f"/api/anomalies/{report}/equipment", json=moved),
        lambda caller: caller.put(f"/api/anomalies/{report}/criticality", json=raised),
    )
    assert [answer.status for answer in answers] == [200, 200]
    assert kept(look, report, "equipment_id") == cast.loner.id
    assert [fitness(look, id) for id in (cast.lorry.id, cast.loner.id)] == ["fit", "restricted"]


def test_a_report_that_waited_for_a_replacement_goes_to_the_right_item(
    driver: Caller, manager: Caller, app: Flask, cast: Cast, look: Look
) -> None:
    unknown: Any = {"equipment_id": None, "provisional": {"family": "trailer"}}
    first = reported(driver, cast.lorry.id, **unknown)
    provisional = kept(look, first, "equipment_id")
    with ThreadPoolExecutor(2) as threads:
        with held(app, provisional):
            item = {"equipment_id": str(cast.loner.id)}
            path = f"/api/equipment/{provisional}/replacement"
            replaced = threads.submit(manager.put, path, json=item)
            until_waiting(app, 1)
            late = threads.submit(reported, driver, provisional)
            until_waiting(app, 2)
        assert replaced.result().status == 200
    assert kept(look, late.result(), "equipment_id") == cast.loner.id
