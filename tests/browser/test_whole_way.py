"""The main job, end to end: a driver's phone, a board that changes by itself, photos, repair, closure."""

from __future__ import annotations

import time

import pytest
from playwright.sync_api import Browser, Page, expect

from billun.extensions import db
from billun.models import Anomaly
from tests.fixtures.browser import PHONE, Opening
from tests.fixtures.cast import PASSWORD, Cast
from tests.fixtures.live import House

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def browser(whole_browser: Browser) -> Browser:
    """The one that people have: the whole way is gone in it."""
    return whole_browser


def test_from_the_drivers_phone_to_the_closed_report(
    opening: Opening, live: House, live_cast: Cast, complaints: list[str]
) -> None:
    phone, desk = opening(device=PHONE), opening()
    sign_in(desk, live_cast.supervisor.email)
    expect(desk.get_by_text("Nothing is open")).to_be_visible()
    desk.evaluate("window.neverLoadedAgain = true")

    sign_in(phone, live_cast.driver.email)
    find(phone, "ab 123")
    answer(phone)
    with phone.expect_response("**/api/anomalies/*"):
        phone.locator('[type="submit"]:visible').tap()
    seen_within_a_second(desk)
    expect(phone.locator("[data-sending]")).to_have_attribute("data-state", "done")
    expect(desk.locator("#column-reported .anomaly-card")).to_have_count(1)
    assert desk.evaluate("window.neverLoadedAgain")

    desk.locator(".anomaly-card-link").click()
    look_at_the_photos(desk)
    for step in ("Acknowledge", "Repaired", "Close"):
        desk.get_by_role("button", name=step, exact=True).click()
        expect(desk.get_by_role("button", name=step, exact=True)).to_have_count(0)
    expect(desk.locator(".anomaly-standing")).to_contain_text("Closed")
    phone.goto("/drive/reports")
    expect(phone.locator(".report-row")).to_contain_text("Closed")
    assert complaints == []
    assert live.look(what_was_kept) == ("closed", 4, 49.44, 1.09, 12)


def what_was_kept() -> tuple[object, ...]:
    """The one anomaly, as the database has it."""
    one = db.session.query(Anomaly).one()
    return str(one.status), one.photos_stored, one.latitude, one.longitude, one.accuracy_m


def sign_in(page: Page, login: str) -> None:
    page.goto("/")
    page.get_by_label("E-mail or phone").fill(login)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda url: "sign-in" not in url)


def find(phone: Page, plate: str) -> None:
    phone.locator("#q").fill(plate)
    phone.get_by_text("AB-123-CD").first.tap()
    phone.wait_for_url("**/drive/equipment/*")
    phone.goto(f"{phone.url.rstrip('/')}/report")


def answer(phone: Page) -> None:
    """The questions in their order: part, spot, how bad, four photos, where."""
    phone.locator('.tile:has([value="tyres"])').tap()
    phone.locator('.line:has([value="wear"]):visible').tap()
    phone.locator('[data-step="spot"] [data-next]').tap()
    phone.locator(".choice-orange").tap()
    phone.locator("[data-next]:visible").tap()
    phone.locator("[data-open-camera]:visible").tap()
    for number in range(1, 5):
        phone.locator("[data-camera-shutter]:not(:disabled)").tap()
        expect(phone.locator("label.slot[data-filled]")).to_have_count(number)
    phone.locator("[data-next]:visible").tap()
    expect(phone.locator("[data-position]")).to_have_attribute("data-state", "found")
    phone.locator("[data-next]:visible").tap()


def seen_within_a_second(desk: Page) -> None:
    began = time.monotonic()
    expect(desk.locator(".anomaly-card")).to_have_count(1)
    assert time.monotonic() - began < 1


def look_at_the_photos(desk: Page) -> None:
    expect(desk.locator("#gallery img")).to_have_count(4)
    desk.locator("#gallery a").first.click()
    shown = desk.locator(".pswp--open img.pswp__img:not(.pswp__img--placeholder)")
    expect(shown.first).to_be_visible()
    desk.keyboard.press("Escape")
    expect(desk.locator(".pswp--open")).to_have_count(0)
