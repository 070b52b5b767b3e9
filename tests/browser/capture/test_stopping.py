"""Red first: sent at once without photos, help one touch away, the photos when it is safe."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from billun.extensions import db
from billun.models import Company
from tests.browser.capture.answering import (
    choose_part,
    come_back,
    go_on_with,
    report_page,
    send,
    shutter,
    stop_page,
    take_photos,
)
from tests.browser.capture.conftest import Reported
from tests.fixtures.cast import Cast
from tests.fixtures.live import House

pytestmark = pytest.mark.browser


def test_stop_now_is_two_touches_away_and_the_photos_follow(
    phone: Page, live_cast: Cast, reported: Reported
) -> None:
    phone.goto(report_page(live_cast))
    phone.locator(".capture-stop").tap()
    phone.locator("[data-send-now]").tap()
    phone.wait_for_url("**/drive/reports/*")
    (red,) = reported()
    assert (red.criticality, red.photos_later, red.photos_stored) == ("red", True, 0)
    take_photos(phone)
    # Each goes as soon as it is taken, so that in between all may have been sent.
    expect(phone.locator('[data-photo-rows] > li[data-state="sent"]')).to_have_count(4)
    assert [anomaly.photos_stored for anomaly in reported()] == [4]


@pytest.mark.parametrize(("asked", "plate"), [("", None), ("?q=ZZ-999-ZZ", "ZZ-999-ZZ")])
def test_stop_now_on_what_is_in_no_list_asks_nothing_first(
    phone: Page, live_cast: Cast, reported: Reported, asked: str, plate: str | None
) -> None:
    phone.goto(f"/drive/report{asked}")
    phone.locator(".capture-stop").tap()
    phone.locator("[data-send-now]").tap()
    phone.wait_for_url("**/drive/reports/*")
    (red,) = reported()
    item = red.equipment
    assert (red.criticality, item.status, item.plate) == ("red", "provisional", plate)
    assert item.description == ""


def test_stop_now_says_what_was_said_of_the_item(
    phone: Page, live_cast: Cast, reported: Reported
) -> None:
    phone.goto("/drive/report")
    phone.locator('.tile:has([value="trailer"])').tap()
    phone.locator("#item_description").fill("White box, dock 4")
    phone.locator(".capture-stop").tap()
    phone.locator("[data-send-now]").tap()
    phone.wait_for_url("**/drive/reports/*")
    (red,) = reported()
    assert (red.equipment.family, red.equipment.description) == ("trailer", "White box, dock 4")


def test_what_was_photographed_before_goes_along(
    phone: Page, live_cast: Cast, reported: Reported
) -> None:
    choose_part(phone, live_cast)
    go_on_with(phone, "orange")
    take_photos(phone, until=2)
    phone.locator(".camera-stop").tap()
    phone.locator("[data-send-now]").tap()
    phone.wait_for_url("**/drive/reports/*")
    (red,) = reported()
    assert (red.criticality, red.sub_category, red.photos_stored) == ("red", "wear", 2)


def test_a_stop_takes_the_place_in_words(phone: Page, live_cast: Cast, reported: Reported) -> None:
    phone.goto(stop_page(live_cast))
    phone.locator("#address").fill("A6, rest area Venoy")
    send(phone)
    phone.wait_for_url("**/drive/reports/*")
    assert [anomaly.address for anomaly in reported()] == ["A6, rest area Venoy"]


def test_without_network_help_is_one_touch_away_and_photos_are_taken_meanwhile(
    phone: Page, live: House, live_cast: Cast, reported: Reported
) -> None:
    live.look(lambda: give_number(live_cast))
    phone.goto(stop_page(live_cast))
    phone.context.set_offline(True)
    send(phone)
    call = phone.locator("[data-after-stop] [data-emergency]")
    expect(call).to_have_attribute("href", "tel:+33 2 35 00 00 00")
    expect(phone.locator("[data-sending] [data-heading]")).to_contain_text("Saved on this phone")
    phone.locator("[data-after-stop] [data-open-camera]").tap()
    shutter(phone).tap()
    expect(phone.locator("[data-photo-rows] > li")).to_have_count(1)
    phone.locator("[data-camera-close]").tap()
    assert reported() == []
    phone.context.set_offline(False)
    come_back(phone)
    phone.wait_for_url("**/drive/reports/*")
    (red,) = reported()
    assert (red.criticality, red.photos_stored) == ("red", 1)


def give_number(cast: Cast) -> None:
    company = db.session.get_one(Company, cast.vauquelin)
    company.emergency_phone = "+33 2 35 00 00 00"
