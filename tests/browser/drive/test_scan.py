"""The scanner: a filmed label, typing as the equal way, and a way on from whatever is found."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import segno
from playwright.sync_api import Browser, Page, Playwright, expect

from billun.extensions import db
from billun.models import EquipmentChange, EquipmentCode, Membership
from billun.operations.labels import stock_labels
from tests.browser.drive.conftest import Phones
from tests.browser.drive.with_copy import Phone, expect_item
from tests.fixtures.browser import launched
from tests.fixtures.cast import Cast
from tests.fixtures.film import filming
from tests.fixtures.live import House

pytestmark = pytest.mark.browser

SIDE = 480
OLD_LABEL = "INV-00815-X"


@pytest.fixture
def film_of_label(services_folder: Path, live_cast: Cast) -> Iterator[Path]:
    """A film of the lorry's label as another installation of Billun prints it."""
    path = services_folder / "label.y4m"
    path.write_bytes(filmed(f"https://fleet.example/e/{live_cast.lorry.billun_id}"))
    yield path
    path.unlink()


@pytest.fixture
def reader(playwright: Playwright, film_of_label: Path) -> Iterator[Browser]:
    """A browser whose camera sees the label."""
    started = launched(playwright, *filming(film_of_label))
    yield started
    started.close()


@pytest.fixture
def blind(playwright: Playwright) -> Iterator[Browser]:
    """A browser without any camera."""
    started = launched(playwright)
    yield started
    started.close()


@pytest.fixture
def blank(live: House, live_cast: Cast) -> str:
    """The Billun ID of a blank label of Vauquelin."""

    def printed() -> str:
        manager = db.session.get_one(Membership, live_cast.manager.membership_id)
        return stock_labels(manager, 1)[0][0].billun_id

    return live.look(printed)


@pytest.fixture
def coded(live: House, live_cast: Cast) -> None:
    """The loner carries a barcode of somebody's inventory."""

    def carried() -> None:
        db.session.add(
            EquipmentCode(
                company_id=live_cast.vauquelin, equipment_id=live_cast.loner.id, code=OLD_LABEL
            )
        )

    live.look(carried)


