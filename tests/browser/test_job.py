"""A mechanic at a tablet takes a job from its start to its end; the driver's phone says what became of the report."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.browser.readable import faults
from tests.fixtures.browser import PHONE, Opening
from tests.fixtures.cast import Cast
from tests.fixtures.live import House
from tests.fixtures.maintenance import job_body
from tests.fixtures.reports import report, shots
from tests.flows.phone import Phone

pytestmark = pytest.mark.browser

TABLET: dict[str, Any] = {
    "viewport": {"width": 1024, "height": 768},
    "has_touch": True,
    "locale": "en-GB",
}


def planned(live: House, cast: Cast) -> tuple[Any, Any]:
    """A report of the driver, and the job that the supervisor has planned for it."""
    driver, supervisor = Phone(live, cast.driver), Phone(live, cast.supervisor)
    body = report(cast.lorry.id, shots(), criticality="orange")
    sent = driver.send_report(str(uuid4()), body).json()
    wanted = job_body(cast, anomaly_ids=[sent["id"]], estimated_minutes=90)
    made = supervisor.call("POST", "/api/maintenance", json=wanted)
    assert made.status_code == 201, made.text
    return sent, made.json()


def test_a_mechanic_takes_a_job_from_its_start_to_its_end(
    opening: Opening, live: House, live_cast: Cast, complaints: list[str]
) -> None:
    sent, job = planned(live, live_cast)
    phone = opening(live_cast.driver, PHONE)
    phone.goto(f"/drive/reports/{sent['reference']}")
    page = opening(live_cast.mechanic, TABLET)
    page.goto(f"/maintenance/{job['reference']}")
    expect(page.locator(".live-mark")).to_have_attribute("data-live", "live")
    assert faults(page) == []
    page.get_by_role("button", name="Start work").tap()
    expect(page.locator("#job")).to_contain_text("Marcel Martin works on it since")
    add_a_part(page)
    wait_for_parts(page)
    expect(phone.locator("#report-status")).to_contain_text("Awaiting parts")
    page.get_by_role("button", name="Parts are here: start work").tap()
    complete(page)
    expect(phone.locator("#report-status")).to_contain_text("Resolved")
    expect(page.locator("#job")).to_contain_text("Repaired")
    assert faults(page) == []
    assert not [one for one in complaints if "422" not in one]


def add_a_part(page: Page) -> None:
    """Words that are not sent yet outlast what the page fetches anew."""
    page.get_by_label("Comment").fill("Half a thought")
    part = page.locator("form", has=page.get_by_role("heading", name="Add a part"))
    part.get_by_label("Reference").fill("BP-77")
    part.get_by_label("How many").fill("2")
    part.get_by_label("Price each").fill("12,50")
    part.get_by_role("button", name="Add the part").tap()
    expect(page.locator(".job-lines")).to_contain_text("BP-77")
    expect(page.locator(".job-lines")).to_contain_text("€25.00")
    expect(page.get_by_label("Comment")).to_have_value("Half a thought")


def wait_for_parts(page: Page) -> None:
    page.locator("summary[data-step=waiting]").tap()
    page.get_by_label("Which parts?").fill("Brake pads")
    page.get_by_role("button", name="Wait for parts").tap()
    expect(page.locator("#job")).to_contain_text("Brake pads")


def complete(page: Page) -> None:
    """Without an outcome it says which one is missing; nothing is chosen in advance."""
    page.locator("summary[data-step=completion]").tap()
    sheet = page.locator(".job-completion")
    expect(sheet.get_by_role("radio", checked=True)).to_have_count(0)
    assert faults(page, by_night=False) == []
    sheet.get_by_label("What was done").fill("New pads")
    sheet.get_by_role("button", name="The job is done").tap()
    expect(sheet).to_contain_text("Say what became of it.")
    expect(sheet.get_by_label("What was done")).to_have_value("New pads")
    sheet.get_by_role("radio", name="Repaired").tap()
    sheet.get_by_role("button", name="The job is done").tap()
    expect(page.locator(".job-standing")).to_contain_text("Done")


def test_what_is_typed_into_a_step_outlasts_that_somebody_else_moves_the_job(
    opening: Opening, live: House, live_cast: Cast
) -> None:
    supervisor, job = Phone(live, live_cast.supervisor), planned(live, live_cast)[1]
    steps = f"/api/maintenance/{job['id']}/transitions"
    supervisor.call("POST", steps, json={"to": "in_progress"})
    page = opening(live_cast.mechanic, TABLET)
    page.goto(f"/maintenance/{job['reference']}")
    expect(page.locator(".live-mark")).to_have_attribute("data-live", "live")
    page.locator("summary[data-step=waiting]").tap()
    parts = page.get_by_label("Which parts?")
    parts.fill("Left pads, long ones")
    told = page.get_by_text("What you typed is still here.")
    supervisor.call("POST", f"/api/maintenance/{job['id']}/timeline", json={"comment": "Hello"})
    expect(page.locator(".history")).to_contain_text("Hello")
    expect(told).to_be_hidden()
    supervisor.call("POST", steps, json={"to": "cancelled", "comment": "Sold"})
    expect(page.locator(".job-standing")).to_contain_text("Cancelled")
    expect(told).to_be_visible()
    expect(parts).to_have_value("Left pads, long ones")
    assert faults(page, by_night=False) == []
    page.get_by_role("button", name="Wait for parts").tap()
    expect(page.locator("#steps")).to_contain_text("Left pads, long ones")
    expect(parts).to_have_count(0)
