"""What the phone draws by itself is readable by all, by day and by night, as what the server draws is."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from billun.extensions import db
from billun.models import Membership
from billun.operations.labels import stock_labels
from tests.browser.drive.with_copy import Phone, damaged
from tests.browser.readable import faults

pytestmark = pytest.mark.browser


def test_the_first_page_with_a_combination_and_what_it_found(phone: Phone) -> None:
    damaged(phone.house, phone.cast, criticality="orange")
    phone.copied().open(f"/drive/equipment/{phone.cast.lorry.billun_id}")
    phone.page.get_by_role("button", name="This is mine").click()
    assert faults(phone.page) == []
    phone.open("/drive")
    expect(phone.page.locator(".combination-part")).to_have_count(1)
    assert faults(phone.page) == []
    phone.search("ab 12")
    expect(phone.found).to_have_count(1)
    assert faults(phone.page) == []


def test_an_item_that_the_phone_draws(phone: Phone) -> None:
    damaged(phone.house, phone.cast, criticality="orange")
    phone.copied().leave_network(
        **{
            "equipment/[^/]+": "/drive/offline",
            "equipment/[^/]+/walk-around": "/drive/walk-around",
            "reports": "/drive/reports",
        }
    )
    page = phone.open(f"/drive/equipment/{phone.cast.lorry.billun_id}")
    expect(page.locator(".damage .is-missing").first).to_be_visible()
    page.locator("summary", has_text="Meter").click()
    assert faults(page) == []
    page.get_by_role("button", name="It is the same").click()
    page.get_by_role("button", name="Nothing to report").click()
    expect(page.get_by_text("Noted: nothing to report.")).to_be_visible()
    assert faults(page) == []
    phone.open(f"/drive/equipment/{phone.cast.lorry.billun_id}/walk-around")
    expect(page.locator(".equipment-head")).to_be_visible()
    assert faults(page) == []
    assert faults(phone.open("/drive/reports")) == []


def test_the_scanner_and_what_it_says(phone: Phone) -> None:
    page = phone.copied().open("/drive/scan")
    expect(page.get_by_text("Hold the label or barcode into the frame")).to_be_visible()
    assert faults(page) == []
    page.get_by_label("Or type what stands on it").fill("QQ-999-QQ")
    page.get_by_role("button", name="Look it up").click()
    expect(page.get_by_role("heading", name="Nothing of yours carries this code")).to_be_visible()
    assert faults(page) == []


def test_a_label_in_the_hands_of_a_driver(phone: Phone) -> None:
    def printed() -> str:
        manager = db.session.get_one(Membership, phone.cast.manager.membership_id)
        return stock_labels(manager, 1)[0][0].billun_id

    page = phone.open(f"/e/{phone.house.look(printed)}/claim?find=ef456")
    expect(page.locator(".candidate")).to_be_visible()
    assert faults(page) == []
