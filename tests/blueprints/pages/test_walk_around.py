""" "Nothing to report" as a plain form, and what the item's page then says."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import func, select

from billun.extensions import db
from billun.models import MeterReading, WalkAround
from tests.fixtures.callers import Caller
from tests.fixtures.cast import Cast, Person
from tests.fixtures.pages import submit, token_of

Browsing = Callable[[Person], Caller]
Look = Callable[..., Any]
ID = "01900000-0000-7000-8000-000000000001"


@pytest.fixture
def path(cast: Cast) -> str:
    return f"/drive/equipment/{cast.lorry.billun_id}/walk-around"


def count(look: Look, model: type[Any]) -> int:
    return int(look(lambda: db.session.scalar(select(func.count()).select_from(model))))


def test_one_button_is_enough(browsing: Browsing, cast: Cast, look: Look, path: str) -> None:
    page = browsing(cast.driver)
    answer = submit(page, path, id=ID)
    assert (answer.status, answer.headers["Location"]) == (303, path.removesuffix("/walk-around"))
    assert count(look, WalkAround) == 1
    assert count(look, MeterReading) == 0
    own = page.get(answer.headers["Location"]).text
    assert "by you" in own
    others = browsing(cast.other_driver).get(answer.headers["Location"]).text
    assert "by Denise Martin" in others


def test_the_button_touched_twice_says_it_once(
    browsing: Browsing, cast: Cast, look: Look, path: str
) -> None:
    page = browsing(cast.driver)
    form = {"csrf_token": token_of(page.get(path)), "id": ID}
    for _touch in range(2):
        page.post(path, data=form)
    assert count(look, WalkAround) == 1


def test_the_meter_may_be_written(browsing: Browsing, cast: Cast, look: Look, path: str) -> None:
    submit(browsing(cast.driver), path, id=ID, meter="km", value="412 300,5")
    assert float(look(lambda: db.session.scalar(select(MeterReading.value)))) == 412_300.5


@pytest.mark.parametrize("value", ["many", "-1", "NaN", "1e99"])
def test_what_no_meter_shows_is_told_beside_it(
    browsing: Browsing, cast: Cast, look: Look, path: str, value: str
) -> None:
    answer = submit(browsing(cast.driver), path, id=ID, meter="km", value=value)
    assert answer.status == 422
    assert 'class="field-error"' in answer.text
    assert count(look, WalkAround) == 0


def test_a_meter_that_went_backwards_asks_why(
    browsing: Browsing, cast: Cast, look: Look, path: str, manager: Caller
) -> None:
    manager.post(
        f"/api/equipment/{cast.lorry.id}/meter-readings",
        json={"meter": "km", "value": 500_000, "confirmed": True},
    )
    page = browsing(cast.driver)
    asked = submit(page, path, id=ID, meter="km", value="400000")
    assert (asked.status, "Say why, such as a new meter" in asked.text) == (422, True)
    answer = submit(page, path, id=ID, meter="km", value="400000", reason="New meter")
    assert answer.status == 303


def test_a_stranger_finds_nothing(browsing: Browsing, cast: Cast, path: str) -> None:
    assert browsing(cast.partner_driver).get(path).status == 404


def test_the_shells_are_there_for_every_member(browsing: Browsing, cast: Cast) -> None:
    for person in (cast.driver, cast.mechanic, cast.manager, cast.partner_driver):
        page = browsing(person)
        for shell in ("/drive/offline", "/drive/walk-around", "/drive/scan", "/drive/reports"):
            assert page.get(shell).status == 200
