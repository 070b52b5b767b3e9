"""The manager's deadlines in a browser: found while typing, renewed in a dialog with their proof."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from fpdf import FPDF
from playwright.sync_api import Page, expect

from billun.extensions import db
from billun.models import Company, Document, Renewal
from tests.fixtures.browser import DESK, PHONE, Opening
from tests.fixtures.cast import Cast, Item
from tests.fixtures.due import deadline_named
from tests.fixtures.live import House, wait_for

pytestmark = pytest.mark.browser


@pytest.fixture
def today(live: House, live_cast: Cast) -> date:
    """The day of the company, on which three checks are due soon or overdue."""
    put(live, live_cast.lorry, "ct_heavy", -3)
    put(live, live_cast.lorry, "insurance", 12)
    put(live, live_cast.loner, "ct_heavy", 20)
    day: date = live.look(lambda: db.session.get_one(Company, live_cast.vauquelin).today)
    return day


def put(house: House, item: Item, code: str, days: int) -> None:
    def change() -> None:
        deadline = deadline_named(item, code)
        today = db.session.get_one(Company, deadline.company_id).today
        deadline.due_on, deadline.due_is_given = today + timedelta(days=days), True

    house.look(change)


@pytest.fixture
def page(opening: Opening, live_cast: Cast, today: date) -> Page:
    page = opening(live_cast.manager, DESK)
    page.goto("/deadlines")
    return page


def test_the_list_follows_what_is_typed(page: Page, complaints: list[str]) -> None:
    rows = page.locator(".deadline-table tbody tr")
    expect(rows).to_have_count(3)
    page.get_by_label("Find among the deadlines").press_sequentially("ef 456")
    expect(rows).to_have_count(1)
    expect(page).to_have_url(re.compile("q=ef"))
    assert complaints == []


def test_a_check_is_renewed_in_a_dialog_with_its_proof(
    page: Page, live: House, today: date, complaints: list[str]
) -> None:
    paper = FPDF()
    paper.add_page()
    page.locator("tr", has_text="Overdue").get_by_role("link", name="Renew").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_label("Done on")).to_have_value(today.isoformat())
    dialog.get_by_label("Failed").check()
    expect(dialog).to_contain_text("From midnight it may not be driven")
    expect(dialog.get_by_label("Next due")).to_be_hidden()
    dialog.get_by_label("Passed").check()
    expect(dialog).to_contain_text("Next due on")
    dialog.get_by_label("File").set_input_files(
        {"name": "ct.pdf", "mimeType": "application/pdf", "buffer": bytes(paper.output())}
    )
    dialog.get_by_role("button", name="Record the check").click()
    expect(dialog).to_be_hidden()
    expect(page.locator("tr", has_text="Overdue")).to_have_count(0)
    expect(page.get_by_role("status").get_by_text("is renewed")).to_be_visible()
    proof = live.look(lambda: db.session.query(Renewal.document_id).scalar())
    assert wait_for(lambda: live.look(lambda: db.session.get_one(Document, proof).state == "ready"))
    assert complaints == []


def test_what_is_wrong_is_said_in_the_dialog(page: Page) -> None:
    page.get_by_role("link", name="Renew").first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Done on").fill("")
    dialog.get_by_role("button", name="Record the check").click()
    expect(dialog).to_contain_text("Say on which day.")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()


def test_the_year_is_walked_with_the_keyboard(page: Page, today: date) -> None:
    page.goto("/deadlines?view=year")
    day = today + timedelta(days=12)
    if day.year != today.year:
        page.get_by_label(f"The year {day.year}").press("Enter")
    page.get_by_role("link", name=f"{day.day} {day:%B}: 1 due").press("Enter")
    expect(page.locator(".deadline-table tbody tr")).to_have_count(1)
    expect(page.locator(".deadline-table")).to_contain_text("in 12 days")


def test_on_a_phone_dates_are_completed_one_after_the_other(
    opening: Opening, live: House, live_cast: Cast, today: date, complaints: list[str]
) -> None:
    page = opening(live_cast.mechanic, PHONE)
    page.goto("/deadlines?view=dates&check=tachograph")
    page.get_by_label("Last done on").fill((today - timedelta(days=30)).isoformat())
    page.get_by_role("button", name="Save the dates").click()
    expect(page.get_by_text("1 date completed")).to_be_visible()
    done = live.look(lambda: deadline_named(live_cast.lorry, "tachograph").done_on)
    assert done == today - timedelta(days=30)
    assert complaints == []
