"""Every cell of product.md's table as the API answers it: each person, status, criticality and step.

The table is the one that tests/models/test_anomaly_transitions.py has written down a second time.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import update

from billun.extensions import db
from billun.models import Anomaly, AnomalyStatus, Criticality
from tests.fixtures.callers import Answer, Caller
from tests.fixtures.cast import Cast
from tests.fixtures.reports import report, send_report
from tests.models.test_anomaly_transitions import TABLE
from tests.operations.test_concurrency import all_at_once

# Where each role may ever bring an anomaly; what only a repair moves belongs to those who repair.
OF_REPAIRS = {"scheduled", "in_repair", "awaiting_parts"}
OF_THE_WORKSHOP = {"acknowledged", "dismissed", "withdrawn", "resolved", "closed"} | OF_REPAIRS
REACHED = {
    "driver": {"withdrawn"},
    "reporter": {"withdrawn"},
    "mechanic": OF_THE_WORKSHOP,
    "supervisor": OF_THE_WORKSHOP,
    "manager": OF_THE_WORKSHOP | {"reported"},
}
# Steps that are there, and nobody's to ask for.
OF_THE_SYSTEM = {("incoming", "reported")}
PEOPLE = tuple(REACHED)
# Whom the cast calls otherwise.
CALLED = {"driver": "other_driver", "reporter": "driver"}


def expected(person: str, status: str, criticality: str, to: str) -> int:
    """The answer to somebody who gives a reason: their role, then the status, then this step."""
    if to not in REACHED[person]:
        return 403
    rows = [row for row in TABLE if status in row[0] and row[1] == to]
    if not rows:
        return 403 if (status, to) in OF_THE_SYSTEM else 409
    allowed = any(person in people and criticality in levels for _, _, people, levels, _ in rows)
    return 200 if allowed else 403


def cells(status: AnomalyStatus, criticality: Criticality) -> list[AnomalyStatus]:
    """Where to ask it to go. Cells that the table leaves empty take turns, one criticality each."""
    every = list(AnomalyStatus)
    turn = every.index(status) + criticality.rank
    filled = {row[1] for row in TABLE if status in row[0]}
    return [to for place, to in enumerate(every) if to in filled or (turn + place) % 4 == 0]


def stand(id: str, status: str, criticality: str) -> None:
    """Put it back to where the next step begins, past all rules."""
    level = Criticality(criticality)
    values = {"status": AnomalyStatus(status), "criticality": level, "criticality_rank": level.rank}
    db.session.execute(update(Anomaly).where(Anomaly.id == UUID(id)).values(values))
    db.session.commit()


def ask(caller: Caller, id: str, to: str, comment: str = "Because") -> Answer:
    return caller.post(f"/api/anomalies/{id}/transitions", json={"to": to, "comment": comment})


@pytest.mark.parametrize("name", PEOPLE)
def test_every_cell_of_the_table(
    app: Flask, calling: Callable[..., Caller], name: str, driver: Caller, cast: Cast
) -> None:
    person = calling(cast.people[CALLED.get(name, name)])
    id = send_report(driver, report(cast.loner.id)).body["id"]
    wrong: dict[Any, Any] = {}
    for status, criticality in product(AnomalyStatus, Criticality):
        with app.app_context():
            stand(id, status, criticality)
        for to in cells(status, criticality):
            answer = ask(person, id, to)
            if answer.status != expected(name, status, criticality, to):
                wrong[status, criticality, to] = answer.status
            if answer.status == 200:
                with app.app_context():
                    stand(id, status, criticality)
    assert wrong == {}


def test_of_two_steps_at_once_the_second_sees_where_it_stands(
    app: Flask, driver: Caller, supervisor: Caller, cast: Cast
) -> None:
    id = send_report(driver, report(cast.lorry.id, criticality="orange")).body["id"]
    seen: list[Answer] = []

    def step(to: str) -> Callable[[Caller], Answer]:
        def asked(caller: Caller) -> Answer:
            seen.append(ask(caller, id, to))
            return seen[-1]

        return asked

    steps = [step("acknowledged"), step("acknowledged"), step("acknowledged")]
    assert sorted(all_at_once(app, steps, supervisor)) == [200, 409, 409]
    standing = {
        "status": "acknowledged",
        "criticality": "orange",
        "equipment_id": str(cast.lorry.id),
    }
    late = [answer for answer in seen if answer.status == 409]
    assert [answer.body["present"] for answer in late] == [standing] * 2
    assert driver.get(f"/api/anomalies/{id}").body["status"] == "acknowledged"


def test_of_two_different_steps_at_once_one_is_taken(
    app: Flask, driver: Caller, supervisor: Caller, cast: Cast
) -> None:
    """Whoever comes second meets what the first has made of it."""
    id = send_report(driver, report(cast.lorry.id)).body["id"]
    found = all_at_once(
        app,
        [
            lambda caller: ask(caller, id, "dismissed", "Dirt"),
            lambda caller: ask(Caller(caller.client, driver.headers), id, "withdrawn", "Mud"),
        ],
        supervisor,
    )
    assert sorted(found) == [200, 409]
    items = driver.get(f"/api/anomalies/{id}/timeline").body["items"]
    assert [one["kind"] for one in items].count("transition") == 1
