"""What the server refused comes back to the driver with all that was said and shown, and goes in the end."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from billun.extensions import db
from billun.models import Equipment, EquipmentStatus
from tests.browser.capture.answering import (
    answer_all,
    file_of,
    go_on,
    is_all_sent,
    large_photo,
    open_stop,
    send,
    send_refused,
    sending,
    step,
)
from tests.browser.capture.conftest import Reported
from tests.browser.capture.test_kept_pages import SYNCHRONISED
from tests.browser.capture.test_network import ADDRESS_REFUSED
from tests.browser.offline.pocket import eventually
from tests.fixtures.cast import Cast
from tests.fixtures.live import House

pytestmark = pytest.mark.browser

NOT_FOUND = {"status": 404, "title": "Not found", "detail": "Not found"}
USED = {"status": 409, "title": "", "detail": "This id was already used for another report."}
FURTHER = 'label.slot-further input, label[data-slot=""] input'


def test_a_report_whose_item_was_retired_meanwhile_goes_as_one_that_is_not_in_the_list(
    phone: Page, live: House, live_cast: Cast, reported: Reported
) -> None:
    answer_all(phone, live_cast)
    live.look(lambda: retire_the_lorry(live_cast))
    send(phone)
    expect(step(phone, "check").locator("[data-error-for]")).to_contain_text("retired")
    step(phone, "check").locator("[data-another-item]").tap()
    expect_described(phone, live_cast)
    send_from_the_item(phone)
    expect_provisional(reported, photos=4)


def test_another_item_of_the_fleet_is_found_there_by_its_number(
    phone: Page, live: House, live_cast: Cast, reported: Reported
) -> None:
    phone.goto("/drive")
    eventually(phone, lambda: bool(phone.evaluate(SYNCHRONISED)))
    answer_all(phone, live_cast)
    live.look(lambda: retire_the_lorry(live_cast))
    send(phone)
    step(phone, "check").locator("[data-another-item]").tap()
    expect(step(phone, "item").locator("[data-error-for]")).to_be_visible()
    phone.locator("#plate").fill("EF 45")
    phone.locator("[data-offered] .choice").tap()
    expect(phone.locator(".capture-which")).to_contain_text("EF-456-GH")
    send_from_the_item(phone)
    (anomaly,) = reported()
    assert (anomaly.equipment_id, anomaly.photos_stored) == (live_cast.loner.id, 4)


def test_it_is_found_again_among_what_waits(
    phone: Page, live: House, live_cast: Cast, reported: Reported
) -> None:
    send_refused(phone, live_cast, 404, NOT_FOUND)
    expect(step(phone, "check").locator("[data-error-for]")).to_contain_text("not in your list")
    phone.goto("/drive/unsent")
    expect(phone.locator("[data-trouble]:visible")).to_contain_text("say which one it is")
    phone.locator("[data-mend-record]:visible").tap()
    expect_described(phone, live_cast)
    live.look(lambda: retire_the_lorry(live_cast))
    send_from_the_item(phone)
    expect_provisional(reported, photos=4)


def test_a_stop_of_a_retired_item_goes_as_another_one(
    phone: Page, live: House, live_cast: Cast, reported: Reported
) -> None:
    open_stop(phone, live_cast)
    live.look(lambda: retire_the_lorry(live_cast))
    send(phone)
    phone.locator("[data-another-item]").tap()
    expect(phone.locator('[name="equipment"][value=""]')).to_be_checked()
    expect(phone.locator('[name="plate"]')).to_have_value("AB-123-CD")
    send(phone)
    phone.wait_for_url("**/drive/reports/*")
    expect_provisional(reported, photos=0)


def test_what_is_changed_while_mending_is_found_when_the_page_is_opened_again(
    phone: Page, live_cast: Cast, reported: Reported
) -> None:
    send_refused(phone, live_cast, 422, ADDRESS_REFUSED)
    where = step(phone, "where")
    expect(where.locator("[data-error-for]")).to_be_visible()
    mend_from_the_list(phone)
    where.locator('[name="address"]').fill("A6, rest area Venoy")
    where.locator('[name="address"]').blur()
    phone.locator(FURTHER).first.set_input_files(file_of(large_photo(1)))
    eventually(phone, lambda: phone.evaluate(PHOTOS_KEPT) == 5)
    mend_from_the_list(phone)
    expect(where.locator('[name="address"]')).to_have_value("A6, rest area Venoy")
    go_on(phone)
    expect(phone.locator('[data-review="photos"]')).to_have_text("5")
    send(phone)
    is_all_sent(phone)
    (anomaly,) = reported()
    assert (anomaly.address, anomaly.photos_stored) == ("A6, rest area Venoy", 5)
    assert phone.evaluate(PHOTO_ROWS) == 0


def test_a_report_under_an_id_that_is_taken_goes_under_another_one(
    phone: Page, live_cast: Cast, reported: Reported
) -> None:
    send_refused(phone, live_cast, 409, USED)
    expect(step(phone, "check").locator("[data-error-for]")).to_contain_text("already used")
    refused = phone.evaluate(ENTRY_IDS)
    phone.goto("/drive/unsent")
    phone.locator("[data-mend-record]:visible").tap()
    expect(step(phone, "check").locator("[data-error-for]")).to_contain_text("already used")
    send(phone)
    is_all_sent(phone)
    (anomaly,) = reported()
    assert [str(anomaly.id)] != refused
    assert anomaly.photos_stored == 4
    assert phone.evaluate(ENTRY_IDS) == []


ENTRIES = 'import("billun/offline/outbox").then(({ outbox }) => outbox.entries())'
ENTRY_IDS = ENTRIES + ".then((entries) => entries.map(({ id }) => id))"
PHOTOS_KEPT = ENTRIES + ".then(([entry]) => entry.mending?.photos.length)"
PHOTO_ROWS = """
    import("billun/offline/database").then(async ({ database }) => (await database()).count("photos"))
"""


def mend_from_the_list(page: Page) -> None:
    page.goto("/drive/unsent")
    page.locator("[data-mend-record]:visible").tap()
    expect(step(page, "where").locator("[data-error-for]")).to_be_visible()


def expect_described(page: Page, cast: Cast) -> None:
    page.wait_for_url("**/drive/report?mend=*")
    expect(step(page, "item").locator("[data-error-for]")).to_be_visible()
    expect(page.locator('[name="family"][value="vehicle"]')).to_be_checked()
    expect(page.locator("#plate")).to_have_value("AB-123-CD")
    expect(page.locator("#item_description")).to_have_value(f"AB-123-CD, {cast.lorry.billun_id}")


def send_from_the_item(page: Page) -> None:
    """What was answered before needs no more than a nod."""
    expect(page.locator("form[data-ready]")).to_be_visible()
    for _question in range(10):
        if page.locator('[type="submit"]:visible').count():
            break
        go_on(page)
    send(page)
    expect(sending(page)).to_be_visible()
    is_all_sent(page)


def expect_provisional(reported: Reported, photos: int) -> None:
    (anomaly,) = reported()
    item = anomaly.equipment
    assert (item.status, item.plate, item.family) == ("provisional", "AB-123-CD", "vehicle")
    assert anomaly.photos_stored == photos


def retire_the_lorry(cast: Cast) -> None:
    lorry = db.session.get_one(Equipment, cast.lorry.id)
    lorry.status = EquipmentStatus.RETIRED
