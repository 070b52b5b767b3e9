"""The board: open anomalies in columns, the worst first."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.fixtures.callers import Caller
from tests.fixtures.cast import Cast
from tests.fixtures.reports import report, send_report, shots


@pytest.fixture
def board(browsing: Callable[..., Caller], cast: Cast) -> Callable[[], list[str]]:
    """The references on the board, as they stand."""
    page = browsing(cast.mechanic)
    return lambda: re.findall(r'id="card-(ANO-[^"]+)"', page.get("/board").text)


def send(driver: Caller, cast: Cast, criticality: str) -> Any:
    return send_report(driver, report(cast.lorry.id, shots(), criticality=criticality)).body


def test_the_worst_comes_first_and_then_the_oldest(
    driver: Caller, cast: Cast, board: Callable[[], list[str]]
) -> None:
    made = [send(driver, cast, level)["reference"] for level in ("green", "red", "orange", "red")]
    assert board() == [made[1], made[3], made[2], made[0]]


def test_what_is_resolved_stays_for_a_day_and_what_is_dismissed_goes(
    driver: Caller, manager: Caller, cast: Cast, board: Callable[[], list[str]]
) -> None:
    first, second = (send(driver, cast, "yellow") for _ in range(2))
    for to in ("acknowledged", "resolved"):
        manager.post(f"/api/anomalies/{first['id']}/transitions", json={"to": to})
    dismissal = {"to": "dismissed", "comment": "seen twice"}
    manager.post(f"/api/anomalies/{second['id']}/transitions", json=dismissal)
    assert board() == [first["reference"]]


def test_another_company_is_not_on_it(
    partner: Caller, cast: Cast, board: Callable[[], list[str]]
) -> None:
    send_report(partner, report(cast.partner_trailer.id))
    assert board() == []


def test_more_than_fifty_say_how_many_there_are(
    driver: Caller, browsing: Callable[..., Caller], cast: Cast
) -> None:
    for _ in range(52):
        send(driver, cast, "yellow")
    text = browsing(cast.mechanic).get("/board").text
    assert len(re.findall(r'id="card-', text)) == 50
    assert "50 of 52" in text


def test_a_card_says_category_and_part(
    driver: Caller, browsing: Callable[..., Caller], cast: Cast
) -> None:
    send(driver, cast, "yellow")
    assert "Bodywork · " in browsing(cast.mechanic).get("/board").text


def test_who_has_no_company_has_nothing_to_search(
    browsing: Callable[..., Caller], cast: Cast
) -> None:
    assert 'role="search"' not in browsing(cast.admin).get("/admin").text
    assert 'role="search"' in browsing(cast.mechanic).get("/board").text
