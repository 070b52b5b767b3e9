"""One draft in two tabs makes one report, and what is said in the second one afterwards another."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.capture.answering import (
    choose_part,
    go_on,
    go_on_with,
    is_all_sent,
    report_page,
    send,
    sending,
    take_photos,
)
from tests.browser.capture.conftest import Reported
from tests.browser.capture.test_drafts import DRAFTS, expect_kept
from tests.browser.capture.test_mending import ENTRY_IDS
from tests.browser.offline.pocket import eventually
from tests.fixtures.cast import Cast

pytestmark = pytest.mark.browser

DEAF = "BroadcastChannel.prototype.postMessage = () => {}"


def test_the_second_tab_follows_what_the_first_one_sends(
    phone: Page, live_cast: Cast, reported: Reported
) -> None:
    other = second_tab(phone, live_cast)
    finish(phone)
    expect(sending(other)).to_be_visible()
    is_all_sent(other)
    expect(other.locator("[data-elsewhere]")).to_contain_text("another tab")
    assert len(reported()) == 1
    assert other.evaluate(DRAFTS) == []


def test_a_second_tab_that_has_slept_sends_under_an_id_of_its_own(
    phone: Page, live_cast: Cast, reported: Reported
) -> None:
    phone.context.add_init_script(DEAF)
    other = second_tab(phone, live_cast)
    finish(phone)
    expect(other.locator("form[data-ready]")).to_be_visible()
    finish(other)
    first, second = reported()
    assert first.id != second.id
    assert (first.photos_stored, second.photos_stored) == (4, 4)
    assert other.evaluate(ENTRY_IDS) == []
    assert other.evaluate(DRAFTS) == []


def test_what_was_thrown_away_in_another_tab_begins_anew_when_it_is_gone_on_with(
    phone: Page, live_cast: Cast, reported: Reported
) -> None:
    other = second_tab(phone, live_cast)
    (before,) = other.evaluate(DRAFTS)
    phone.goto("/drive/unsent")
    phone.locator("[data-throw-away]").tap()
    phone.locator('[data-sure-dialog] [value="yes"]').tap()
    expect(phone.locator("[data-throw-away]")).to_have_count(0)
    assert other.evaluate(DRAFTS) == []
    other.locator(".choice-red").tap()
    eventually(other, lambda: other.evaluate(DRAFTS))
    expect_kept(other, photos=4)
    (after,) = other.evaluate(DRAFTS)
    assert after["id"] != before["id"]
    finish(other)
    assert [str(anomaly.id) for anomaly in reported()] == [after["id"]]


def second_tab(page: Page, cast: Cast) -> Page:
    """Both stand at the question of the criticality, with four photos taken."""
    choose_part(page, cast)
    go_on_with(page, "orange")
    take_photos(page)
    expect_kept(page, photos=4)
    page.go_back()
    expect(page.locator(".choice-orange")).to_be_visible()
    other = page.context.new_page()
    eventually(page, lambda: page.evaluate(DRAFTS)[0]["step"] == "criticality")
    other.goto(report_page(cast))
    expect(other.locator("form[data-ready]")).to_be_visible()
    expect(other.locator(".choice-orange")).to_be_visible()
    return other


def finish(page: Page) -> None:
    for _question in ("criticality", "photos", "where"):
        go_on(page)
    send(page)
    is_all_sent(page)
