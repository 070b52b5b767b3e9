"""Billun on the home screen: when it is offered, and how on iOS."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.offline.worker import controlled_page
from tests.fixtures.browser import PHONE, Opening
from tests.fixtures.cast import Cast
from tests.fixtures.live import wait_for

pytestmark = pytest.mark.browser

PROMPT = """() => {
    const event = new Event("beforeinstallprompt");
    event.prompt = async () => { globalThis.asked = true; };
    event.userChoice = Promise.resolve({ outcome: "accepted" });
    window.dispatchEvent(event);
}"""


@pytest.fixture(scope="module")
def browser(whole_browser: Browser) -> Browser:
    """The shell installs nothing."""
    return whole_browser


def test_the_app_is_offered_from_the_third_visit_and_not_again_for_a_while(
    opening: Opening, live_cast: Cast
) -> None:
    page = opening(live_cast.driver, PHONE)
    page.goto("/drive")
    page.evaluate(PROMPT)
    expect(page.locator(".app-card")).to_have_count(0)
    page.evaluate("localStorage.setItem('billun-visits', 3)")
    page.reload()
    page.evaluate(PROMPT)
    expect(page.locator(".app-card")).to_be_visible()
    page.get_by_role("button", name="Not now").click()
    page.reload()
    page.evaluate(PROMPT)
    expect(page.locator(".app-card")).to_have_count(0)
    page.get_by_label("You and your settings").click()
    page.get_by_role("button", name="Install the app").click()
    wait_for(lambda: page.evaluate("globalThis.asked"))


def test_ios_is_shown_the_way(opening: Opening, live_cast: Cast) -> None:
    page = opening(live_cast.driver, PHONE)
    page.add_init_script("Object.defineProperty(navigator, 'standalone', { value: false })")
    page.goto("/drive")
    page.get_by_label("You and your settings").click()
    page.get_by_role("button", name="Install the app").click()
    expect(page.get_by_role("dialog", name="Install Billun")).to_contain_text("Add to Home Screen")


def test_chromium_finds_it_installable(opening: Opening, live_cast: Cast) -> None:
    page = controlled_page(opening, live_cast.driver)
    devtools = page.context.new_cdp_session(page)
    found = devtools.send("Page.getInstallabilityErrors")["installabilityErrors"]
    assert [one["errorId"] for one in found if one["errorId"] != "in-incognito"] == []
