"""A manager brings the fleet: file, columns, trial, import, in a browser and with a real worker."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.readable import faults
from tests.fixtures.browser import DESK, PHONE, Opening
from tests.fixtures.cast import Cast
from tests.fixtures.imports import csv_file

pytestmark = pytest.mark.browser

FLEET = csv_file(
    ("N° de parc", "Type", "Marque", "Divers", "Agence"),
    *((f"N {number:03}", "van", "Renault", "Iveco", "") for number in range(40)),
    ("N 900", "van", "Renault", "", "Mars"),
)


@pytest.mark.parametrize("device", [DESK, PHONE], ids=["desk", "phone"])
def test_a_fleet_comes_in_step_by_step(
    live_cast: Cast, opening: Opening, complaints: list[str], device: dict[str, Any]
) -> None:
    page = opening(live_cast.manager, device)
    page.goto("/imports/new")
    page.set_input_files(
        "[name=file]", {"name": "flotte.csv", "mimeType": "text/csv", "buffer": FLEET}
    )
    page.get_by_role("button", name="Read the file").click()

    heads = page.get_by_role("combobox")
    expect(heads).to_have_count(5)
    assert faults(page) == []
    expect(heads.nth(0)).to_have_value("internal_id")
    heads.nth(3).select_option("make")
    twins = page.get_by_text("Another column means the same.").locator("visible=true")
    expect(twins).to_have_count(2)
    heads.nth(3).select_option("")
    expect(twins).to_have_count(0)
    page.get_by_role("button", name="Try every row").click()

    expect(page.get_by_text("No site is called “Mars”")).to_be_visible()
    assert faults(page) == []
    page.get_by_role("button", name="Import the 40 good rows").click()
    expect(page.get_by_text("40 rows were imported")).to_be_visible()
    assert faults(page) == []
    page.get_by_role("link", name="See the equipment").click()
    expect(page.get_by_text("N 039").first).to_be_visible()
    assert complaints == []


def test_a_file_that_cannot_be_taken_says_what_to_do(
    live_cast: Cast, opening: Opening, complaints: list[str]
) -> None:
    page = opening(live_cast.manager, PHONE)
    page.goto("/imports/new?target=people")
    expect(page.get_by_label("People")).to_be_checked()
    page.set_input_files(
        "[name=file]", {"name": "people.csv", "mimeType": "text/csv", "buffer": b"Nom,Nom\n1,2\n"}
    )
    page.get_by_role("button", name="Read the file").click()
    expect(page.get_by_role("alert")).to_contain_text("Two columns are called “Nom”.")
    assert faults(page) == []
    assert complaints == []
