"""One question a screen: what is asked, what cannot be answered, and the way back."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from billun.catalogue import catalogue
from tests.browser.capture.answering import (
    answer_all,
    answer_from_category,
    choose,
    choose_part,
    go_on,
    go_on_with,
    heading,
    is_all_sent,
    report_page,
    send,
    shutter,
    step,
)
from tests.browser.capture.conftest import Reported
from tests.fixtures.cast import Cast

pytestmark = pytest.mark.browser


def test_four_photos_and_a_position_arrive(
    phone: Page, live_cast: Cast, reported: Reported
) -> None:
    answer_all(phone, live_cast)
    send(phone)
    is_all_sent(phone)
    (anomaly,) = reported()
    said = (anomaly.category, anomaly.sub_category, anomaly.criticality, anomaly.spot)
    assert said == ("tyres", "wear", "orange", None)
    assert (anomaly.latitude, anomaly.longitude, anomaly.accuracy_m) == (49.44, 1.09, 12)
    guides = [photo.guide for photo in anomaly.photos]
    assert guides == ["overview", "plate_or_label", "whole_tyre", "tyre_close_up"]
    assert all(photo.has_arrived and photo.taken_at for photo in anomaly.photos)
    expect(phone.locator("[data-reference]").first).to_have_text(anomaly.reference)


def test_what_is_below_the_floor_cannot_be_chosen(phone: Page, live_cast: Cast) -> None:
    choose_part(phone, live_cast)
    expect(phone.locator('[name="criticality"][value="green"]')).to_be_disabled()
    expect(phone.locator("#floor-green")).to_contain_text("Wear")
    expect(phone.locator('[name="criticality"][value="orange"]')).to_be_enabled()


def test_focus_and_the_back_button_follow_the_questions(phone: Page, live_cast: Cast) -> None:
    choose_part(phone, live_cast)
    expect(heading(phone, "criticality")).to_be_focused()
    phone.go_back()
    expect(heading(phone, "spot")).to_be_focused()
    phone.locator(".drive-head a.btn").tap()
    expect(heading(phone, "part")).to_be_focused()


def test_by_keyboard_the_focus_is_never_lost_and_what_was_missing_is_forgiven(
    phone: Page, live_cast: Cast
) -> None:
    phone.goto(report_page(live_cast))
    phone.evaluate("document.querySelector('form.capture [data-next]').click()")
    missing = phone.locator('[data-step="category"] [data-unanswered]')
    expect(missing).to_have_js_property("hidden", False)
    phone.locator('[name="category"]').first.focus()
    phone.keyboard.press("Space")
    expect(missing).to_have_js_property("hidden", True)
    choose(phone, "tyres", "wear")
    go_on(phone)
    go_on_with(phone, "orange")
    phone.locator("[data-open-camera]:visible").press("Enter")
    for number in range(1, 5):
        expect(shutter(phone)).to_be_focused()
        phone.keyboard.press("Enter")
        expect(phone.locator("label.slot[data-filled]")).to_have_count(number)
    expect(phone.locator("[data-next]:visible")).to_be_focused()


def test_the_last_look_says_how_near_the_position_is(phone: Page, live_cast: Cast) -> None:
    phone.context.set_geolocation({"latitude": 47.8, "longitude": 3.57, "accuracy": 0.2})
    answer_all(phone, live_cast)
    expect(phone.locator('[data-review="where"]')).to_have_text("Position found, ±1 m")


def test_nothing_found_is_reported_all_the_same(phone: Page, reported: Reported) -> None:
    phone.goto("/drive/report?q=ZZ-999-ZZ")
    phone.locator('.tile:has([value="trailer"])').tap()
    phone.locator("#item_description").fill("White, by the gate")
    go_on(phone)
    answer_from_category(phone)
    send(phone)
    is_all_sent(phone)
    (anomaly,) = reported()
    assert (anomaly.equipment.status, anomaly.equipment.plate) == ("provisional", "ZZ-999-ZZ")


def test_the_family_of_an_unknown_item_decides_what_is_offered(phone: Page) -> None:
    phone.goto("/drive/report")
    phone.locator('.tile:has([name="family"][value="trailer"])').tap()
    phone.locator("#item_description").fill("The yellow one")
    go_on(phone)
    shown = phone.locator('.tile:visible [name="category"]')
    expected = [category.key for category in catalogue.categories_for("trailer")]
    assert shown.evaluate_all("all => all.map(one => one.value)") == expected
    assert len(expected) < len(catalogue.categories)


QUESTIONS = ("category", "part", "spot", "criticality", "photos", "where", "check")


def test_stop_now_is_in_sight_at_every_question_however_far_one_has_scrolled(
    phone: Page, live_cast: Cast
) -> None:
    answer_all(phone, live_cast)
    for name in reversed(QUESTIONS):
        expect(step(phone, name)).to_be_visible()
        phone.evaluate("scrollTo(0, document.body.scrollHeight)")
        expect(phone.locator(".capture-stop")).to_be_in_viewport(ratio=1)
        phone.go_back()
    phone.goto(report_page(live_cast))
    phone.locator(".capture-stop").tap()
    expect(phone.locator("[data-send-now]")).to_be_in_viewport()


def test_stop_now_is_in_the_camera_too(phone: Page, live_cast: Cast) -> None:
    choose_part(phone, live_cast)
    go_on_with(phone, "orange")
    phone.locator("[data-open-camera]:visible").tap()
    phone.locator(".camera-stop").tap()
    expect(phone.locator("[data-send-now]")).to_be_in_viewport()
