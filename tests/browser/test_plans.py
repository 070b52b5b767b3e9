"""A supervisor plans the oil of all tractors and takes the calendar along: readable by day, by night, on a phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.readable import faults, overflow
from tests.fixtures.browser import DESK, PHONE, Opening
from tests.fixtures.cast import Cast

pytestmark = pytest.mark.browser


def test_a_supervisor_sees_what_a_plan_means_keeps_it_and_subscribes(
    opening: Opening, live_cast: Cast, complaints: list[str]
) -> None:
    page = opening(live_cast.supervisor, DESK)
    page.goto("/maintenance/plans")
    page.get_by_role("link", name="Add a plan").click()
    page.get_by_label("Kind", exact=True).select_option("tractor_unit")
    page.get_by_label("What is to be done").fill("Oil and filters")
    page.get_by_role("group", name="By time").get_by_label("Every").fill("6")
    page.get_by_label("Days ahead").fill("60")
    page.keyboard.press("Tab")
    expect(page.locator("#plan-outlook")).to_contain_text("1 item, first due on")
    found = faults(page, by_night=False)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("table")).to_contain_text("AB-123-CD")
    found += faults(page)
    page.goto("/maintenance/feeds")
    page.get_by_label("Whose calendar").select_option("company")
    page.get_by_role("button", name="Make the address").click()
    page.get_by_text("Code for the phone").click()
    expect(page.get_by_role("img", name="Calendar address of Vauquelin")).to_be_visible()
    found += faults(page)
    page.set_viewport_size(PHONE["viewport"])
    assert overflow(page) <= 0
    page.goto("/maintenance/plans")
    page.get_by_role("link", name="Oil and filters").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Oil and filters")
    assert overflow(page) <= 0
    assert found == []
    assert complaints == []
