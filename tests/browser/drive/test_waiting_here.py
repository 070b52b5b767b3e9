"""What this phone has still to send of an item stands among what is known of it."""

from __future__ import annotations

from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from billun.extensions import db
from billun.models import Company
from tests.browser.drive.with_copy import Phone, damaged
from tests.fixtures.reports import report
from tests.flows.phone import Phone as Caller

pytestmark = pytest.mark.browser

REPORT = """
async ([item, anomaly, changes]) => {
  const { outbox } = await import("billun/offline/outbox");
  const { uuidv7 } = await import("uuidv7");
  const id = uuidv7();
  const record = anomaly
    ? { id, kind: "worse", seen_at: new Date().toISOString(), criticality: "orange" }
    : { equipment_id: item, category: "tyres", criticality: "red", photos_later: true, photos: [],
        occurred_at: new Date().toISOString(), ...changes };
  const url = anomaly ? `/api/anomalies/${anomaly}/sightings` : "/api/anomalies/" + id;
  await outbox.add({ id, kind: anomaly ? "sighting" : "report", url, record, anomaly, label: "Tyres and wheels",
    method: anomaly ? "POST" : "PUT", equipment: { id: item, title: "AB-123-CD" }, urgent: !anomaly });
}
"""


def hand_in(phone: Phone, anomaly: str | None = None, **changes: str) -> None:
    """One report on the lorry, or a word that damage got worse, that cannot leave the phone."""
    phone.page.route("**/api/anomalies/**", lambda route: route.abort("internetdisconnected"))
    phone.page.evaluate(REPORT, [str(phone.cast.lorry.id), anomaly, changes])


def expect_red(page: Page) -> None:
    expect(page.locator("[data-waits]")).to_contain_text("Tyres and wheels")
    expect(page.locator("[data-waits] .criticality-red").first).to_be_visible()
    expect(page.locator("[data-waits-red]")).to_be_visible()


def test_a_red_that_waits_shows_on_the_page_of_its_item(phone: Phone) -> None:
    page = phone.copied().open(f"/drive/equipment/{phone.cast.lorry.billun_id}")
    expect(page.locator(".equipment-fitness:visible")).to_contain_text("No known defect")
    hand_in(phone)
    expect_red(page)
    expect(page.locator(".equipment-fitness:visible")).to_contain_text("Immobilised")
    expect(page.get_by_text("Nothing reported on it")).to_be_hidden()
    page.reload()
    expect_red(page)
    page.unroute_all()
    phone.enter_network()
    expect(page.locator("[data-waits]")).to_be_hidden()
    expect(page.locator(".known .damage")).to_have_count(1)


def test_so_it_does_without_a_network(phone: Phone) -> None:
    phone.copied()
    hand_in(phone)
    phone.leave_network(**{"equipment/[^/]+": "/drive/offline"})
    expect_red(phone.open(f"/drive/equipment/{phone.cast.lorry.billun_id}"))


def test_what_waits_of_another_item_does_not_show(phone: Phone) -> None:
    phone.copied()
    hand_in(phone)
    page = phone.open(f"/drive/equipment/{phone.cast.loner.billun_id}")
    expect(page.get_by_text("Nothing reported on it")).to_be_visible()
    expect(page.locator("[data-waits]")).to_be_hidden()


def test_that_it_got_worse_is_noted_as_such(phone: Phone) -> None:
    made = damaged(phone.house, phone.cast)
    phone.copied()
    hand_in(phone, made["id"])
    page = phone.open(f"/drive/equipment/{phone.cast.lorry.billun_id}")
    expect(page.locator(".damage")).to_contain_text("Noted: it got worse.")
    expect(page.locator(".damage")).not_to_contain_text("it is still there")


def test_without_a_network_an_own_red_report_calls_and_takes_photos(phone: Phone) -> None:
    phone.house.look(lambda: give_number(phone))
    red = report(phone.cast.lorry.id, [], criticality="red", photos_later=True)
    made = Caller(phone.house, phone.cast.driver).send_report(str(uuid4()), red).json()
    phone.copied().leave_network(**{"reports/[^/]+": "/drive/reports"})
    page = phone.open(f"/drive/reports/{made['reference']}")
    expect(page.locator("[data-emergency]")).to_have_attribute("href", "tel:+33 2 35 00 00 00")
    page.locator("[data-open-camera]").tap()
    page.locator("[data-camera-shutter]:not(:disabled)").tap()
    expect(page.locator("[data-photo-rows] > li")).to_have_count(1)
    assert [entry["anomaly"] for entry in phone.kept("outbox")] == [made["id"]]


def give_number(phone: Phone) -> None:
    company = db.session.get_one(Company, phone.cast.vauquelin)
    company.emergency_phone = "+33 2 35 00 00 00"
