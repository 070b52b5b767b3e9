"""The pages about people: the list, one of them, inviting, cards."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.fixtures.callers import Caller
from tests.fixtures.cast import Cast
from tests.fixtures.pages import submit
from tests.fixtures.people import invite

Look = Callable[..., Any]


@pytest.fixture
def page(browsing: Callable[..., Caller], cast: Cast) -> Caller:
    return browsing(cast.manager)


def test_the_list_names_everybody_with_counts(page: Caller) -> None:
    text = page.get("/people").text
    assert "6 people" in text
    assert "Denise" in text
    assert "Main manager" in text


def test_the_fragment_is_the_list_alone(page: Caller) -> None:
    fragment = page.get("/people?role=driver", headers={"HX-Target": "section#people-list"})
    assert fragment.text.lstrip().startswith("<section")
    assert "2 people" in fragment.text


@pytest.mark.parametrize("query", ["role=boss", "state=lost", "trade=x", "workshop_id=x"])
def test_a_word_that_is_none_of_ours_narrows_nothing(page: Caller, query: str) -> None:
    assert "6 people" in page.get(f"/people?{query}").text


def test_nobody_found_says_so(page: Caller) -> None:
    assert "Nobody matches" in page.get("/people?q=zzz").text


def test_somebody_is_invited_from_the_page(page: Caller, cast: Cast) -> None:
    form = {"first_name": "Nadine", "last_name": "Nouvelle", "email": "n@example.com"}
    made = submit(page, "/people/new", role="driver", trade="mechanic", **form)
    assert made.status == 303
    text = page.get(made.headers["Location"]).text
    assert "An invitation went to this address" in text
    assert "Nouvelle" in page.get("/people?state=invited").text


def test_a_wrong_field_is_told_beside_it(page: Caller) -> None:
    answer = submit(page, "/people/new", first_name="N", last_name="N", role="driver", email="x")
    assert answer.status == 422
    assert 'id="email-error"' in answer.text


def test_without_mail_the_page_shows_a_code(page: Caller) -> None:
    made = submit(
        page, "/people/new", first_name="N", last_name="N", role="driver", phone="0612345678"
    )
    text = page.get(made.headers["Location"]).text
    assert 'class="qr"' in text
    assert "every 5s" in text


def test_the_work_of_somebody_is_changed(page: Caller, cast: Cast) -> None:
    path = f"/people/{cast.driver.user_id}"
    work = {"role": "workshop", "trade": "mechanic", "workshop_id": str(cast.workshop_id)}
    assert submit(page, path, to=f"{path}/work", **work).status == 303
    text = page.get(path).text
    assert "Workshop · Mechanic" in text
    assert "Atelier" in text


def test_access_ends_and_comes_back(page: Caller, cast: Cast) -> None:
    path = f"/people/{cast.driver.user_id}"
    assert submit(page, path, to=f"{path}/departure").status == 303
    assert "No access" in page.get(path).text
    assert submit(page, path, to=f"{path}/return").status == 303
    assert "End access" in page.get(path).text


def test_the_main_manager_asks_before_handing_over(
    page: Caller, browsing: Callable[..., Caller], cast: Cast
) -> None:
    path = f"/people/{cast.site_manager.user_id}"
    assert "Make main manager" in page.get(path).text
    assert (
        "Make main manager"
        not in browsing(cast.site_manager).get(f"/people/{cast.manager.user_id}").text
    )
    question = f"{path}/main-manager"
    assert "can give it back" in page.get(question).text
    assert submit(page, question).status == 303
    assert "Make main manager" not in page.get(f"/people/{cast.manager.user_id}").text


def test_a_device_is_signed_out(page: Caller, driver: Caller, cast: Cast) -> None:
    path = f"/people/{cast.driver.user_id}"
    action = re.search(r'action="([^"]+/devices/[^"]+)"', page.get(path).text)
    assert action
    assert submit(page, path, to=action[1]).status == 303
    assert driver.get("/api/me").status == 401


def test_the_workshop_reads_and_changes_nothing(
    browsing: Callable[..., Caller], cast: Cast
) -> None:
    reader, path = browsing(cast.mechanic), f"/people/{cast.driver.user_id}"
    assert reader.get("/people").status == 200
    text = reader.get(path).text
    assert "Devices signed in" not in text
    assert "End access" not in text
    assert "sign-in-card" not in text
    assert reader.post(f"{path}/departure").status == 403


def test_until_somebody_has_joined_their_own_name_is_not_shown(
    page: Caller, manager: Caller, cast: Cast
) -> None:
    id = invite(manager, email=cast.outsider.email).body["id"]
    for text in (page.get("/people").text, page.get(f"/people/{id}").text):
        assert "Nouvelle" in text
        assert "Otto Martin" not in text


# Cards.
def test_cards_are_made_and_printed(page: Caller, manager: Caller) -> None:
    made = submit(page, "/people/cards", count="9", role="driver")
    assert made.headers["Location"] == "/people/cards?made=9"
    text = page.get(made.headers["Location"]).text
    assert "9 cards wait" in text
    ids = [one["id"] for one in manager.get("/api/join-cards").body["items"]]
    printed = submit(page, "/people/cards", to="/people/cards/sheet", id=ids)
    assert printed.response.data.startswith(b"%PDF-")
    assert printed.response.data.count(b"/Type /Page\n") == 2


def test_no_card_chosen_is_said(page: Caller) -> None:
    assert submit(page, "/people/cards", to="/people/cards/sheet").status == 303


@pytest.mark.parametrize("count", ["0", "101", "x", ""])
def test_a_number_of_cards_out_of_bounds_is_refused(page: Caller, count: str) -> None:
    assert submit(page, "/people/cards", count=count, role="driver").status == 422


def test_one_card_shows_on_the_screen_and_is_withdrawn(page: Caller, manager: Caller) -> None:
    (card,) = manager.post("/api/join-cards", json={}).body["items"]
    path = f"/people/cards/{card['id']}"
    assert 'class="qr"' in page.get(path).text
    assert page.get(f"{path}/sheet").headers["Content-Type"] == "application/pdf"
    assert submit(page, path, to=f"{path}/withdrawal").status == 303
    assert "works no more" in page.get(path).text
    assert page.get(f"{path}/sheet").status == 404
