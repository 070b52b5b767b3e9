"""One's own reports and what became of them, with and without a network."""

from __future__ import annotations

from uuid import uuid4

import pytest
from playwright.sync_api import expect

from tests.browser.drive.with_copy import Phone
from tests.browser.readable import faults
from tests.fixtures.reports import report
from tests.flows.phone import Phone as Caller

pytestmark = pytest.mark.browser


def answered(phone: Phone) -> str:
    """The reference of an own report that the workshop has acknowledged with a word."""
    driver, mechanic = (
        Caller(phone.house, who) for who in (phone.cast.driver, phone.cast.mechanic)
    )
    made = driver.send_report(str(uuid4()), report(phone.cast.lorry.id)).json()
    mechanic.call(
        "POST",
        f"/api/anomalies/{made['id']}/transitions",
        json={"to": "acknowledged", "comment": "Bring it on Friday"},
    ).raise_for_status()
    return str(made["reference"])


def test_the_list_says_what_became_of_each_and_what_is_new(phone: Phone) -> None:
    reference = answered(phone)
    page = phone.open("/drive/reports")
    row = page.locator(".report-row")
    for words in ("New", "Acknowledged", "Bring it on Friday"):
        expect(row).to_contain_text(words)
    assert faults(page) == []
    page = phone.open(f"/drive/reports/{reference}")
    expect(page.locator(".report-status")).to_contain_text("Bring it on Friday")
    page = phone.open("/drive/reports")
    expect(row).to_contain_text("Acknowledged")
    expect(row.get_by_text("New")).to_have_count(0)


def test_without_a_network_the_phone_draws_the_list_and_one_report(phone: Phone) -> None:
    reference = answered(phone)
    phone.copied().leave_network(**{"reports": "/drive/reports", "reports/[^/]+": "/drive/reports"})
    page = phone.open("/drive/reports")
    row = page.locator(".report-row")
    expect(row).to_contain_text("Acknowledged")
    expect(row).to_contain_text("AB-123-CD")
    expect(row).to_contain_text("New")
    row.get_by_role("link").click()
    page.wait_for_url(f"**/drive/reports/{reference}")
    expect(page.get_by_role("heading", name=reference)).to_be_visible()
    expect(page.locator(".report-known")).to_contain_text("Bring it on Friday")


def test_a_report_that_the_phone_does_not_know_is_said_to_be_so(phone: Phone) -> None:
    phone.copied().leave_network(**{"reports/[^/]+": "/drive/reports"})
    page = phone.open("/drive/reports/ANO-2026-000000")
    expect(page.get_by_role("heading", name="This report is not on this phone")).to_be_visible()


def test_what_is_not_sent_yet_stands_on_top(phone: Phone) -> None:
    page = phone.open("/drive/reports")
    phone.leave_network()
    page.evaluate(
        """async (item) => {
          const { outbox } = await import("billun/offline/outbox");
          const { uuidv7 } = await import("uuidv7");
          const id = uuidv7();
          const record = { equipment_id: item, category: "tyres", criticality: "red", photos_later: true, photos: [],
            occurred_at: new Date().toISOString() };
          await outbox.add({ id, kind: "report", url: "/api/anomalies/" + id, record, label: "Tyres and wheels",
            equipment: { id: item, title: "AB-123-CD" }, urgent: true });
        }""",
        str(phone.cast.lorry.id),
    )
    unsent = page.locator("[data-unsent-reports]")
    expect(unsent).to_contain_text("AB-123-CD · Tyres and wheels")
    phone.enter_network()
    expect(unsent).to_be_hidden()
