"""PUT /api/anomalies/<id>/criticality: everybody raises, supervisors and managers lower with a reason."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from billun.models import AnomalyStatus
from tests.fixtures.callers import Answer, Caller
from tests.fixtures.cast import Cast
from tests.fixtures.triage import (
    alerted,
    concerned_by_the_lorry,
    fitness,
    kept,
    kinds,
    put_by_hand,
    reported,
    timeline,
)

Look = Callable[..., Any]


@pytest.fixture
def report(driver: Caller, cast: Cast) -> str:
    return reported(driver, cast.lorry.id)


def judge(caller: Caller, id: str, criticality: str, comment: str | None = None) -> Answer:
    body = {"criticality": criticality, "comment": comment}
    return caller.put(f"/api/anomalies/{id}/criticality", json=body)


def test_a_driver_raises_it_with_all_that_follows(
    calling: Callable[..., Caller], report: str, cast: Cast, look: Look
) -> None:
    other = calling(cast.other_driver)
    answer = judge(other, report, "red", "The whole side is gone")
    assert (answer.status, answer.body["criticality"]) == (200, "red")
    assert fitness(look, cast.lorry.id) == "immobilised"
    assert alerted(look) == concerned_by_the_lorry(cast)
    entry = timeline(other, report)[-1]
    assert (entry["from_criticality"], entry["to_criticality"]) == ("yellow", "red")
    assert (entry["actor"]["name"], entry["comment"]) == (
        cast.other_driver.name,
        "The whole side is gone",
    )


def test_a_supervisor_and_a_manager_lower_it_with_a_reason(
    driver: Caller, supervisor: Caller, manager: Caller, report: str, cast: Cast, look: Look
) -> None:
    judge(driver, report, "red")
    alerts = alerted(look)
    assert judge(supervisor, report, "orange", "It is the cover alone").status == 200
    assert fitness(look, cast.lorry.id) == "restricted"
    assert judge(manager, report, "green", "Washed: a scratch").status == 200
    assert fitness(look, cast.lorry.id) == "fit"
    assert alerted(look) == alerts


def test_nobody_else_lowers_it_and_nobody_without_a_reason(
    driver: Caller, mechanic: Caller, supervisor: Caller, report: str, look: Look
) -> None:
    assert [judge(one, report, "green", "It is fine").status for one in (driver, mechanic)] == [
        403,
        403,
    ]
    for comment in (None, "", "   "):
        answer = judge(supervisor, report, "green", comment)
        assert (answer.status, list(answer.errors)) == (422, ["comment"])
    assert kept(look, report, "criticality") == "yellow"


def test_what_it_is_already_changes_nothing(driver: Caller, report: str) -> None:
    assert judge(driver, report, "yellow").status == 200
    assert kinds(driver, report) == ["reported"]


def test_what_is_over_is_judged_no_more(
    driver: Caller, manager: Caller, report: str, cast: Cast, look: Look
) -> None:
    put_by_hand(look, report, status=AnomalyStatus.RESOLVED)
    for caller, criticality in ((driver, "red"), (manager, "green")):
        answer = judge(caller, report, criticality, "It is")
        assert (answer.status, answer.body["present"]["status"]) == (409, "resolved")
    assert fitness(look, cast.lorry.id) == "fit"


def test_another_company_does_not_see_it_and_an_unknown_level_is_named(
    partner: Caller, driver: Caller, report: str
) -> None:
    assert judge(partner, report, "red").status == 404
    assert list(judge(driver, report, "purple").errors) == ["criticality"]
