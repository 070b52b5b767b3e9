"""Clocks: one a person, and what they leave when they stop."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from flask import Flask

from billun.extensions import db
from billun.models import WorkSession, Workshop
from tests.fixtures.callers import Answer, Caller
from tests.fixtures.cast import Cast
from tests.fixtures.jobs import job, moved
from tests.operations.test_concurrency import all_at_once

Look = Callable[..., Any]


@pytest.fixture(autouse=True)
def rate(cast: Cast, look: Look) -> None:
    """An hour of the workshop costs 60 euros."""

    def say() -> None:
        db.session.get_one(Workshop, cast.workshop_id).hourly_rate = Decimal(60)

    look(say)


@pytest.fixture
def long_ago(look: Look) -> Callable[[Any, int], None]:
    """Lets the running clocks of a job have begun so many minutes ago."""

    def back(made: Any, minutes: int) -> None:
        def begin_earlier() -> None:
            running = db.session.query(WorkSession).filter_by(
                intervention_id=UUID(made["id"]), ended_at=None
            )
            for clock in running:
                clock.started_at -= timedelta(minutes=minutes)

        look(begin_earlier)

    return back


def start(caller: Caller, made: Any) -> Answer:
    return caller.put(f"/api/maintenance/{made['id']}/work")


def stop(caller: Caller, made: Any, **said: Any) -> Answer:
    return caller.delete(f"/api/maintenance/{made['id']}/work", json=said)


def lines(caller: Caller, made: Any) -> list[Any]:
    found: list[Any] = caller.get(f"/api/maintenance/{made['id']}/lines").body["items"]
    return found


def status(caller: Caller, made: Any) -> str:
    return str(caller.get(f"/api/maintenance/{made['id']}").body["status"])


@pytest.mark.parametrize("begun", ["planned", "awaiting_parts"])
def test_who_starts_to_work_starts_the_job(begun: str, mechanic: Caller, cast: Cast) -> None:
    made = job(mechanic, cast, to=begun)
    answer = start(mechanic, made)
    assert (answer.status, answer.body["worker"]["name"]) == (201, cast.mechanic.name)
    assert status(mechanic, made) == "in_progress"


def test_starting_twice_is_harmless_and_stopping_twice_too(mechanic: Caller, cast: Cast) -> None:
    made = job(mechanic, cast)
    first, again = start(mechanic, made), start(mechanic, made)
    assert (first.status, again.status, again.body["id"]) == (201, 200, first.body["id"])
    path = f"/api/maintenance/{made['reference']}/work"
    assert [mechanic.delete(path).status for _time in range(2)] == [200, 204]


@pytest.mark.parametrize("over", ["completed", "cancelled"])
def test_nobody_works_on_what_is_over(over: str, mechanic: Caller, cast: Cast) -> None:
    made = job(mechanic, cast, to=over)
    refused = start(mechanic, made)
    assert (refused.status, refused.body["present"]["status"]) == (409, over)


def test_a_stopped_clock_leaves_labour_at_the_workshops_rate(
    mechanic: Caller, cast: Cast, long_ago: Callable[[Any, int], None]
) -> None:
    made = job(mechanic, cast)
    start(mechanic, made)
    long_ago(made, 90)
    assert stop(mechanic, made).body["minutes"] == 90
    (line,) = lines(mechanic, made)
    assert (line["kind"], line["minutes"], line["cost"]) == ("labour", 90, "90.00")
    assert (line["worker"]["name"], line["by_clock"]) == (cast.mechanic.name, True)
    after = mechanic.get(f"/api/maintenance/{made['id']}").body
    assert (after["worked_minutes"], after["cost"], after["status"]) == (90, "90.00", "in_progress")


def test_less_than_a_minute_leaves_no_line(mechanic: Caller, cast: Cast) -> None:
    made = job(mechanic, cast)
    start(mechanic, made)
    stop(mechanic, made)
    assert lines(mechanic, made) == []


def test_a_forgotten_clock_is_corrected_when_it_stops(
    mechanic: Caller, cast: Cast, long_ago: Callable[[Any, int], None]
) -> None:
    made = job(mechanic, cast)
    start(mechanic, made)
    long_ago(made, 900)
    for wrong in (901, -1, "many"):
        assert stop(mechanic, made, minutes=wrong).errors.keys() == {"minutes"}
    assert stop(mechanic, made, minutes=45).body["minutes"] == 45
    assert [line["minutes"] for line in lines(mechanic, made)] == [45]


def test_whoever_turns_to_something_else_stops_the_first(
    mechanic: Caller, cast: Cast, long_ago: Callable[[Any, int], None]
) -> None:
    first, second = job(mechanic, cast), job(mechanic, cast, equipment_id=str(cast.loner.id))
    start(mechanic, first)
    long_ago(first, 30)
    start(mechanic, second)
    assert [line["minutes"] for line in lines(mechanic, first)] == [30]
    assert (stop(mechanic, first).status, stop(mechanic, second).status) == (204, 200)


def test_one_does_not_stop_anothers_clock(
    mechanic: Caller, supervisor: Caller, cast: Cast, long_ago: Callable[[Any, int], None]
) -> None:
    made = job(mechanic, cast)
    start(mechanic, made)
    start(supervisor, made)
    long_ago(made, 10)
    stop(supervisor, made)
    assert [line["worker"]["name"] for line in lines(mechanic, made)] == [cast.supervisor.name]
    assert stop(mechanic, made).status == 200


@pytest.mark.parametrize("end", ["awaiting_parts", "completed", "cancelled"])
def test_all_clocks_stop_with_the_job(
    end: str,
    mechanic: Caller,
    supervisor: Caller,
    cast: Cast,
    long_ago: Callable[[Any, int], None],
) -> None:
    made = job(mechanic, cast)
    start(mechanic, made)
    start(supervisor, made)
    long_ago(made, 20)
    moved(supervisor, made, end, **({"parts_awaited": "Pads"} if end == "awaiting_parts" else {}))
    assert [line["minutes"] for line in lines(mechanic, made)] == [20, 20]
    assert {line["worker"]["name"] for line in lines(mechanic, made)} == {
        cast.mechanic.name,
        cast.supervisor.name,
    }
    assert stop(mechanic, made).status == 204


def test_of_many_starts_at_once_one_clock_runs(
    app: Flask, mechanic: Caller, cast: Cast, look: Look
) -> None:
    made = [job(mechanic, cast), job(mechanic, cast, equipment_id=str(cast.loner.id))]
    calls = [lambda caller, one=one: start(caller, one) for one in made * 5]
    assert set(all_at_once(app, calls, mechanic)) <= {200, 201}
    assert look(lambda: db.session.query(WorkSession).filter_by(ended_at=None).count()) == 1


def test_two_who_change_places_do_not_wait_for_each_other(
    app: Flask, mechanic: Caller, supervisor: Caller, cast: Cast, look: Look
) -> None:
    first, second = job(mechanic, cast), job(mechanic, cast, equipment_id=str(cast.loner.id))
    for _round in range(5):
        start(mechanic, first)
        start(supervisor, second)
        swap = [
            lambda _caller: start(Caller(app.test_client(), mechanic.headers), second),
            lambda _caller: start(Caller(app.test_client(), supervisor.headers), first),
        ]
        assert all_at_once(app, swap, mechanic) == [201, 201]
    assert look(lambda: db.session.query(WorkSession).filter_by(ended_at=None).count()) == 2


def test_a_driver_has_no_clock(driver: Caller, manager: Caller, cast: Cast) -> None:
    made = job(manager, cast)
    assert (start(driver, made).status, stop(driver, made).status) == (403, 403)
