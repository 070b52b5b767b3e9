"""A morning at the queue: by keys at a desk, by touch on a phone, while others report and take on."""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.readable import faults
from tests.fixtures.browser import PHONE, Opening
from tests.fixtures.cast import Cast
from tests.fixtures.live import House
from tests.fixtures.reports import jpeg, report, shots
from tests.flows.phone import Phone

pytestmark = pytest.mark.browser


@pytest.fixture
def phone(live: House, live_cast: Cast) -> Phone:
    return Phone(live, live_cast.driver)


def sent(phone: Phone, cast: Cast, category: str = "bodywork", **changes: Any) -> Any:
    body = report(cast.lorry.id, shots(), category=category, sub_category=None, **changes)
    return phone.send_report(str(uuid4()), body).json()


def row(page: Page, anomaly: Any) -> Any:
    return page.locator(f"#report-{anomaly['reference']}")


def test_a_queue_is_worked_through_by_keys(
    opening: Opening, phone: Phone, live_cast: Cast, complaints: list[str]
) -> None:
    red, older, younger, last = (
        sent(phone, live_cast, criticality="red"),
        sent(phone, live_cast),
        sent(phone, live_cast, "bodywork", description="A hole"),
        sent(phone, live_cast, "electrical"),
    )
    page, press = at_the_queue(opening, live_cast)
    press("j", "o")
    panel = page.get_by_role("complementary", name="The chosen report")
    expect(panel).to_contain_text(red["reference"][-6:])
    press("a")
    expect(row(page, red)).to_have_count(0)
    expect(panel).to_contain_text("Acknowledged")
    press("j")
    expect(panel).to_contain_text(older["reference"][-6:])
    row(page, younger).get_by_role("link").click()
    expect(panel).to_contain_text(younger["reference"][-6:])
    assert faults(page) == []
    words_stay_until_they_are_sent(panel, press)
    expect(panel).to_contain_text(younger["reference"][-6:])
    press("s")
    panel.get_by_role("button", name=f"It is the same as this one {older['reference']}").click()
    expect(panel).to_contain_text("Dismissed")
    said = f"{younger['reference']} is the same as {older['reference']}."
    expect(page.get_by_text(said, exact=True)).to_be_visible()
    assert panel.evaluate("panel => panel.scrollTop") == 0
    expect(row(page, younger)).to_have_count(0)
    press("j")
    expect(panel).to_contain_text(last["reference"][-6:])
    press("Escape")
    expect(panel).to_be_hidden()
    row(page, last).get_by_role("link").focus()
    press("d")
    expect(panel.get_by_label("Why?").first).to_be_focused()
    page.keyboard.type("Just dirt")
    panel.get_by_role("button", name="Dismiss").click()
    expect(row(page, last)).to_have_count(0)
    press("Escape", "?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    press("Escape")
    expect(row(page, older)).to_have_count(1)
    assert complaints == []


def words_stay_until_they_are_sent(panel: Locator, press: Any) -> None:
    """Arrows are those of the levels; whoever would leave the words is asked, and says no."""
    panel.get_by_text("Change how bad it is").click()
    why = panel.get_by_label(re.compile("^Why")).locator("visible=true")
    why.fill("Only the paint")
    panel.get_by_role("radio", checked=True).focus()
    press("ArrowUp", "j")
    expect(why).to_be_focused()
    expect(why).to_have_value("Only the paint")
    panel.get_by_role("button", name="Change it").click()
    expect(panel).to_contain_text("Lowered")
    expect(why).to_have_count(0)


def at_the_queue(opening: Opening, cast: Cast) -> tuple[Page, Any]:
    page = opening(cast.supervisor)
    page.goto("/anomalies")
    expect(page.locator(".live-mark")).to_have_attribute("data-live", "live")

    def press(*keys: str) -> None:
        for key in keys:
            page.keyboard.press(key)

    return page, press


def test_ticks_and_filters_outlast_what_others_send(
    opening: Opening, phone: Phone, live_cast: Cast, complaints: list[str]
) -> None:
    first, second = sent(phone, live_cast), sent(phone, live_cast)
    lights = sent(phone, live_cast, "electrical")
    page, press = at_the_queue(opening, live_cast)
    page.get_by_text("Filters", exact=True).click()
    page.get_by_label("Damage").select_option("bodywork")
    expect(row(page, lights)).to_have_count(0)
    expect(page).to_have_url(re.compile(r"\?category=bodywork$"))
    row(page, first).get_by_role("link").focus()
    press("x", "j", "x")
    third = sent(phone, live_cast)
    expect(row(page, third)).to_have_count(1)
    bar = page.get_by_role("group", name="What to do with the chosen reports")
    expect(bar).to_contain_text("2 chosen")
    press("a")
    expect(page.get_by_text("2 acknowledged")).to_be_visible()
    expect(row(page, second)).to_have_count(0)
    expect(row(page, third)).to_have_count(1)
    expect(bar).to_be_hidden()
    assert complaints == []


def test_a_report_is_judged_and_answered_on_a_phone(
    opening: Opening, phone: Phone, live_cast: Cast, complaints: list[str]
) -> None:
    anomaly = sent(phone, live_cast, criticality="orange")
    page = opening(live_cast.supervisor, PHONE)
    page.goto("/anomalies")
    row(page, anomaly).get_by_role("link").tap()
    expect(page).to_have_url(re.compile(anomaly["reference"]))
    page.get_by_text("Change how bad it is").tap()
    page.get_by_role("radio", name="Drive on").check()
    page.get_by_label(re.compile("^Why")).locator("visible=true").fill("Only the paint")
    page.get_by_role("button", name="Change it").tap()
    expect(page.locator(".anomaly-criticality")).to_have_text("Drive on")
    page.get_by_label("Photos optional").set_input_files(
        {"name": "paint.jpg", "mimeType": "image/jpeg", "buffer": jpeg(7)}
    )
    page.get_by_role("button", name="Send the comment").tap()
    expect(page.locator(".history-photos")).to_have_count(1)
    assert complaints == []
