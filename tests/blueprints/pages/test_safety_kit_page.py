"""The safety kit as one page: looked through, completed, saved."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from tests.fixtures.callers import Answer, Caller
from tests.fixtures.cast import Cast, Person
from tests.fixtures.pages import token_of

Browsing = Callable[[Person], Caller]

NEXT_YEAR = str(date.today() + timedelta(days=365))  # noqa: DTZ011  (any day far ahead)


def place(cast: Cast) -> str:
    return f"/equipment/{cast.lorry.billun_id}/safety-kit"


def kept(caller: Caller, cast: Cast) -> dict[str, Any]:
    items = caller.get(f"/api/equipment/{cast.lorry.id}/safety-items").body["items"]
    return {one["item"]: (one["quantity"], one["expires_on"], one["note"]) for one in items}


def save(page: Caller, cast: Cast, fields: dict[str, str], shown: Answer | None = None) -> Answer:
    """Send the form as the page showed it, with other values in some of its fields."""
    shown = shown or page.get(place(cast))
    filled = re.findall(
        r'<input[^>]* name="([a-z_]+-[a-z_]+|seen)"[^>]* value="([^"]*)"', shown.text
    )
    data = {"csrf_token": token_of(shown), **dict(filled), **fields}
    return page.post(place(cast), data=data)


def line(item: str, **parts: str) -> dict[str, str]:
    return {f"{item}-{name}": value for name, value in parts.items()}


@pytest.fixture
def toxic(manager: Caller, cast: Cast) -> None:
    """The lorry carries toxic gas."""
    specs = {"adr_label_classes": ["2.3"]}
    assert manager.patch(f"/api/equipment/{cast.lorry.id}", json={"specs": specs}).status == 200


def test_what_is_missing_is_said_in_words(browsing: Browsing, cast: Cast, toxic: None) -> None:
    text = browsing(cast.driver).get(place(cast)).text
    assert "required items are missing" in text
    assert "Emergency escape mask" in text
    assert "1 for each of the crew" in text
    assert "2 missing" in text, "of the warning signs"


def test_all_of_it_is_noted_as_there_in_one_tap(
    browsing: Browsing, cast: Cast, toxic: None, manager: Caller
) -> None:
    page = browsing(cast.mechanic)
    assert page.post(f"{place(cast)}/completion").status == 303
    assert "Everything required is there" in page.get(place(cast)).text
    assert kept(manager, cast)["warning_sign"] == (2, None, "")
    assert page.post(f"{place(cast)}/completion").status == 303, "a second time changes nothing"


def test_completing_leaves_what_is_written_alone(
    browsing: Browsing, cast: Cast, toxic: None, manager: Caller
) -> None:
    page = browsing(cast.manager)
    save(page, cast, line("escape_mask", quantity="3", expires_on=NEXT_YEAR))
    save(page, cast, line("warning_sign", quantity="1", note="One is broken"))
    page.post(f"{place(cast)}/completion")
    found = kept(manager, cast)
    assert found["escape_mask"] == (3, NEXT_YEAR, "")
    assert found["warning_sign"] == (2, None, "One is broken")


def test_the_whole_kit_is_saved_at_once(browsing: Browsing, cast: Cast, manager: Caller) -> None:
    page = browsing(cast.mechanic)
    whole = (
        line("first_aid_kit", quantity="1", expires_on=NEXT_YEAR, note="Cab")
        | line("wheel_chock", quantity="2")
        | line("extinguisher", expires_on=NEXT_YEAR)
    )
    answer = save(page, cast, whole)
    assert answer.status == 303
    assert kept(manager, cast) == {
        "first_aid_kit": (1, NEXT_YEAR, "Cab"),
        "wheel_chock": (2, None, ""),
        "extinguisher": (1, NEXT_YEAR, ""),
    }
    assert save(page, cast, line("wheel_chock", quantity="")).status == 303
    assert "wheel_chock" not in kept(manager, cast)
    assert "first_aid_kit" in kept(manager, cast)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        (line("wheel_chock", quantity="-1"), "between 0 and 999"),
        (line("wheel_chock", quantity="many"), "Not a valid integer"),
        (line("first_aid_kit", expires_on="1066-10-14"), "This is not a possible date."),
        (line("wheel_chock", note="x" * 201), "200 characters"),
    ],
)
def test_what_is_wrong_stands_beside_it_and_nothing_is_saved(
    browsing: Browsing, cast: Cast, manager: Caller, fields: dict[str, str], words: str
) -> None:
    page = browsing(cast.manager)
    answer = save(page, cast, line("extinguisher", quantity="4") | fields)
    assert answer.status == 422
    assert words in answer.text
    assert kept(manager, cast) == {}


def test_of_two_who_look_through_it_the_second_is_told(
    browsing: Browsing, cast: Cast, manager: Caller
) -> None:
    first, second = browsing(cast.manager), browsing(cast.mechanic)
    shown = second.get(place(cast))
    save(first, cast, line("wheel_chock", quantity="2"))
    late = save(second, cast, line("first_aid_kit", quantity="1"), shown)
    assert late.status == 422
    assert "Somebody changed the kit meanwhile" in late.text
    assert kept(manager, cast) == {"wheel_chock": (2, None, "")}
    assert save(second, cast, line("wheel_chock", quantity="2"), late).status == 303
    assert set(kept(manager, cast)) == {"wheel_chock", "first_aid_kit"}


def test_a_form_that_says_nothing_changes_nothing(
    browsing: Browsing, cast: Cast, manager: Caller
) -> None:
    page = browsing(cast.manager)
    save(page, cast, line("wheel_chock", quantity="2"))
    token = token_of(page.get(place(cast)))
    assert page.post(place(cast), data={"csrf_token": token}).status == 303
    assert set(kept(manager, cast)) == {"wheel_chock"}


def test_a_driver_reads_it(browsing: Browsing, cast: Cast, manager: Caller) -> None:
    save(browsing(cast.manager), cast, line("wheel_chock", quantity="2", note="Left box"))
    text = browsing(cast.driver).get(place(cast)).text
    assert "Left box" in text
    assert "wheel_chock-quantity" not in text
