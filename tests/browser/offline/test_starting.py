"""The app starts and shows what it has, without a network and with one that hangs."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.offline.worker import KEPT, controlled_page, hanging, kept_page
from tests.fixtures.browser import DESK, Opening
from tests.fixtures.cast import Cast
from tests.fixtures.live import House, wait_for

pytestmark = pytest.mark.browser

PLATE = "AB-123-CD"


def test_a_driver_starts_without_network_after_one_visit(opening: Opening, live_cast: Cast) -> None:
    page = kept_page(opening, live_cast.driver)
    page.context.set_offline(True)
    page.goto("/?source=installed")
    expect(page.get_by_role("searchbox")).to_be_visible()
    assert page.url.endswith("/drive")
    page.goto(f"/drive/equipment/{live_cast.lorry.billun_id}")
    expect(page.locator("h1")).to_have_text(PLATE)
    page.goto(f"/drive/equipment/{live_cast.lorry.billun_id}/report")
    expect(page.locator("form[data-capture]")).to_be_visible()


def test_a_page_that_was_not_kept_says_so(opening: Opening, live_cast: Cast) -> None:
    page = kept_page(opening, live_cast.driver)
    page.context.set_offline(True)
    page.goto("/account")
    expect(page.locator("h1")).to_have_text("No network, and this page is not on this phone")
    page.get_by_role("link", name="Find the equipment").click()
    expect(page.get_by_role("searchbox")).to_be_visible()


def test_files_come_from_the_phone_first(opening: Opening, live_cast: Cast) -> None:
    page = kept_page(opening, live_cast.driver)
    sheet = page.locator('link[rel="stylesheet"]').first.get_attribute("href")
    page.evaluate(
        """async url => {
            const name = (await caches.keys()).find((one) => one.startsWith("billun-files-"));
            await (await caches.open(name)).put(url, new Response("kept", { headers: { "Content-Type": "text/css" } }));
        }""",
        sheet,
    )
    assert page.evaluate("url => fetch(url).then(one => one.text())", sheet) == "kept"


def test_a_desk_page_can_be_read_again_and_its_form_cannot(
    opening: Opening, live_cast: Cast
) -> None:
    page = controlled_page(opening, live_cast.manager, "/equipment", DESK)
    item = f"/equipment/{live_cast.lorry.billun_id}"
    for path in (f"{item}/edit", item):
        page.goto(path)
    wait_for(lambda: item in page.evaluate(KEPT))
    assert f"{item}/edit" not in page.evaluate(KEPT)
    page.context.set_offline(True)
    page.goto(item)
    expect(page.locator("h1")).to_contain_text(PLATE)
    page.goto(f"{item}/edit")
    expect(page.locator("h1")).to_contain_text("No network")


def test_a_network_that_hangs_does_not_hold_a_driver_up(
    opening: Opening, live: House, live_cast: Cast
) -> None:
    page = kept_page(opening, live_cast.driver)
    with hanging(live):
        page.goto(f"/drive/equipment/{live_cast.lorry.billun_id}")
        expect(page.locator("h1")).to_have_text(PLATE)


def test_a_label_leads_to_its_item_without_network(opening: Opening, live_cast: Cast) -> None:
    page = kept_page(opening, live_cast.driver)
    page.context.set_offline(True)
    page.goto(f"/e/{live_cast.lorry.billun_id}")
    expect(page.locator("h1")).to_have_text(PLATE)
