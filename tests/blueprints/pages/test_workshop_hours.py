"""The hours of a workshop, its closures, and the price of its work."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.fixtures.callers import Answer, Caller
from tests.fixtures.cast import Cast
from tests.fixtures.pages import submit

CLOSED = dict.fromkeys(("tue", "wed", "thu", "sat", "sun"), "")
WEEK = CLOSED | {"mon": "8:00-12:00, 13h30–18", "fri": "07:00–15:00", "closed_on_holidays": "y"}


@pytest.fixture
def page(browsing: Callable[..., Caller], cast: Cast) -> Caller:
    return browsing(cast.manager)


@pytest.fixture
def write(page: Caller, cast: Cast) -> Callable[..., Answer]:
    def send(**fields: Any) -> Answer:
        return submit(page, f"/workshops/{cast.workshop_id}/hours", **WEEK | fields)

    return send


def test_hours_are_written_as_on_a_door(
    write: Callable[..., Answer], manager: Caller, page: Caller, cast: Cast
) -> None:
    closure = {"closures-0-first": "2027-08-02", "closures-0-last": "2027-08-15"}
    answer = write(**closure, **{"closures-0-name": "Summer"}, hourly_rate="72,50")
    assert answer.status == 303
    kept = manager.get(f"/api/workshops/{cast.workshop_id}").body
    assert kept["opening_hours"]["mon"] == [["08:00", "12:00"], ["13:30", "18:00"]]
    assert (kept["opening_hours"]["tue"], kept["opening_hours"]["fri"]) == (
        [],
        [["07:00", "15:00"]],
    )
    assert kept["closures"] == [{"from": "2027-08-02", "until": "2027-08-15", "name": "Summer"}]
    assert (kept["hourly_rate"], kept["closed_on_holidays"]) == ("72.50", True)
    text = page.get(f"/workshops/{cast.workshop_id}").text
    assert "08:00–12:00, 13:30–18:00" in text
    assert "Summer: 2 Aug 2027 – 15 Aug 2027" in text


def test_a_workshop_of_which_nobody_said_hours_shows_the_usual_ones(
    page: Caller, cast: Cast
) -> None:
    assert (
        'value="08:00–12:00, 13:30–18:00"' in page.get(f"/workshops/{cast.workshop_id}/hours").text
    )


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"mon": "morning"}, "Write it as 08:00–12:00"),
        ({"mon": "12:00-08:00"}, "the earlier time first"),
        ({"mon": "08:00-12:00, 11:00-14:00"}, "These hours overlap."),
        ({"mon": "25:00-26:00"}, "Write times as 08:00."),
        ({"hourly_rate": "-3"}, "0 or more"),
        ({"hourly_rate": "much"}, "Write a number."),
        (
            {"closures-0-first": "2027-08-15", "closures-0-last": "2027-08-02"},
            "The last day is before the first.",
        ),
    ],
)
def test_what_nobody_can_read_is_refused_and_kept_in_the_form(
    write: Callable[..., Answer], manager: Caller, cast: Cast, fields: dict[str, str], words: str
) -> None:
    answer = write(**fields)
    assert answer.status == 422
    assert words in answer.text
    assert manager.get(f"/api/workshops/{cast.workshop_id}").body["opening_hours"] is None


def test_the_workshops_own_form_leaves_them_as_they_are(
    write: Callable[..., Answer], page: Caller, manager: Caller, cast: Cast
) -> None:
    write(hourly_rate="60")
    path = f"/workshops/{cast.workshop_id}/edit"
    assert submit(page, path, name="Atelier neuf", external="").status == 303
    kept = manager.get(f"/api/workshops/{cast.workshop_id}").body
    assert (kept["name"], kept["hourly_rate"]) == ("Atelier neuf", "60.00")
    assert kept["opening_hours"]["fri"] == [["07:00", "15:00"]]
