"""A manager reads the numbers, goes from one to its list, and puts a report on hold."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from tests.browser.readable import faults
from tests.fixtures.browser import PHONE, Opening
from tests.fixtures.cast import Cast
from tests.fixtures.live import House
from tests.fixtures.reports import report
from tests.flows.phone import Phone

pytestmark = pytest.mark.browser

DRAWN = """() => {
    const canvas = document.querySelector("[data-stacked-bars] canvas");
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    return new Set(new Uint32Array(data.buffer)).size;
}"""


@pytest.fixture
def reported(live: House, live_cast: Cast) -> None:
    driver = Phone(live, live_cast.driver)
    for level in ("red", "orange", "orange", "green"):
        driver.send_report(str(uuid4()), report(live_cast.lorry.id, criticality=level))


def test_from_the_numbers_to_a_report_that_is_kept(
    opening: Opening, live_cast: Cast, reported: None, complaints: list[str]
) -> None:
    page = opening(live_cast.manager, PHONE)
    page.goto("/anomalies/statistics")
    expect(page.locator("[data-stacked-bars] canvas")).to_be_visible()
    page.get_by_label("In steps of").select_option("week")
    expect(page).to_have_url(re.compile("by=week"))
    expect(page.locator("#statistics-table th[scope=row]")).not_to_have_count(12)
    expect(page.locator("[data-stacked-bars] canvas")).to_be_visible()
    assert page.evaluate(DRAWN) > 4
    page.get_by_label("Show the damage in detail").check()
    page.get_by_text("As a table").click()
    assert faults(page) == []
    page.locator(".count-orange .count-number").click()
    expect(page.get_by_text("2 reports", exact=True)).to_be_visible()
    address = page.locator("a[href^='/anomalies/ANO']").first.get_attribute("href")
    page.goto(address or "")
    panel = page.locator("#hold")
    panel.locator("summary").click()
    panel.get_by_label("Why?").fill("Claim 4711")
    panel.get_by_role("button", name="Put it on hold").click()
    expect(panel).to_contain_text("nothing of this report is erased")
    page.goto("/company/retention")
    expect(page.get_by_text("Claim 4711")).to_be_visible()
    assert complaints == []
