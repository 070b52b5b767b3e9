"""A red that still waits is gone on with: the phone was closed, there is no network, help is one touch away."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.capture.answering import (
    come_back,
    open_stop,
    report_page,
    send,
    sending,
    shutter,
    stop_page,
)
from tests.browser.capture.conftest import Reported
from tests.browser.capture.test_stopping import give_number
from tests.fixtures.cast import Cast
from tests.fixtures.live import House

pytestmark = pytest.mark.browser

CALLED = "tel:+33 2 35 00 00 00"


@pytest.fixture
def unreachable(phone: Page, live: House, live_cast: Cast) -> Page:
    """The driver's phone, its pages kept and the server's data out of reach."""
    live.look(lambda: give_number(live_cast))
    phone.route("**/api/**", lambda route: route.abort("internetdisconnected"))
    return phone


def test_a_stop_that_waits_offers_help_and_takes_photos(
    unreachable: Page, live_cast: Cast, reported: Reported
) -> None:
    open_stop(unreachable, live_cast)
    send(unreachable)
    expect_to_go_on(unreachable)
    # While the camera is open the page stays, even where all has arrived.
    unreachable.locator("[data-camera-close]").tap()
    unreachable.unroute_all()
    come_back(unreachable)
    unreachable.wait_for_url("**/drive/reports/*")
    assert [anomaly.photos_stored for anomaly in reported()] == [1]


def test_so_does_one_from_the_report_page(
    unreachable: Page, live_cast: Cast, reported: Reported
) -> None:
    unreachable.goto(report_page(live_cast))
    unreachable.locator(".capture-stop").tap()
    unreachable.locator("[data-send-now]").tap()
    expect(sending(unreachable)).to_be_visible()
    expect_to_go_on(unreachable)
    assert reported() == []


def test_one_that_has_gone_meanwhile_leads_to_the_reports(phone: Page, live_cast: Cast) -> None:
    phone.goto(stop_page(live_cast) + "?waits=01a2090f-e2a0-7032-a7cc-b410d47780fd")
    phone.wait_for_url("**/drive/reports")


def expect_to_go_on(page: Page) -> None:
    expect(sending(page)).to_have_attribute("data-state", "unreachable")
    page.goto("/drive/unsent")
    entry = page.locator("[data-entry]")
    expect(entry.locator("[data-emergency]")).to_have_attribute("href", CALLED)
    entry.locator("[data-add-photos-here]").tap()
    page.wait_for_url("**?waits=*")
    expect(page.locator("[data-after-stop] [data-emergency]")).to_have_attribute("href", CALLED)
    page.locator("[data-after-stop] [data-open-camera]").tap()
    shutter(page).tap()
    expect(page.locator("[data-photo-rows] > li")).to_have_count(1)
