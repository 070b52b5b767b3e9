"""What the service worker keeps stays whole for whoever stays, and is gone for good once somebody has left."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.drive.with_copy import damaged
from tests.browser.offline.pocket import all_reports, eventually
from tests.browser.offline.worker import COUNT, KEPT, SHELLS, controlled_page, hanging, kept_page
from tests.fixtures.browser import DESK, Opening, enter
from tests.fixtures.cast import PASSWORD, Cast
from tests.fixtures.live import House, wait_for

pytestmark = pytest.mark.browser

FORGET = 'import("billun/offline/forgetting").then(({ forgetAll }) => forgetAll())'
REFETCH = """() => {
    globalThis.all = import("billun/offline/shells").then(({ keepShells }) => keepShells({ anyway: true }));
}"""
# A cache is asked for by its name here, as the next person's pages would.
KEYS = """async (name) => (await (await caches.open(name)).keys()).map((one) => new URL(one.url).pathname)"""
KNOWN = """async () => {
    const { database } = await import("billun/offline/database");
    return Boolean(await (await database()).get("meta", "shells"));
}"""
LOOK_AT = """(photo) => {
    globalThis.seen = fetch(photo).then((answer) => answer.blob()).then(({ size }) => size);
}"""
A_MOMENT = 1_000


def test_whoever_comes_in_finds_no_page_of_before(opening: Opening, live_cast: Cast) -> None:
    page = controlled_page(opening, live_cast.manager, "/equipment", DESK)
    page.goto("/overview")
    wait_for(lambda: "/overview" in page.evaluate(KEPT))
    # A page that is open would notice the lost session and go to the sign-in by itself, into the way of the next line.
    page.goto("about:blank")
    page.context.clear_cookies()
    page.goto("/sign-in")
    page.get_by_label("E-mail or phone").fill(live_cast.manager.email)
    page.get_by_label("Password").fill("not this one")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_text("is wrong")).to_be_visible()
    assert "/overview" in page.evaluate(KEPT)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/overview")
    assert "/equipment" not in page.evaluate(KEPT)


def test_the_next_person_does_not_find_the_pages_of_the_one_before(
    opening: Opening, live: House, live_cast: Cast
) -> None:
    page = controlled_page(opening, live_cast.manager, "/equipment", DESK)
    page.goto("/overview")
    wait_for(lambda: "/overview" in page.evaluate(KEPT))
    enter(page.context, live, live_cast.partner)
    page.goto("/account")
    wait_for(lambda: "/overview" not in page.evaluate(KEPT))


def test_who_signs_in_again_finds_all_that_works_without_network(
    opening: Opening, live_cast: Cast
) -> None:
    page = settled_page(opening, live_cast)
    page.context.clear_cookies()
    page.goto("/sign-in")
    page.get_by_label("E-mail or phone").fill(live_cast.driver.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/drive")
    all_shells_work(page)


def test_who_chooses_the_same_language_loses_nothing(opening: Opening, live_cast: Cast) -> None:
    page = settled_page(opening, live_cast)
    page.get_by_label("You and your settings").click()
    with page.expect_navigation():
        page.get_by_role("button", name="English").click()
    all_shells_work(page)


def test_a_page_that_was_asked_for_before_somebody_left_is_not_kept_after(
    opening: Opening, live: House, live_cast: Cast
) -> None:
    page = controlled_page(opening, live_cast.manager, "/equipment", DESK)
    other = page.context.new_page()
    other.goto("/account")
    with hanging(live):
        with other.expect_request("**/overview"):
            other.evaluate("location.assign('/overview')")
        page.wait_for_timeout(A_MOMENT)
        page.evaluate(FORGET)
        page.wait_for_timeout(A_MOMENT)
    expect(other.locator("h1")).to_have_text("Overview")
    other.wait_for_timeout(A_MOMENT)
    assert page.evaluate(KEPT) == []


def test_shells_that_were_asked_for_before_somebody_left_are_not_kept_after(
    opening: Opening, live: House, live_cast: Cast
) -> None:
    page = kept_page(opening, live_cast.driver)
    with hanging(live):
        page.evaluate(REFETCH)
        page.wait_for_timeout(A_MOMENT)
        page.evaluate(FORGET)
    assert page.evaluate("globalThis.all") is False
    assert page.evaluate(KEYS, "billun-shells") == []


def test_a_photo_that_was_asked_for_before_somebody_left_is_not_kept_after(
    opening: Opening, live: House, live_cast: Cast
) -> None:
    damaged(live, live_cast)
    (report,) = live.look(all_reports)
    page = controlled_page(opening, live_cast.driver)
    photo = f"/photos/{report.photos[0].id}/large"
    eventually(page, lambda: page.evaluate("(url) => fetch(url).then(({ ok }) => ok)", photo))
    eventually(page, lambda: page.evaluate(KEYS, "billun-photos") == [photo])
    page.evaluate(FORGET)
    with hanging(live):
        # Not from the browser's own memory.
        page.evaluate(LOOK_AT, f"{photo}?again")
        page.wait_for_timeout(A_MOMENT)
        page.evaluate(FORGET)
    assert page.evaluate("globalThis.seen") > 0
    page.wait_for_timeout(A_MOMENT)
    assert page.evaluate(KEYS, "billun-photos") == []


def settled_page(opening: Opening, cast: Cast) -> Page:
    """The driver's first page, once the pages know too that all is kept, and ask for it no more today."""
    page = kept_page(opening, cast.driver)
    eventually(page, lambda: page.evaluate(KNOWN))
    return page


def all_shells_work(page: Page) -> None:
    eventually(page, lambda: page.evaluate(COUNT) == SHELLS)
    page.context.set_offline(True)
    page.goto("/drive/stop")
    expect(page.locator("h1")).to_have_text("Stop now")
