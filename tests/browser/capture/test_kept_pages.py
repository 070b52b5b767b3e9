"""Without network the page that the phone kept stands in for that of any item."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, Route, expect

from billun.catalogue import catalogue
from billun.models import Anomaly
from tests.browser.capture.answering import (
    answer_from_category,
    choose,
    come_back,
    go_on,
    is_all_sent,
    report_page,
    send,
    sending,
    step,
    stop_page,
)
from tests.browser.capture.conftest import Reported
from tests.browser.capture.test_known_damage import damage, page_of
from tests.browser.offline.pocket import eventually
from tests.fixtures.cast import Cast

__all__ = ["damage"]

pytestmark = pytest.mark.browser

SYNCHRONISED = """
async () => Boolean(await (await import("billun/offline/database")).database()
    .then((kept) => kept.get("meta", "lastSync")))
"""


def test_a_report_on_an_item_that_only_the_phone_knows(
    phone: Page, live_cast: Cast, reported: Reported
) -> None:
    cut_off(phone, stands_in="/drive/report", for_page=report_page(live_cast))
    phone.goto(report_page(live_cast))
    expect(phone.locator(".capture-which")).to_contain_text("AB-123-CD")
    expect(step(phone, "category")).to_be_visible()
    tiles = phone.locator('.tile:visible [name="category"]')
    expected = [category.key for category in catalogue.categories_for("vehicle")]
    assert tiles.evaluate_all("all => all.map(one => one.value)") == expected
    answer_from_category(phone)
    send(phone)
    expect(sending(phone)).to_have_attribute("data-state", "unreachable")
    phone.unroute_all()
    come_back(phone)
    is_all_sent(phone)
    (anomaly,) = reported()
    assert (anomaly.equipment_id, anomaly.photos_stored) == (live_cast.lorry.id, 4)


def test_its_drawing_is_that_of_its_kind(phone: Page, live_cast: Cast) -> None:
    cut_off(phone, stands_in="/drive/report", for_page=report_page(live_cast))
    phone.goto(report_page(live_cast))
    choose(phone, "tyres", "wear")
    expect(step(phone, "spot")).to_be_visible()
    names = phone.locator("[data-spot-list] input").evaluate_all("all => all.map(one => one.value)")
    assert names == list(catalogue.outline_for("vehicle", "tractor_unit").spots)
    expect(step(phone, "spot").locator("img")).to_have_attribute("src", re.compile("tractor_unit"))
    overview = phone.locator(".slot-outline").first
    expect(overview).to_have_attribute("src", re.compile("overview_tractor_unit"))


def test_an_item_that_not_even_the_phone_knows_is_described(phone: Page, live_cast: Cast) -> None:
    unknown = "/drive/equipment/BLN-2026-ZZZZZZ/report"
    cut_off(phone, stands_in="/drive/report", for_page=unknown)
    phone.goto(unknown)
    expect(step(phone, "item")).to_be_visible()
    expect(phone.locator("#item_description")).to_have_value("BLN-2026-ZZZZZZ")


def test_a_stop_of_an_item_that_only_the_phone_knows(
    phone: Page, live_cast: Cast, reported: Reported
) -> None:
    cut_off(phone, stands_in="/drive/stop", for_page=stop_page(live_cast))
    phone.goto(stop_page(live_cast))
    expect(phone.locator("[data-item-head]")).to_contain_text("AB-123-CD")
    expect(phone.locator("[data-which]")).to_have_count(0)
    send(phone)
    expect(sending(phone)).to_have_attribute("data-state", "unreachable")
    phone.unroute_all()
    come_back(phone)
    phone.wait_for_url("**/drive/reports/*")
    assert [anomaly.equipment_id for anomaly in reported()] == [live_cast.lorry.id]


def test_known_damage_that_only_the_phone_knows(
    phone: Page, live_cast: Cast, damage: Anomaly, reported: Reported
) -> None:
    path = page_of(live_cast, damage)
    cut_off(phone, stands_in="/drive/sighting", for_page=path)
    phone.goto(path)
    expect(step(phone, "again")).to_contain_text("Plan a repair")
    phone.locator('.choice:has([value="worse"])').tap()
    expect(phone.locator(".choice-green")).to_be_hidden()
    phone.locator(".choice-red").tap()
    go_on(phone)
    go_on(phone)
    send(phone)
    expect(sending(phone)).to_have_attribute("data-state", "unreachable")
    phone.unroute_all()
    come_back(phone)
    phone.wait_for_url("**/drive/reports/*")
    assert [anomaly.criticality for anomaly in reported()] == ["red"]


def test_known_damage_that_got_worse_is_asked_how_bad_it_is(
    phone: Page, live_cast: Cast, damage: Anomaly
) -> None:
    path = page_of(live_cast, damage)
    cut_off(phone, stands_in="/drive/sighting", for_page=f"{path}?kind=worse")
    phone.goto(f"{path}?kind=worse")
    expect(step(phone, "worse")).to_be_visible()


def cut_off(page: Page, stands_in: str, for_page: str) -> None:
    """Lets the phone synchronise, then leaves it the page that it kept and no way to the server's data."""
    page.goto("/drive")
    eventually(page, lambda: bool(page.evaluate(SYNCHRONISED)))
    kept = page.context.request.get(stands_in).text()

    def stand_in(route: Route) -> None:
        route.fulfill(body=kept, content_type="text/html; charset=utf-8")

    page.route(f"**{for_page}", stand_in)
    page.route("**/api/**", lambda route: route.abort("internetdisconnected"))
