"""Known damage met again: one touch when it is as it was, a few when it got worse."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from billun.models import Anomaly, SightingKind
from billun.models.base import new_id
from tests.browser.capture.answering import come_back, go_on, is_all_sent, send, shutter, step
from tests.browser.capture.conftest import Reported
from tests.browser.capture.test_stopping import give_number
from tests.browser.offline.pocket import eventually
from tests.fixtures.cast import Cast
from tests.fixtures.live import House
from tests.fixtures.reports import report, shots
from tests.flows.phone import Phone

pytestmark = pytest.mark.browser


@pytest.fixture
def damage(live: House, live_cast: Cast, reported: Reported) -> Anomaly:
    """A yellow one on the lorry, from another driver, without its photos as yet."""
    sent = Phone(live, live_cast.other_driver).send_report(
        str(new_id()), report(live_cast.lorry.id, shots())
    )
    assert sent.status_code == 201
    (anomaly,) = reported()
    return anomaly


def page_of(cast: Cast, anomaly: Anomaly) -> str:
    return f"/drive/equipment/{cast.lorry.billun_id}/sightings/{anomaly.reference}"


def test_it_is_the_same_is_one_touch(
    phone: Page, live_cast: Cast, damage: Anomaly, reported: Reported
) -> None:
    phone.goto(page_of(live_cast, damage))
    phone.locator('.choice:has([value="known"])').tap()
    is_all_sent(phone)
    (anomaly,) = reported()
    (sighting,) = anomaly.sightings
    assert (sighting.kind, sighting.observer_id) == (
        SightingKind.KNOWN,
        live_cast.driver.membership_id,
    )
    assert anomaly.criticality == "yellow"


def test_it_got_worse_raises_it_and_shows_it(
    phone: Page, live_cast: Cast, damage: Anomaly, reported: Reported
) -> None:
    phone.goto(page_of(live_cast, damage))
    phone.locator('.choice:has([value="worse"])').tap()
    expect(step(phone, "worse").locator('[value="green"]')).to_have_count(0)
    phone.locator(".choice-orange").tap()
    go_on(phone)
    phone.locator("[data-open-camera]:visible").tap()
    shutter(phone).tap()
    expect(phone.locator("label.slot[data-filled]")).to_have_count(1)
    phone.locator("[data-camera-close]").tap()
    go_on(phone)
    phone.locator("#comment").fill("Torn further")
    send(phone)
    is_all_sent(phone)
    (anomaly,) = reported()
    (sighting,) = anomaly.sightings
    assert (anomaly.criticality, sighting.criticality, sighting.comment) == (
        "orange",
        "orange",
        "Torn further",
    )
    assert [photo.has_arrived for photo in anomaly.photos if photo.sighting_id] == [True]


def test_worse_and_not_to_be_moved_ends_as_stop_now_does(
    phone: Page, live: House, live_cast: Cast, damage: Anomaly, reported: Reported
) -> None:
    live.look(lambda: give_number(live_cast))
    phone.goto(page_of(live_cast, damage) + "?kind=worse")
    expect(step(phone, "worse").locator("[data-goto]")).to_be_hidden()
    phone.locator(".choice-red").tap()
    step(phone, "worse").locator("[data-goto]").tap()
    expect(step(phone, "stop")).to_contain_text("Get safe first")
    phone.context.set_offline(True)
    phone.locator("[data-send-now]").tap()
    help_at_hand = phone.locator("[data-after-stop]")
    expect(help_at_hand.locator("[data-emergency]")).to_have_attribute(
        "href", "tel:+33 2 35 00 00 00"
    )
    help_at_hand.locator("[data-open-camera]").tap()
    shutter(phone).tap()
    expect(phone.locator("[data-photo-rows] > li")).to_have_count(1)
    phone.context.set_offline(False)
    come_back(phone)
    eventually(phone, lambda: reported()[0].photos_stored)
    shutter(phone).tap()
    eventually(phone, lambda: reported()[0].photos_stored == 2)
    (anomaly,) = reported()
    assert (anomaly.criticality, len(anomaly.sightings)) == ("red", 1)


def test_who_has_seen_what_got_worse_is_shown_at_the_end(
    phone: Page, live_cast: Cast, damage: Anomaly
) -> None:
    phone.goto(page_of(live_cast, damage) + "?kind=worse")
    phone.locator(".choice-red").tap()
    go_on(phone)
    go_on(phone)
    send(phone)
    phone.wait_for_url(f"**/drive/reports/{damage.reference}")


def test_it_got_worse_needs_no_photo(
    phone: Page, live_cast: Cast, damage: Anomaly, reported: Reported
) -> None:
    phone.goto(page_of(live_cast, damage) + "?kind=worse")
    expect(step(phone, "worse")).to_be_visible()
    go_on(phone)
    go_on(phone)
    send(phone)
    is_all_sent(phone)
    assert [len(anomaly.sightings) for anomaly in reported()] == [1]


def test_stop_now_is_in_sight_here_too(phone: Page, live_cast: Cast, damage: Anomaly) -> None:
    phone.goto(page_of(live_cast, damage))
    phone.locator(".capture-stop").tap()
    phone.wait_for_url("**/stop")
    expect(phone.locator('[type="submit"]:visible')).to_be_in_viewport()


def test_without_scripts_it_is_one_form(
    plain: Page, live_cast: Cast, damage: Anomaly, reported: Reported
) -> None:
    plain.goto(page_of(live_cast, damage) + "?kind=worse")
    expect(plain.locator('[name="kind"][value="worse"]')).to_be_checked()
    plain.locator('[name="criticality"][value="red"]').check()
    send(plain)
    plain.wait_for_url(f"**/drive/equipment/{live_cast.lorry.billun_id}")
    assert [anomaly.criticality for anomaly in reported()] == ["red"]
