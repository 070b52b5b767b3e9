"""Finding an item on the phone: from its own copy with every key, from the server where there is none."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, Request, expect

from billun.extensions import db
from billun.models import Equipment
from tests.browser.drive.with_copy import Phone, damaged
from tests.models.folding_cases import FOLDED

pytestmark = pytest.mark.browser

ROWS = """
() => [...document.querySelectorAll("#results .equipment-row")].map((row) => ({
  words: row.innerText.replace(/\\s+/g, " ").trim(),
  shapes: [...row.querySelectorAll("[class]")].map((one) => one.getAttribute("class")),
  leads: row.querySelector("a").pathname,
}))
"""

# Whether there is a copy is asked of a store that somebody else is writing to, as a synchronisation does.
HOLD_THE_FACTS = """
async () => {
  const { database } = await import("billun/offline/database");
  const { store } = (await database()).transaction("meta", "readwrite");
  let isHeld = true;
  const hold = async () => { while (isHeld) await store.get("cursor"); };
  const held = hold();
  window.letGo = async () => {
    isHeld = false;
    await held;
    await (await database()).get("meta", "cursor");
    await new Promise((resolve) => setTimeout(resolve));
  };
}
"""


def asked_of_the_server(page: Page) -> list[str]:
    asked: list[str] = []

    def note(request: Request) -> None:
        if "/drive?q=" in request.url:
            asked.append(request.url)

    page.on("request", note)
    return asked


def test_the_phone_folds_as_the_server_does(phone: Phone) -> None:
    page = phone.open("/drive")
    made = page.evaluate(
        "async (words) => { const { fold } = await import('billun/offline/folding'); return words.map(fold); }",
        list(FOLDED),
    )
    assert made == list(FOLDED.values())


def test_with_a_copy_no_key_asks_the_server(phone: Phone) -> None:
    asked = asked_of_the_server(phone.copied().page)
    phone.search("renault 48O")
    expect(phone.found).to_have_count(1)
    expect(phone.found).to_contain_text("AB-123-CD")
    expect(phone.page.locator("[data-lately]")).to_be_hidden()
    phone.page.locator("#q").fill("")
    expect(phone.found).to_have_count(0)
    assert asked == []


@pytest.mark.parametrize("typed", ["bln 2o26 4dlyse", "4dlyse"])
def test_an_id_has_no_l(phone: Phone, typed: str) -> None:
    phone.house.look(
        lambda: setattr(
            db.session.get_one(Equipment, phone.cast.lorry.id), "billun_id", "BLN-2026-4D1YSE"
        )
    )
    asked = asked_of_the_server(phone.copied().page)
    phone.search(typed)
    expect(phone.found).to_contain_text("AB-123-CD")
    assert asked == []


@pytest.mark.parametrize("typed", ["ab-123 cd", "t o7", "VF611A000LD012345", "ABI23CD"])
def test_what_carries_exactly_this_comes_first(phone: Phone, typed: str) -> None:
    phone.copied()
    phone.search(typed)
    expect(phone.found.first).to_contain_text("AB-123-CD")


def test_a_row_looks_the_same_whoever_drew_it(phone: Phone) -> None:
    damaged(phone.house, phone.cast, criticality="orange")
    phone.copied()
    drawn: list[Any] = []
    phone.open("/drive?q=ab-123")
    drawn.append(phone.page.evaluate(ROWS))
    phone.search("ab-12")
    expect(phone.page.locator("#results")).to_have_attribute("data-drawn", "ab-12")
    drawn.append(phone.page.evaluate(ROWS))
    assert drawn[0] == drawn[1] != []


def test_ten_thousand_items_are_searched_without_a_network(phone: Phone) -> None:
    phone.copied().fill_up(10_000)
    phone.open("/drive")
    phone.await_copy()
    phone.leave_network()
    phone.search("zz 77")
    expect(phone.found).to_have_count(12)
    phone.search("code-9876")
    expect(phone.found).to_have_count(1)
    expect(phone.found).to_contain_text("ZZ-9876-XY")


def test_an_answer_that_comes_late_does_not_cover_the_newer_one(phone: Phone) -> None:
    phone.copied().fill_up(100)
    phone.open("/drive")
    phone.leave_network()
    phone.search("zz 77")
    expect(phone.found).to_have_count(1)
    phone.page.evaluate(HOLD_THE_FACTS)
    phone.search("code-77")
    expect(phone.found).to_contain_text("ZZ-77-XY")
    phone.page.evaluate("window.letGo()")
    expect(phone.found).to_have_count(1)


def test_without_a_network_nothing_found_is_said_and_no_error_is_shown(phone: Phone) -> None:
    phone.copied().leave_network()
    phone.search("nothing like it")
    expect(phone.page.get_by_role("heading", name="Nothing found for")).to_be_visible()
    link = phone.page.get_by_role("link", name="Not here? Report it anyway")
    expect(link).to_have_attribute("href", re.compile("q=nothing%20like%20it$"))
    expect(phone.page.locator("[data-notice]")).to_have_count(0)


def test_a_dead_network_that_does_not_say_so_is_no_error_either(phone: Phone) -> None:
    phone.copied()
    phone.context.route("**/drive?q=*", lambda route: route.abort())
    phone.search("nothing like it")
    expect(phone.page.get_by_role("heading", name="Nothing found for")).to_be_visible()
    expect(phone.page.locator("[data-notice]")).to_have_count(0)


def test_without_a_copy_the_server_is_asked(phone: Phone) -> None:
    phone.context.route("**/api/mobile/**", lambda route: route.abort())
    asked = asked_of_the_server(phone.open("/drive"))
    phone.search("ab 123")
    expect(phone.found).to_contain_text("AB-123-CD")
    assert asked


def test_without_a_copy_and_a_network_it_can_be_reported_all_the_same(phone: Phone) -> None:
    phone.context.route("**/api/mobile/**", lambda route: route.abort())
    phone.open("/drive")
    phone.leave_network()
    phone.search("ab 123")
    expect(phone.page.get_by_role("heading", name="No network, and no copy")).to_be_visible()
    expect(phone.page.get_by_role("link", name="Not here? Report it anyway")).to_be_visible()
