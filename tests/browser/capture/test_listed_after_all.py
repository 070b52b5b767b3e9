"""What is typed as one that is in no list may be in it: the phone says so, and the report is about the real item."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from billun.models import Anomaly
from tests.browser.capture.answering import choose, come_back, go_on, send, sending, step
from tests.browser.capture.conftest import Reported
from tests.browser.capture.test_kept_pages import SYNCHRONISED
from tests.browser.offline.pocket import eventually
from tests.fixtures.cast import Cast

pytestmark = pytest.mark.browser


def with_copy(page: Page, path: str) -> None:
    page.goto("/drive")
    eventually(page, lambda: bool(page.evaluate(SYNCHRONISED)))
    page.goto(path)


def test_stop_now_takes_the_own_item_that_is_typed(
    phone: Page, live_cast: Cast, reported: Reported
) -> None:
    with_copy(phone, "/drive/stop")
    phone.context.set_offline(True)
    phone.locator('[name="plate"]').fill("ab 123 cd")
    chosen = phone.locator("[data-offered] .choice")
    expect(chosen).to_contain_text("AB-123-CD")
    expect(chosen.locator("input")).to_be_checked()
    send(phone)
    expect(sending(phone)).to_have_attribute("data-state", "unreachable")
    phone.context.set_offline(False)
    come_back(phone)
    phone.wait_for_url("**/drive/reports/*")
    expect_the_lorry(reported, live_cast)


def test_what_is_typed_goes_before_what_stood_first(
    phone: Page, live_cast: Cast, reported: Reported
) -> None:
    with_copy(phone, "/drive/stop")
    phone.locator('[name="plate"]').fill("AB-123-CD")
    expect(phone.locator("[data-offered] input")).to_be_checked()
    phone.locator('[name="plate"]').fill("AB-123-CD-9")
    expect(phone.locator("[data-offered] .choice")).to_have_count(0)
    expect(phone.locator('[name="equipment"][value=""]')).to_be_checked()
    send(phone)
    phone.wait_for_url("**/drive/reports/*")
    assert [anomaly.equipment.plate for anomaly in reported()] == ["AB-123-CD-9"]


def test_a_report_of_an_own_plate_asks_nothing_more_of_the_item(
    phone: Page, live_cast: Cast
) -> None:
    with_copy(phone, "/drive/report?q=ab123cd")
    item = step(phone, "item")
    expect(item.locator("[data-offered] input")).to_be_checked()
    expect(item.locator("#item_description")).to_be_hidden()
    expect(phone.locator(".capture-which")).to_contain_text("AB-123-CD")
    go_on(phone)
    choose(phone, "tyres", "wear")
    expect(step(phone, "spot").locator('[value="left_deflector"]')).to_have_count(1)


def test_the_same_plate_of_another_country_is_offered_and_not_taken(
    phone: Page, live_cast: Cast
) -> None:
    with_copy(phone, "/drive/report")
    phone.evaluate(GIVE_COUNTRY, str(live_cast.lorry.id))
    phone.reload()
    phone.locator("#plate").fill("ab123cd")
    offered = step(phone, "item").locator("[data-offered] input")
    expect(offered).to_have_count(1)
    expect(offered).not_to_be_checked()
    phone.locator("#plate_country").select_option("PL")
    expect(offered).to_be_checked()


def test_an_item_that_was_chosen_is_found_again_in_the_draft(phone: Page, live_cast: Cast) -> None:
    with_copy(phone, "/drive/report")
    phone.locator("#plate").fill("AB 12")
    phone.locator("[data-offered] .choice").tap()
    go_on(phone)
    phone.locator('.tile:has([value="tyres"])').tap()
    expect(step(phone, "part")).to_be_visible()
    eventually(phone, lambda: phone.evaluate(DRAFTED) == str(live_cast.lorry.id))
    phone.reload()
    expect(phone.locator(".capture-which")).to_contain_text("AB-123-CD")
    assert phone.locator('[name="equipment"]:checked').get_attribute("value") == str(
        live_cast.lorry.id
    )


def expect_the_lorry(reported: Reported, cast: Cast) -> None:
    (red,) = reported()
    assert isinstance(red, Anomaly)
    assert (red.criticality, red.equipment_id) == ("red", cast.lorry.id)


GIVE_COUNTRY = """
async (id) => {
  const { database } = await import("billun/offline/database");
  const kept = await database();
  await kept.put("equipment", { ...(await kept.get("equipment", id)), plate_country: "PL" });
}
"""
DRAFTED = """
import("billun/offline/drafts").then(({ allDrafts }) => allDrafts())
    .then(([draft]) => draft?.step === "part" && draft.answers.equipment)
"""
