""" "My combination": what a person did something with, never what was only looked at."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.drive.with_copy import Phone, damaged, expect_item
from tests.fixtures.live import wait_for

pytestmark = pytest.mark.browser


def parts(phone: Phone) -> Any:
    return phone.page.locator(".combination-part")


def item(phone: Phone, which: str) -> Page:
    """Its page, once its buttons do more than those of a page without scripts."""
    page = phone.open(f"/drive/equipment/{getattr(phone.cast, which).billun_id}")
    expect(page.get_by_role("button", name="This is mine")).to_be_visible()
    return page


def remembered(phone: Phone) -> dict[str, str]:
    """The plates of the combination, by their place in it."""
    kept = phone.kept("meta", "combination") or {}
    return {slot: one["plate"] for slot, one in kept.items() if slot != "membership"}


def test_a_look_chooses_nothing(phone: Phone) -> None:
    phone.copied()
    item(phone, "lorry").wait_for_load_state("networkidle")
    phone.open("/drive/stop").wait_for_load_state("networkidle")
    expect(phone.page.get_by_role("radio", name="Another one")).to_be_checked()
    expect(phone.page.get_by_role("radio", name="AB-123-CD")).to_have_count(0)
    phone.open("/drive").wait_for_load_state("networkidle")
    expect(parts(phone)).to_have_count(0)


def test_what_is_called_mine_is_offered_until_it_is_taken_out(phone: Phone) -> None:
    phone.copied()
    for which in ("lorry", "loner"):
        page = item(phone, which)
        mine = page.get_by_role("button", name="This is mine")
        mine.click()
        expect(mine).to_have_attribute("aria-pressed", "true")
    phone.open("/drive")
    expect(parts(phone)).to_have_count(2)
    expect(parts(phone).nth(0)).to_contain_text("AB-123-CD")
    expect(parts(phone).nth(1)).to_contain_text("EF-456-GH")
    parts(phone).nth(1).get_by_role("link").click()
    expect_item(phone.page, "EF-456-GH")
    mine = phone.page.get_by_role("button", name="This is mine")
    mine.click()
    expect(mine).to_have_attribute("aria-pressed", "false")
    phone.open("/drive")
    expect(parts(phone)).to_have_count(1)
    parts(phone).get_by_role("button", name="Take it out of my combination").click()
    expect(parts(phone)).to_have_count(0)


def test_stop_now_offers_the_combination(phone: Phone) -> None:
    page = item(phone.copied(), "loner")
    page.get_by_role("button", name="This is mine").click()
    wait_for(lambda: remembered(phone))
    phone.open("/drive/stop")
    expect(page.get_by_role("radio", name="EF-456-GH")).to_be_checked()


def test_a_walk_around_makes_it_mine(phone: Phone) -> None:
    page = item(phone, "lorry")
    page.get_by_role("button", name="Nothing to report").click()
    expect(page.get_by_role("button", name="This is mine")).to_have_attribute(
        "aria-pressed", "true"
    )
    assert remembered(phone) == {"vehicle": "AB-123-CD"}


def test_known_damage_met_again_makes_it_mine(phone: Phone) -> None:
    damaged(phone.house, phone.cast)
    item(phone, "lorry").get_by_role("button", name="It is the same").click()
    assert wait_for(lambda: remembered(phone)) == {"vehicle": "AB-123-CD"}


def test_a_report_makes_it_mine(phone: Phone) -> None:
    page = phone.copied().open(f"/drive/equipment/{phone.cast.lorry.billun_id}/stop")
    page.get_by_role("button", name="Send “Stop now”").click()
    assert wait_for(lambda: remembered(phone)) == {"vehicle": "AB-123-CD"}


def test_what_was_read_off_it_makes_it_mine(phone: Phone) -> None:
    page = phone.open("/drive/scan")
    page.get_by_label("Or type what stands on it").fill("ab-123-cd")
    page.get_by_role("button", name="Look it up").click()
    page.wait_for_url(f"**/drive/equipment/{phone.cast.lorry.billun_id}")
    assert remembered(phone) == {"vehicle": "AB-123-CD"}
