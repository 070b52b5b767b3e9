"""Every question and the camera, by day and by night: readable by all, and large enough for a glove."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from billun.models import Anomaly
from tests.browser.capture.answering import (
    answer_all,
    choose_part,
    come_back,
    go_on,
    go_on_with,
    report_page,
    send,
    sending,
    step,
    stop_page,
)
from tests.browser.capture.test_known_damage import damage, page_of
from tests.browser.capture.test_questions import QUESTIONS
from tests.browser.readable import faults
from tests.fixtures.cast import Cast

__all__ = ["damage"]

pytestmark = pytest.mark.browser

TARGETS = "a.btn, button, summary.btn, label.tile, label.line, label.choice, label.slot"
SMALL = """
all => all.filter(one => one.checkVisibility({ visibilityProperty: true }) && !one.closest(".dropdown, .person-menu"))
    .map(one => [one.innerText || one.ariaLabel, one.getBoundingClientRect()])
    .filter(([, { width, height }]) => Math.min(width, height) < 48)
    .map(([words, { width, height }]) => `${words}: ${width} × ${height}`)
"""


def test_every_question_is_readable_by_day_and_by_night(phone: Page, live_cast: Cast) -> None:
    found = []
    answer_all(phone, live_cast)
    for name in reversed(QUESTIONS):
        expect(step(phone, name)).to_be_visible()
        found += looked_at(phone, name)
        phone.go_back()
    phone.goto(report_page(live_cast))
    phone.locator(".capture-stop").tap()
    found += looked_at(phone, "stop")
    assert found == []


def test_the_list_of_spots_is_readable(phone: Page, live_cast: Cast) -> None:
    choose_part(phone, live_cast)
    phone.go_back()
    phone.locator(".spot-list summary").tap()
    assert looked_at(phone, "spots") == []


def test_the_camera_is_readable(phone: Page, live_cast: Cast) -> None:
    choose_part(phone, live_cast)
    go_on_with(phone, "orange")
    phone.locator("[data-open-camera]:visible").tap()
    expect(phone.locator("[data-camera-shutter]:not(:disabled)")).to_be_visible()
    assert looked_at(phone, "camera") == []
    phone.locator("[data-camera-shutter]").tap()
    phone.locator(".camera-thumbnail").first.tap()
    assert looked_at(phone, "what was taken") == []


def test_stopping_is_readable_before_and_after(phone: Page, live_cast: Cast) -> None:
    phone.goto(stop_page(live_cast))
    found = looked_at(phone, "stop")
    phone.context.set_offline(True)
    send(phone)
    expect(sending(phone)).to_have_attribute("data-state", "unreachable")
    found += looked_at(phone, "sending")
    phone.context.set_offline(False)
    come_back(phone)
    assert found == []


def test_known_damage_is_readable(phone: Page, live_cast: Cast, damage: Anomaly) -> None:
    phone.goto(page_of(live_cast, damage))
    found = looked_at(phone, "again")
    phone.locator('.choice:has([value="worse"])').tap()
    for name in ("worse", "photos", "words"):
        expect(step(phone, name)).to_be_visible()
        found += looked_at(phone, name)
        if name != "words":
            go_on(phone)
    assert found == []


def looked_at(page: Page, name: str) -> list[str]:
    """What is wrong with the page as it stands."""
    found = [f"{name}: {fault}" for fault in faults(page)]
    found += [f"{name}: {words}" for words in page.locator(TARGETS).evaluate_all(SMALL)]
    return found
