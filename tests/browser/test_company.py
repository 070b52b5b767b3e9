"""The company's pages in a browser: rows of bays, a touch on the map, numbers that follow, closing."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from billun.extensions import db
from billun.models import Site, Workshop
from tests.fixtures.browser import Opening
from tests.fixtures.cast import Cast
from tests.fixtures.live import House
from tests.fixtures.reports import report
from tests.flows.phone import Phone

pytestmark = pytest.mark.browser


@pytest.fixture
def page(opening: Opening, live_cast: Cast) -> Page:
    return opening(live_cast.manager)


def test_bays_move_and_the_rest_of_the_form_stays(page: Page, live: House, live_cast: Cast) -> None:
    page.goto(f"/workshops/{live_cast.workshop_id}/edit")
    page.get_by_label("Name").fill("Atelier du Port")
    page.get_by_label("Bay 1", exact=True).fill("Pit")
    page.get_by_role("button", name="Add a bay").click()
    page.get_by_label("Bay 2", exact=True).fill("Tyres")
    page.get_by_role("button", name="Move bay 2 up").click()
    expect(page.get_by_label("Bay 1", exact=True)).to_have_value("Tyres")
    expect(page.get_by_label("Bay 2", exact=True)).to_have_value("Pit")
    expect(page.get_by_label("Name")).to_have_value("Atelier du Port")
    page.get_by_label("Bay 2", exact=True).press("Enter")
    page.wait_for_url(re.compile(f"/workshops/{live_cast.workshop_id}$"))
    assert live.look(lambda: db.session.get_one(Workshop, live_cast.workshop_id).bays) == [
        "Tyres",
        "Pit",
    ]


def test_a_touch_on_the_map_sets_the_position(page: Page, live: House, live_cast: Cast) -> None:
    page.goto(f"/sites/{live_cast.site_id}/edit")
    expect(page.locator(".place-mark")).to_have_count(0)
    page.locator("[data-position-map]").click(position={"x": 200, "y": 100})
    expect(page.locator(".place-mark")).to_have_count(1)
    latitude = page.get_by_label("Latitude").input_value()
    assert 30 < float(latitude) < 60
    page.get_by_label("Longitude").fill("1,09")
    page.get_by_role("button", name="Save").click()
    page.wait_for_url(re.compile(f"/sites/{live_cast.site_id}$"))
    expect(page.locator(".place-mark")).to_be_visible()
    found = live.look(
        lambda: (
            db.session.get_one(Site, live_cast.site_id).latitude,
            db.session.get_one(Site, live_cast.site_id).longitude,
        )
    )
    assert found == (float(latitude), 1.09)


def test_a_mark_on_the_map_leads_to_the_site(page: Page, live: House, live_cast: Cast) -> None:
    def place() -> None:
        site = db.session.get_one(Site, live_cast.site_id)
        site.latitude, site.longitude = 49.44, 1.09

    live.look(place)
    page.goto("/sites")
    page.get_by_role("button", name="Rouen").press("Enter")
    page.wait_for_url(re.compile(f"/sites/{live_cast.site_id}$"))


def test_the_overview_follows_what_happens(page: Page, live: House, live_cast: Cast) -> None:
    page.goto("/overview")
    immobilised = page.locator('a[href="/equipment?fitness=immobilised"] strong')
    expect(immobilised).to_have_text("0")
    expect(page.locator("[data-live='live']")).to_be_visible()
    body = report(live_cast.lorry.id, criticality="red")
    Phone(live, live_cast.driver).send_report(str(uuid4()), body)
    expect(immobilised).to_have_text("1")


def test_a_closed_company_is_packed_while_one_watches(page: Page, live: House) -> None:
    page.goto("/company/closing")
    page.get_by_label("Type the company's name").fill("Vauquelin")
    page.get_by_role("button", name="Close the company").click()
    fetch = page.get_by_role("link", name="Fetch all data (ZIP)")
    expect(fetch).to_be_visible(timeout=60_000)
    with page.expect_download() as download:
        fetch.click()
    assert download.value.suggested_filename == "billun.zip"
    page.get_by_role("button", name="Open the company again").click()
    expect(page.get_by_role("heading", name="Close Vauquelin on Billun")).to_be_visible()
