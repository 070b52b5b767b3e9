"""An item on the phone: known damage answered in one touch, the walk-around, and all of it without a network."""

from __future__ import annotations

from uuid import UUID

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from billun.extensions import db
from billun.models import MeterReading, Sighting, WalkAround
from tests.blueprints.pages.meter_numbers import UNDERSTOOD
from tests.browser.drive.conftest import Phones
from tests.browser.drive.with_copy import Phone, damaged, expect_item
from tests.fixtures.live import wait_for
from tests.flows.phone import Phone as Caller

pytestmark = pytest.mark.browser

NOTED = "Noted: nothing to report."


Walk = tuple[UUID, float | None, UUID | None]


def walk_arounds(phone: Phone) -> list[Walk]:
    """Of each that the server keeps: its equipment, its latitude and its meter reading."""
    asked = select(WalkAround.equipment_id, WalkAround.latitude, WalkAround.reading_id)
    return phone.house.look(lambda: [(row[0], row[1], row[2]) for row in db.session.execute(asked)])


def sightings(phone: Phone) -> list[tuple[str, str]]:
    """Of each: its anomaly and its kind."""
    asked = select(Sighting.anomaly_id, Sighting.kind)
    return phone.house.look(lambda: [(str(row[0]), row[1]) for row in db.session.execute(asked)])


def test_it_is_the_same_takes_one_touch(phone: Phone) -> None:
    made = damaged(phone.house, phone.cast)
    page = phone.open(f"/drive/equipment/{phone.cast.lorry.billun_id}")
    expect(page.locator(".damage img.damage-photo:not(.is-missing)").first).to_be_visible()
    page.get_by_role("button", name="It is the same").click()
    expect(page.get_by_text("Noted: it is still there")).to_be_visible()
    expect(page.get_by_role("button", name="It is the same")).to_be_hidden()
    assert wait_for(lambda: sightings(phone)) == [(made["id"], "known")]


def test_it_got_worse_leads_on(phone: Phone) -> None:
    made = damaged(phone.house, phone.cast)
    page = phone.open(f"/drive/equipment/{phone.cast.lorry.billun_id}")
    page.get_by_role("link", name="It got worse").click()
    page.wait_for_url(f"**/sightings/{made['reference']}?kind=worse")


def test_something_else_is_reported(phone: Phone) -> None:
    damaged(phone.house, phone.cast)
    page = phone.open(f"/drive/equipment/{phone.cast.lorry.billun_id}")
    page.get_by_role("link", name="Something else: report damage").click()
    page.wait_for_url("**/report")


def test_nothing_to_report_takes_one_touch_and_brings_time_and_place(phone: Phone) -> None:
    page = phone.open(f"/drive/equipment/{phone.cast.lorry.billun_id}")
    page.get_by_role("button", name="Nothing to report").click()
    expect(page.get_by_text(NOTED)).to_be_visible()
    assert wait_for(lambda: walk_arounds(phone)) == [(phone.cast.lorry.id, 49.44, None)]
    page.reload()
    expect(page.get_by_text("Walked around").first).to_contain_text("by you")


def test_a_phone_that_gives_no_place_does_not_hold_it_up(phones: Phones) -> None:
    phone = phones(permissions=["camera"])
    page = phone.open(f"/drive/equipment/{phone.cast.lorry.billun_id}")
    page.get_by_role("button", name="Nothing to report").click()
    expect(page.get_by_text(NOTED)).to_be_visible()
    assert wait_for(lambda: walk_arounds(phone)) == [(phone.cast.lorry.id, None, None)]


def test_a_walk_around_without_a_network_is_sent_when_there_is_one(phone: Phone) -> None:
    page = phone.copied().open(f"/drive/equipment/{phone.cast.lorry.billun_id}")
    page.wait_for_load_state("networkidle")
    phone.leave_network()
    page.locator("summary", has_text="Meter").click()
    page.get_by_label("It shows").fill("412 300,5")
    page.get_by_role("button", name="Nothing to report").click()
    expect(page.get_by_text(NOTED)).to_be_visible()
    assert walk_arounds(phone) == []
    assert phone.kept("outbox")[0]["record"]["value"] == 412_300.5
    phone.enter_network()
    wait_for(lambda: walk_arounds(phone))
    values = phone.house.look(lambda: db.session.scalars(select(MeterReading.value)).all())
    assert [float(value) for value in values] == [412_300.5]


