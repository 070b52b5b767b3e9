"""Documents and meters in a browser: the first page appears by itself, the meter's line is drawn."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from billun.extensions import db
from billun.models import Meter, MeterReading
from billun.models.base import now
from tests.fixtures.browser import DESK, PHONE, Opening
from tests.fixtures.cast import Cast
from tests.fixtures.live import House
from tests.fixtures.papers import pdf

pytestmark = pytest.mark.browser


def file_of(content: bytes, name: str = "policy.pdf") -> Any:
    return {"name": name, "mimeType": "application/pdf", "buffer": content}


@pytest.mark.parametrize("device", [DESK, PHONE], ids=["desk", "phone"])
def test_a_documents_first_page_appears_by_itself(
    opening: Opening, live_cast: Cast, complaints: list[str], device: dict[str, Any]
) -> None:
    page = opening(live_cast.manager, device)
    page.goto(f"/equipment/{live_cast.lorry.billun_id}/documents")
    page.get_by_role("link", name="Add a document").first.click()
    page.get_by_role("link", name="Insurance certificate").click()
    page.get_by_label("File").set_input_files(file_of(pdf()))
    page.get_by_label("Title").fill("Fleet policy")
    page.get_by_label("Insurance").uncheck()
    page.get_by_role("button", name="Add the document").click()
    expect(page.get_by_text("Fleet policy")).to_be_visible()
    picture = page.locator(".document-picture img")
    expect(picture).to_be_visible()
    expect(picture).to_have_js_property("naturalWidth", 1200)
    assert complaints == []


def test_a_file_that_is_too_large_is_told_before_it_travels(
    opening: Opening, live_cast: Cast, tmp_path: Path
) -> None:
    large = tmp_path / "scan.pdf"
    large.write_bytes(pdf() + bytes(20_000_000))
    page = opening(live_cast.manager)
    page.goto(f"/equipment/{live_cast.lorry.billun_id}/documents/new?kind=invoice")
    chosen = page.get_by_label("File")
    chosen.set_input_files(large)
    assert chosen.input_value() == ""
    chosen.set_input_files(file_of(pdf()))
    assert chosen.input_value().endswith("policy.pdf")


def test_a_meters_line_is_drawn_and_its_next_value_offered(
    opening: Opening, live: House, live_cast: Cast, complaints: list[str]
) -> None:
    def read() -> None:
        for days, value in ((30, 400_000), (20, 404_000), (10, 408_000)):
            db.session.add(
                MeterReading(
                    company_id=live_cast.vauquelin,
                    equipment_id=live_cast.lorry.id,
                    meter=Meter.KM,
                    value=Decimal(value),
                    read_at=now() - timedelta(days=days),
                )
            )

    live.look(read)
    page = opening(live_cast.driver, PHONE)
    page.goto(f"/equipment/{live_cast.lorry.billun_id}/meters")
    expect(page.locator("[data-meter-chart] canvas")).to_be_visible()
    colours = page.evaluate(
        """() => {
            const canvas = document.querySelector("[data-meter-chart] canvas");
            const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
            return new Set(new Uint32Array(data.buffer)).size;
        }"""
    )
    assert colours > 5, "there is a line in the picture"
    page.get_by_role("button", name="about 412,000 km today").click()
    expect(page.get_by_label("It shows")).to_have_value("412000")
    page.get_by_role("button", name="Keep the reading").click()
    expect(page.locator(".meter-last")).to_contain_text("412,000 km")
    assert complaints == []
