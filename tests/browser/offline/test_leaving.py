"""Signing out on a shared phone: without network, with something begun, and what "Back" shows afterwards."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress

import pytest
from playwright.sync_api import Error, Page, Playwright, expect

from tests.browser.offline.pocket import eventually
from tests.browser.offline.worker import COUNT, DRAFT, ROWS, UNSENT, kept_page, sign_out
from tests.fixtures.browser import ARGUMENTS, PHONE, Opening, enter, whole_chromium
from tests.fixtures.cast import Cast, Person
from tests.fixtures.live import House

pytestmark = pytest.mark.browser

NOT_HERE = "No network, and this page is not on this phone"
LEFT = "localStorage.getItem('billun-signed-out')"
COMES_BACK = "addEventListener('pageshow', ({ persisted }) => (globalThis.remembered = persisted))"

Remembering = Callable[[Person], Page]


@pytest.fixture
def remembering(playwright: Playwright, live: House) -> Iterator[Remembering]:
    """Gives a person a phone whose browser remembers pages as they were when one leaves them."""
    with ExitStack() as open_ones:

        def page_of(person: Person) -> Page:
            started = playwright.chromium.launch(
                executable_path=whole_chromium(),
                args=ARGUMENTS,
                ignore_default_args=["--disable-back-forward-cache"],
            )
            open_ones.callback(started.close)
            context = started.new_context(base_url=live.url, **PHONE)
            enter(context, live, person)
            return context.new_page()

        yield page_of


def test_whoever_signs_out_leaves_nothing_on_the_phone(opening: Opening, live_cast: Cast) -> None:
    page = kept_page(opening, live_cast.driver)
    assert page.evaluate(ROWS, "equipment") > 0
    sign_out(page)
    page.wait_for_url("**/sign-in")
    assert page.evaluate(COUNT) is False
    assert [page.evaluate(ROWS, store) for store in ("equipment", "reports")] == [0, 0]


def test_whoever_signs_out_is_told_what_is_unsent(opening: Opening, live_cast: Cast) -> None:
    page = kept_page(opening, live_cast.driver)
    page.context.route("**/api/anomalies/*", lambda route: route.abort())
    page.evaluate(UNSENT)
    sign_out(page)
    warning = page.get_by_role("dialog", name="Not all is sent")
    expect(warning).to_contain_text("1 report is still on this phone alone.")
    warning.get_by_role("button", name="Stay").click()
    expect(warning).to_be_hidden()
    assert page.url.endswith("/drive")
    sign_out(page)
    warning.get_by_role("button", name="keep it on this phone for").click()
    page.wait_for_url("**/sign-in")
    assert page.evaluate(ROWS, "outbox") == 1
    assert page.evaluate(COUNT) is False


@pytest.mark.parametrize("first_page", ["/sign-in", "/drive", "/no-such-page"])
def test_who_signed_out_without_network_is_signed_out_with_the_next_page(
    opening: Opening, live_cast: Cast, first_page: str
) -> None:
    page = left_without_network(opening, live_cast.driver)
    with page.expect_response("**/sign-out"):
        # Whatever it is, it leads to the sign-in by itself, perhaps before it is whole.
        page.goto(first_page, wait_until="commit")
    eventually(page, lambda: has_left(page))
    page.goto("/drive")
    expect(page).to_have_url("/sign-in?next=/drive")
    assert page.evaluate(COUNT) in (False, 0)


def test_who_comes_in_after_somebody_left_without_network_stays(
    opening: Opening, live: House, live_cast: Cast
) -> None:
    page = left_without_network(opening, live_cast.driver)
    enter(page.context, live, live_cast.other_driver)
    page.goto("/drive")
    eventually(page, lambda: page.evaluate(LEFT) is None)
    page.reload()
    expect(page.get_by_role("searchbox")).to_be_visible()


def test_signed_out_without_network_the_phone_promises_nothing(
    opening: Opening, live_cast: Cast
) -> None:
    page = kept_page(opening, live_cast.driver)
    leave_without_network(page)
    expect(page.get_by_text("Find a network and sign in.")).to_be_visible()
    expect(page.get_by_text("work without one")).to_be_hidden()
    expect(page.get_by_role("link", name="Find the equipment")).to_be_hidden()
    expect(page.get_by_role("link", name="Stop now")).to_be_hidden()
    page.context.set_offline(False)
    page.wait_for_url("**/sign-in")
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()


def test_a_page_that_was_not_kept_leads_to_stop_now(opening: Opening, live_cast: Cast) -> None:
    page = kept_page(opening, live_cast.driver)
    page.context.set_offline(True)
    page.goto("/account")
    expect(page.get_by_text("Find a network and sign in.")).to_be_hidden()
    page.get_by_role("link", name="Stop now").click()
    expect(page.locator("h1")).to_have_text("Stop now")


def test_send_first_says_that_there_is_no_network(opening: Opening, live_cast: Cast) -> None:
    page = kept_page(opening, live_cast.driver)
    page.context.route("**/api/anomalies/*", lambda route: route.abort())
    page.evaluate(UNSENT)
    page.context.set_offline(True)
    sign_out(page)
    warning = page.get_by_role("dialog", name="Not all is sent")
    expect(warning).to_contain_text("1 report is still on this phone alone.")
    expect(warning.get_by_role("status")).to_be_empty()
    warning.get_by_role("button", name="Send first").click()
    expect(warning.get_by_role("status")).to_contain_text("No network: nothing can be sent now.")
    assert page.evaluate(ROWS, "outbox") == 1


def test_what_is_begun_is_named_before_somebody_leaves(opening: Opening, live_cast: Cast) -> None:
    page = kept_page(opening, live_cast.driver)
    page.evaluate(DRAFT)
    sign_out(page)
    warning = page.get_by_role("dialog", name="Not all is sent")
    expect(warning).to_contain_text("1 report is begun and not sent. It stays on this phone")
    expect(warning.get_by_role("button", name="Send first")).to_be_hidden()
    warning.get_by_role("button", name="keep it on this phone for").click()
    page.wait_for_url("**/sign-in")
    assert page.evaluate(ROWS, "drafts") == 1


def test_the_sign_in_page_tells_whose_reports_wait_without_calling_it_another_account(
    opening: Opening, live_cast: Cast
) -> None:
    page = kept_page(opening, live_cast.driver)
    page.context.route("**/api/anomalies/*", lambda route: route.abort())
    page.evaluate(UNSENT)
    page.context.clear_cookies()
    for path in ("/sign-in", "/offline"):
        page.goto(path)
        expect(page.locator("[data-sync-main]")).to_have_text(
            f"1 report of {live_cast.driver.name}, Vauquelin waits on this phone: "
            "sign in to send it"
        )


@pytest.mark.parametrize("network", ["with network", "without network"])
def test_back_after_signing_out_shows_nothing_of_who_left(
    remembering: Remembering, live_cast: Cast, network: str
) -> None:
    page = remembering(live_cast.driver)
    page.goto("/drive/reports")
    page.goto("/account")
    sign_out(page)
    page.wait_for_url("**/sign-in")
    eventually(page, lambda: has_left(page))
    page.context.set_offline(network == "without network")
    for _step in range(2):
        page.evaluate("history.back()")
        page.wait_for_timeout(1_000)
        expect(page.locator(".menu-who")).to_have_count(0)


def test_back_shows_who_stays_the_page_as_it_was(remembering: Remembering, live_cast: Cast) -> None:
    page = remembering(live_cast.driver)
    page.goto("/account")
    page.evaluate(COMES_BACK)
    page.goto("/health/ready")
    page.evaluate("history.back()")
    page.wait_for_url("**/account", wait_until="commit")
    eventually(page, lambda: page.evaluate("globalThis.remembered"))
    expect(page.locator("h1")).to_have_text("Account")


def left_without_network(opening: Opening, person: Person) -> Page:
    """The network is back since, and no page is open."""
    page = kept_page(opening, person)
    leave_without_network(page)
    page.goto("about:blank")
    page.context.set_offline(False)
    return page


def leave_without_network(page: Page) -> None:
    page.context.set_offline(True)
    sign_out(page)
    page.wait_for_url("**/sign-in")
    expect(page.locator("h1")).to_have_text(NOT_HERE)


def has_left(page: Page) -> bool:
    """Whether the sign-in page has made an end of it; until then it may be replaced at any moment."""
    with suppress(Error):
        return page.url.endswith("/sign-in") and page.evaluate(LEFT) is None
    return False