def test_a_reading_that_cannot_be_is_mended(phone: Phone) -> None:
    path = f"/drive/equipment/{phone.cast.lorry.billun_id}"
    Caller(phone.house, phone.cast.manager).call(
        "POST",
        f"/api/equipment/{phone.cast.lorry.id}/meter-readings",
        json={"meter": "km", "value": 500_000, "confirmed": True},
    )
    page = phone.open(path)
    page.locator("summary", has_text="Meter").click()
    page.get_by_label("It shows").fill("400000")
    page.get_by_role("button", name="Nothing to report").click()
    expect(page.get_by_text("1 entry needs your help").first).to_be_visible()
    phone.open("/drive/unsent")
    page.get_by_role("link", name="Mend it").click()
    page.wait_for_url("**/walk-around?mend=*")
    expect(page.get_by_text("Say why, such as a new meter")).to_be_visible()
    page.get_by_label("Reason").fill("New instrument cluster")
    page.get_by_label("Reason").blur()
    wait_for(lambda: phone.kept("outbox")[0].get("mending"))
    page.reload()
    expect(page.get_by_label("Reason")).to_have_value("New instrument cluster")
    page.get_by_role("button", name="Nothing to report").click()
    page.wait_for_url(f"**{path}")
    ((_item, _latitude, reading),) = wait_for(lambda: walk_arounds(phone))
    assert reading is not None


def test_the_phone_understands_numbers_as_the_server_does(phone: Phone) -> None:
    page = phone.open("/drive")
    understood = page.evaluate(
        """async (texts) => {
            const { numberIn } = await import("billun/drive/meter-number");
            return texts.map(numberIn);
        }""",
        list(UNDERSTOOD),
    )
    assert understood == list(UNDERSTOOD.values())


def test_what_was_understood_is_said_before_it_is_sent(phone: Phone) -> None:
    page = phone.open(f"/drive/equipment/{phone.cast.lorry.billun_id}")
    page.locator("summary", has_text="Meter").click()
    page.get_by_label("It shows").fill("348.512")
    expect(page.get_by_text("We read 348,512 km")).to_be_visible()
    page.get_by_role("button", name="Nothing to report").click()
    wait_for(lambda: walk_arounds(phone))
    values = phone.house.look(lambda: db.session.scalars(select(MeterReading.value)).all())
    assert [float(value) for value in values] == [348_512]


def test_the_present_moment_is_just_now(phone: Phone) -> None:
    page = phone.open(f"/drive/equipment/{phone.cast.lorry.billun_id}")
    page.get_by_role("button", name="Nothing to report").click()
    expect(page.get_by_text("Walked around just now by you")).to_be_visible()


def test_what_is_no_number_is_told_at_once(phone: Phone) -> None:
    page = phone.open(f"/drive/equipment/{phone.cast.lorry.billun_id}")
    page.locator("summary", has_text="Meter").click()
    page.get_by_label("It shows").fill("many")
    page.get_by_role("button", name="Nothing to report").click()
    expect(page.get_by_text("Write a number.")).to_be_visible()
    assert walk_arounds(phone) == []


def test_without_a_network_the_phone_draws_the_item_with_its_damage(phone: Phone) -> None:
    damaged(phone.house, phone.cast, spot=None, criticality="orange")
    phone.copied().leave_network(**{"equipment/[^/]+": "/drive/offline"})
    page = phone.open(f"/drive/equipment/{phone.cast.lorry.billun_id}")
    expect_item(page, "Renault T 480")
    expect(page.locator(".equipment-fitness:visible")).to_contain_text("Restricted")
    expect(page.locator(".damage")).to_contain_text("Bodywork · Side curtain")
    expect(page.locator(".damage .is-missing").first).to_be_visible()
    expect(page.get_by_role("link", name="Something else: report damage")).to_have_attribute(
        "href", f"/drive/equipment/{phone.cast.lorry.billun_id}/report"
    )
    page.get_by_role("button", name="It is the same").click()
    expect(page.get_by_text("Noted: it is still there")).to_be_visible()
    page.get_by_role("button", name="Nothing to report").click()
    expect(page.get_by_text(NOTED)).to_be_visible()
    phone.enter_network()
    wait_for(lambda: walk_arounds(phone))
    wait_for(lambda: sightings(phone))


def test_an_item_that_the_phone_does_not_know_is_said_to_be_so(phone: Phone) -> None:
    phone.copied().leave_network(**{"equipment/[^/]+": "/drive/offline"})
    page = phone.open("/drive/equipment/BLN-2026-000000")
    expect(page.get_by_role("heading", name="This one is not on this phone")).to_be_visible()


def test_the_page_of_the_walk_around_works_for_any_item_without_a_network(phone: Phone) -> None:
    phone.copied().leave_network(**{"equipment/[^/]+/walk-around": "/drive/walk-around"})
    page = phone.open(f"/drive/equipment/{phone.cast.loner.billun_id}/walk-around")
    expect_item(page, "Curtain-sider")
    page.locator("summary", has_text="Meter").click()
    expect(page.get_by_text("Engine hours")).to_be_hidden()
    page.get_by_role("button", name="Nothing to report").click()
    expect(page.get_by_text(NOTED)).to_be_visible()