def filmed(text: str) -> bytes:
    """Two seconds of a QR code, upright in the middle of the picture."""
    code = [bytes(row) for row in segno.make(text, error="m").matrix_iter(border=4)]
    scale = SIDE // len(code)
    margin = SIDE - scale * len(code)
    rows = [b"".join(bytes([16 if dot else 235]) * scale for dot in row) for row in code]
    picture = b"".join((row + b"\xeb" * margin) * scale for row in rows) + b"\xeb" * SIDE * margin
    frame = b"FRAME\n" + picture + b"\x80" * (SIDE * SIDE // 2)
    return f"YUV4MPEG2 W{SIDE} H{SIDE} F10:1 Ip A1:1 C420jpeg\n".encode() + frame * 20


def typed(phone: Phone, code: str) -> Page:
    page = phone.open("/drive/scan")
    page.get_by_label("Or type what stands on it").fill(code)
    page.get_by_role("button", name="Look it up").click()
    return page


def test_a_label_in_front_of_the_camera_opens_its_item(phones: Phones, reader: Browser) -> None:
    phone = phones(of=reader)
    phone.copied().open("/drive/scan")
    phone.page.wait_for_url(f"**/drive/equipment/{phone.cast.lorry.billun_id}", timeout=30_000)
    expect_item(phone.page, "Renault T 480")
    served = phone.house.url
    files = phone.open("/drive/scan").evaluate(
        "() => performance.getEntriesByType('resource').map((one) => one.name)"
    )
    assert all(url.startswith(served) for url in files)


@pytest.mark.parametrize("code", ["ab 123-cd", "T-O7", "abi23cd", "http://other.example/e/{id}/"])
def test_typing_is_forgiven(phone: Phone, code: str) -> None:
    page = typed(phone.copied(), code.format(id=phone.cast.lorry.billun_id.lower()))
    page.wait_for_url(f"**/drive/equipment/{phone.cast.lorry.billun_id}")


def test_a_part_of_a_number_offers_what_fits(phone: Phone) -> None:
    page = typed(phone.copied(), "456")
    expect(page.get_by_role("heading", name="Which one is it?")).to_be_visible()
    expect(page.locator(".scan-found .equipment-row")).to_contain_text("EF-456-GH")


@pytest.mark.usefixtures("coded")
def test_somebody_elses_barcode_is_known_without_a_network(phone: Phone) -> None:
    phone.copied()
    page = phone.open("/drive/scan")
    page.wait_for_load_state("networkidle")
    phone.leave_network(**{"equipment/[^/]+": "/drive/offline"})
    page.get_by_label("Or type what stands on it").fill("inv 00815 x")
    page.get_by_role("button", name="Look it up").click()
    expect_item(page, "Krone")


def test_an_unknown_code_goes_on_as_something_to_be_sorted_out(phone: Phone) -> None:
    page = typed(phone.copied(), "QQ-999-QQ")
    expect(page.get_by_role("heading", name="Nothing of yours carries this code")).to_be_visible()
    expect(page.get_by_role("link", name="Search by plate or number")).to_be_visible()
    page.get_by_role("link", name="Report it anyway").click()
    page.wait_for_url("**/drive/report?q=QQ-999-QQ")
    expect(page.get_by_label("Plate", exact=False).first).to_have_value("QQ-999-QQ")


def test_what_was_scanned_in_vain_is_said_in_the_report(phone: Phone) -> None:
    page = phone.open("/drive/report?item_description=Code+on+it:+4006381333931")
    expect(page.get_by_label("How would someone find it?")).to_have_value(
        "Code on it: 4006381333931"
    )


def test_without_a_network_an_unknown_code_goes_on_too(phone: Phone) -> None:
    phone.copied()
    page = phone.open("/drive/scan")
    page.wait_for_load_state("networkidle")
    phone.leave_network()
    page.get_by_label("Or type what stands on it").fill("QQ-999-QQ")
    page.get_by_role("button", name="Look it up").click()
    expect(page.get_by_text("There is no network to ask further.")).to_be_visible()
    expect(page.get_by_role("link", name="Report it anyway")).to_be_visible()


def test_a_new_label_without_a_network_is_told_what_to_do(phone: Phone, blank: str) -> None:
    phone.copied()
    page = phone.open("/drive/scan")
    page.wait_for_load_state("networkidle")
    phone.leave_network()
    page.get_by_label("Or type what stands on it").fill(blank)
    page.get_by_role("button", name="Look it up").click()
    expect(page.get_by_text("A new label? There is no network to ask.")).to_be_visible()
    report = page.get_by_role("link", name="Report it anyway")
    expect(report).to_have_attribute("href", re.compile(rf"item_description=.*{blank}"))
    phone.enter_network()
    page.get_by_role("button", name="Scan again").click()
    page.get_by_role("button", name="Look it up").click()
    page.wait_for_url(f"**/e/{blank}/claim")


def test_without_a_camera_there_are_words_and_the_field(phones: Phones, blind: Browser) -> None:
    phone = phones(of=blind)
    page = phone.open("/drive/scan")
    expect(page.get_by_text("The camera does not answer.")).to_be_visible()
    page.get_by_label("Or type what stands on it").fill("ab-123-cd")
    page.get_by_role("button", name="Look it up").click()
    page.wait_for_url(f"**/drive/equipment/{phone.cast.lorry.billun_id}")


def test_a_driver_says_what_a_new_label_is_on(phone: Phone, blank: str) -> None:
    page = typed(phone.copied(), blank)
    page.wait_for_url(f"**/e/{blank}/claim")
    expect(page.get_by_role("heading", name="What is this label on?")).to_be_visible()
    page.get_by_label("Equipment that you have already").press_sequentially("ef 456")
    page.get_by_role("button", name="On this one EF-456-GH").click()
    page.wait_for_url(f"**/drive/equipment/{phone.cast.loner.billun_id}")
    named = phone.house.look(
        lambda: db.session.scalars(
            db.select(EquipmentChange.actor_id).where(EquipmentChange.kind == "labelled")
        ).all()
    )
    assert named == [phone.cast.driver.membership_id]
    phone.synchronise()
    page = typed(phone, blank)
    page.wait_for_url(f"**/drive/equipment/{phone.cast.loner.billun_id}")
