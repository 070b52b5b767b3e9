"""POST /api/anomalies/acknowledgements: what can be taken on is, and the rest is told one by one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask

from billun.extensions import db
from billun.models import Anomaly, Membership
from billun.operations.acknowledging import acknowledge_all
from billun.operations.after_commit import KEPT_UNDER
from tests.fixtures.callers import Answer, Caller
from tests.fixtures.cast import Cast
from tests.fixtures.reports import report, send_report
from tests.operations.test_concurrency import all_at_once

Look = Callable[..., Any]


def take_on(caller: Caller, ids: list[str]) -> Answer:
    return caller.post("/api/anomalies/acknowledgements", json={"ids": ids})


def reported(driver: Caller, cast: Cast, count: int = 1) -> list[str]:
    items = (cast.lorry.id, cast.loner.id)
    return [send_report(driver, report(items[n % 2])).body["id"] for n in range(count)]


def test_all_that_can_be_are_taken_on(driver: Caller, mechanic: Caller, cast: Cast) -> None:
    ids = reported(driver, cast, 3)
    answer = take_on(mechanic, [*ids[::-1], ids[0]])
    assert (answer.status, answer.body) == (200, {"acknowledged": sorted(ids), "refused": []})
    for id in ids:
        last = driver.get(f"/api/anomalies/{id}/timeline").body["items"][-1]
        assert (last["to_status"], last["actor"]["name"]) == ("acknowledged", cast.mechanic.name)


def test_what_cannot_be_keeps_nothing_back_and_is_told(
    driver: Caller, mechanic: Caller, partner: Caller, cast: Cast
) -> None:
    first, done, last = reported(driver, cast, 3)
    take_on(mechanic, [done])
    theirs = send_report(partner, report(cast.partner_trailer.id)).body["id"]
    nobodys = str(uuid4())
    body = take_on(mechanic, [first, done, theirs, nobodys, last]).body
    assert body["acknowledged"] == sorted([first, last])
    words = {one["id"]: (one["status"], one["detail"]) for one in body["refused"]}
    not_there = (404, "Not found")
    assert words == {
        done: (409, "This is not possible any more: look at where it stands now."),
        theirs: not_there,
        nobodys: not_there,
    }
    assert partner.get(f"/api/anomalies/{theirs}").body["status"] == "incoming"


def test_what_is_refused_says_nothing_else_than_alone(
    driver: Caller, manager: Caller, cast: Cast
) -> None:
    (id,) = reported(driver, cast)
    take_on(manager, [id])
    refused = take_on(manager, [id]).body["refused"][0]
    alone = manager.post(f"/api/anomalies/{id}/transitions", json={"to": "acknowledged"})
    assert (refused["status"], refused["detail"]) == (alone.status, alone.body["detail"])


@pytest.mark.parametrize("ids", [[], ["lost"], [str(uuid4())] * 201, None])
def test_a_bad_list_is_named(mechanic: Caller, ids: Any) -> None:
    answer = take_on(mechanic, ids)
    assert answer.status == 422
    assert next(iter(answer.errors)).split(".")[0] == "ids"


def test_drivers_take_nothing_on(driver: Caller, cast: Cast) -> None:
    assert take_on(driver, reported(driver, cast)).status == 403


def test_two_who_take_on_the_same_at_once_share_them(
    app: Flask, driver: Caller, manager: Caller, cast: Cast, look: Look
) -> None:
    """Each in another order, and neither waits for the other for ever."""
    ids = reported(driver, cast, 6)
    calls = [lambda caller: take_on(caller, ids), lambda caller: take_on(caller, ids[::-1])]
    assert all_at_once(app, calls, manager) == [200, 200]
    entries = [len(driver.get(f"/api/anomalies/{id}/timeline").body["items"]) for id in ids]
    assert entries == [2] * 6


def test_nothing_is_told_before_all_of_it_is_safe(driver: Caller, cast: Cast, look: Look) -> None:
    """A savepoint is no commit: screens that fetched now would see the state of before."""
    reported(driver, cast, 2)

    def waiting() -> int:
        supervisor = db.session.get_one(Membership, cast.supervisor.membership_id)
        acknowledge_all(supervisor, db.session.query(Anomaly).all())
        return len(db.session().info[KEPT_UNDER])

    assert look(waiting) >= 2
