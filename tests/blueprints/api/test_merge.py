"""POST /api/anomalies/<id>/merge: two reports of the same damage become one that stands for both."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from billun.models import AnomalyStatus, Criticality
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


def merge(caller: Caller, duplicate: str, into: str) -> Answer:
    return caller.post(f"/api/anomalies/{duplicate}/merge", json={"into": into})


@pytest.fixture
def older(driver: Caller, cast: Cast) -> str:
    return reported(driver, cast.lorry.id)


@pytest.fixture
def younger(calling: Callable[..., Caller], older: str, cast: Cast) -> str:
    return reported(calling(cast.other_driver), cast.lorry.id)


def test_the_younger_is_dismissed_with_a_link_to_the_older(
    mechanic: Caller, older: str, younger: str
) -> None:
    first = mechanic.get(f"/api/anomalies/{older}").body["reference"]
    answer = merge(mechanic, younger, older)
    assert (answer.status, answer.body["status"]) == (200, "dismissed")
    assert answer.body["duplicate_of"] == {"id": older, "reference": first}
    end = timeline(mechanic, younger)[-1]
    assert (end["kind"], end["to_status"]) == ("transition", "dismissed")
    assert (end["comment"], end["duplicate"]) == (None, {"id": older, "reference": first})
    assert kinds(mechanic, older)[-1] == "duplicate_found"


def test_the_same_again_is_harmless(mechanic: Caller, older: str, younger: str) -> None:
    assert [merge(mechanic, younger, older).status for _ in range(2)] == [200, 200]
    assert len(kinds(mechanic, younger)) == 2
    assert kinds(mechanic, older) == ["reported", "duplicate_found"]


def test_what_was_merged_into_it_follows(
    driver: Caller, mechanic: Caller, older: str, younger: str, cast: Cast, look: Look
) -> None:
    youngest = reported(driver, cast.lorry.id)
    merge(mechanic, youngest, younger)
    merge(mechanic, younger, older)
    assert kept(look, youngest, "duplicate_of_id") == UUID(older)


def test_a_worse_one_raises_the_older_and_alerts(
    supervisor: Caller, older: str, younger: str, cast: Cast, look: Look
) -> None:
    put_by_hand(look, younger, criticality=Criticality.RED)
    assert merge(supervisor, younger, older).status == 200
    assert kept(look, older, "criticality") == "red"
    assert fitness(look, cast.lorry.id) == "immobilised"
    assert kinds(supervisor, older) == ["reported", "criticality", "duplicate_found"]
    rise = timeline(supervisor, older)[1]
    assert (rise["comment"], rise["duplicate"]["id"]) == (None, younger)
    assert alerted(look) == concerned_by_the_lorry(cast)


def test_a_milder_one_leaves_it_as_it_is(
    supervisor: Caller, older: str, younger: str, cast: Cast, look: Look
) -> None:
    put_by_hand(look, older, criticality=Criticality.ORANGE)
    merge(supervisor, younger, older)
    assert kept(look, older, "criticality") == "orange"
    assert fitness(look, cast.lorry.id) == "restricted"
    assert alerted(look) == []


def test_a_reopened_one_is_a_duplicate_no_more(
    mechanic: Caller, manager: Caller, older: str, younger: str, look: Look
) -> None:
    merge(mechanic, younger, older)
    reopening = {"to": "reported", "comment": "It is another one"}
    assert manager.post(f"/api/anomalies/{younger}/transitions", json=reopening).status == 200
    assert kept(look, younger, "duplicate_of_id") is None


def test_its_reporter_does_not_withdraw_what_others_reported_too(
    driver: Caller, mechanic: Caller, older: str, younger: str
) -> None:
    merge(mechanic, younger, older)
    withdrawal = {"to": "withdrawn", "comment": "It was dirt"}
    answer = driver.post(f"/api/anomalies/{older}/transitions", json=withdrawal)
    assert (answer.status, answer.body["present"]["status"]) == (409, "incoming")


def test_it_is_not_the_same_as_itself_nor_as_one_on_other_equipment(
    driver: Caller, mechanic: Caller, older: str, younger: str, cast: Cast
) -> None:
    elsewhere = reported(driver, cast.loner.id)
    for duplicate, into in ((older, older), (elsewhere, older)):
        answer = merge(mechanic, duplicate, into)
        assert (answer.status, list(answer.errors)) == (422, ["into"])


def test_only_an_older_open_one_that_is_no_duplicate_stands_for_others(
    driver: Caller, mechanic: Caller, older: str, younger: str, cast: Cast, look: Look
) -> None:
    assert says(merge(mechanic, older, younger), "That report came later.")
    youngest = reported(driver, cast.lorry.id)
    merge(mechanic, younger, older)
    assert says(merge(mechanic, youngest, younger), "That one is itself the same as ANO-")
    put_by_hand(look, older, status=AnomalyStatus.CLOSED)
    assert says(merge(mechanic, youngest, older), "That report is no longer open.")
    assert kept(look, youngest, "status", "duplicate_of_id") == ("incoming", None)


def says(answer: Answer, words: str) -> bool:
    return (answer.status, list(answer.errors)) == (409, ["into"]) and answer.body[
        "detail"
    ].startswith(words)


def test_it_takes_who_may_dismiss_it(
    driver: Caller, mechanic: Caller, supervisor: Caller, older: str, younger: str, look: Look
) -> None:
    put_by_hand(look, younger, criticality=Criticality.ORANGE)
    assert [merge(one, younger, older).status for one in (driver, mechanic)] == [403, 403]
    assert merge(supervisor, younger, older).status == 200


def test_one_that_is_past_dismissal_shows_how_it_stands(
    manager: Caller, older: str, younger: str, cast: Cast, look: Look
) -> None:
    put_by_hand(look, younger, status=AnomalyStatus.SCHEDULED)
    answer = merge(manager, younger, older)
    assert (answer.status, answer.body["present"]) == (
        409,
        {"status": "scheduled", "criticality": "yellow", "equipment_id": str(cast.lorry.id)},
    )


def test_another_companys_report_is_not_there(
    mechanic: Caller, partner: Caller, older: str, younger: str, cast: Cast
) -> None:
    theirs = reported(partner, cast.partner_trailer.id)
    assert merge(mechanic, younger, theirs).status == 404
    assert merge(partner, younger, older).status == 404
    assert merge(partner, theirs, older).status == 404
