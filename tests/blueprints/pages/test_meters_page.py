"""The meters of an item on its page."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.blueprints.pages.meter_numbers import UNDERSTOOD
from tests.fixtures.callers import Answer, Caller
from tests.fixtures.cast import Cast, Person
from tests.fixtures.pages import token_of

Browsing = Callable[[Person], Caller]


def place(cast: Cast) -> str:
    return f"/equipment/{cast.lorry.billun_id}/meters"


def send(
    page: Caller, cast: Cast, value: str, shown: Answer | None = None, **fields: str
) -> Answer:
    """Fill in the form that the page shows, and send it."""
    shown = shown or page.get(place(cast))
    id = re.search(r'name="id"[^>]*value="([^"]+)"', shown.text)
    assert id
    data = {"csrf_token": token_of(shown), "id": id[1], "meter": "km", "value": value, **fields}
    return page.post(place(cast), data=data)


def readings(caller: Caller, cast: Cast) -> list[Any]:
    found: list[Any] = caller.get(f"/api/equipment/{cast.lorry.id}/meter-readings").body["items"]
    return found


def test_a_reading_is_kept_and_shown(browsing: Browsing, cast: Cast, driver: Caller) -> None:
    page = browsing(cast.driver)
    assert send(page, cast, "412 300,5").status == 303
    text = page.get(place(cast)).text
    assert "412,300.5 km" in text
    assert cast.driver.name in text


@pytest.mark.parametrize(
    ("typed", "value"),
    [*((typed, value) for typed, value in UNDERSTOOD.items() if value is not None), ("7,25", 7.3)],
)
def test_numbers_are_understood_as_people_write_them(
    browsing: Browsing, cast: Cast, driver: Caller, typed: str, value: float
) -> None:
    assert send(browsing(cast.driver), cast, typed).status == 303
    assert [one["value"] for one in readings(driver, cast)] == [value]


@pytest.mark.parametrize(
    "typed", [*(typed for typed, value in UNDERSTOOD.items() if value is None), "nan", "99999999"]
)
def test_what_is_no_meter_reading_is_shown_again(
    browsing: Browsing, cast: Cast, driver: Caller, typed: str
) -> None:
    answer = send(browsing(cast.driver), cast, typed)
    assert answer.status == 422
    assert 'aria-invalid="true"' in answer.text
    assert readings(driver, cast) == []


def test_an_unusual_step_is_asked_back_and_confirmed(
    browsing: Browsing, cast: Cast, driver: Caller
) -> None:
    page = browsing(cast.driver)
    send(page, cast, "400000")
    assert 'name="confirmed"' not in page.get(place(cast)).text
    asked = send(page, cast, "500000")
    assert asked.status == 422
    assert "100,000 km more" in asked.text
    assert 'name="confirmed"' in asked.text
    assert 'value="500000"' in asked.text
    assert send(page, cast, "500000", asked, confirmed="y").status == 303
    assert [one["value"] for one in readings(driver, cast)] == [500_000, 400_000]


def test_a_lower_one_is_asked_for_its_reason(
    browsing: Browsing, cast: Cast, driver: Caller
) -> None:
    page = browsing(cast.driver)
    send(page, cast, "400000")
    asked = send(page, cast, "12")
    assert asked.status == 422
    assert "Say why" in asked.text
    assert send(page, cast, "12", asked, reason="New speedometer").status == 303
    assert "New speedometer" in page.get(place(cast)).text


def test_the_time_is_that_of_the_company(browsing: Browsing, cast: Cast, driver: Caller) -> None:
    page = browsing(cast.driver)
    assert send(page, cast, "400000", read_at="2026-07-01T12:00").status == 303
    assert readings(driver, cast)[0]["read_at"] == "2026-07-01T10:00:00Z"
    tomorrow = datetime.now(ZoneInfo("Europe/Paris")) + timedelta(days=1)
    assert send(page, cast, "400000", read_at=tomorrow.strftime("%Y-%m-%dT%H:%M")).status == 422


def test_a_form_sent_twice_is_one_reading(browsing: Browsing, cast: Cast, driver: Caller) -> None:
    page = browsing(cast.driver)
    shown = page.get(place(cast))
    assert [send(page, cast, "400000", shown).status for _ in range(2)] == [303, 303]
    assert len(readings(driver, cast)) == 1


def test_what_it_should_show_by_now_is_offered(
    browsing: Browsing, cast: Cast, driver: Caller
) -> None:
    for days, value in ((30, 400_000), (10, 408_000)):
        at = (datetime.now(UTC) - timedelta(days=days)).isoformat()
        body = {"meter": "km", "value": value, "read_at": at}
        driver.post(f"/api/equipment/{cast.lorry.id}/meter-readings", json=body)
    text = browsing(cast.driver).get(place(cast)).text
    assert "Usually 400 km a day" in text
    assert 'data-fill-with="412000"' in text


def test_older_readings_are_a_page_further(browsing: Browsing, cast: Cast, driver: Caller) -> None:
    for number in range(103):
        at = (datetime.now(UTC) - timedelta(days=200 - number)).isoformat()
        body = {"meter": "km", "value": 400_000 + number, "read_at": at}
        driver.post(f"/api/equipment/{cast.lorry.id}/meter-readings", json=body)
    page = browsing(cast.driver)
    further = re.search(r'href="([^"]+cursor=[^"]+)"', page.get(place(cast)).text)
    assert further
    text = page.get(further[1]).text
    assert "400,000 km" in text
    assert "400,102 km" not in text
