"""The board and the anomaly's page follow what happens elsewhere, also when it happens fast."""

from __future__ import annotations

from uuid import uuid4

import pytest
from playwright.sync_api import expect

from tests.fixtures.browser import Opening
from tests.fixtures.cast import Cast
from tests.fixtures.live import House
from tests.fixtures.reports import report, shots
from tests.flows.phone import Phone

pytestmark = pytest.mark.browser


def test_the_last_of_several_quick_changes_is_the_one_that_stays(
    opening: Opening, live: House, live_cast: Cast, complaints: list[str]
) -> None:
    desk, driver, mechanic = opening(live_cast.manager), *phones(live, live_cast)
    desk.goto("/board")
    expect(desk.get_by_text("Nothing is open")).to_be_visible()
    taken = shots()
    id = driver.send_report(str(uuid4()), report(live_cast.lorry.id, taken)).json()["id"]
    for shot in taken:
        driver.send_photo(id, shot)
    for to in ("acknowledged", "resolved"):
        mechanic.call("POST", f"/api/anomalies/{id}/transitions", json={"to": to})
    expect(desk.locator("#column-resolved .anomaly-card")).to_have_count(1)
    expect(desk.locator(".anomaly-card")).to_have_count(1)
    assert complaints == []


def test_a_half_typed_comment_outlives_what_others_do(
    opening: Opening, live: House, live_cast: Cast
) -> None:
    desk, driver, mechanic = opening(live_cast.manager), *phones(live, live_cast)
    sent = driver.send_report(str(uuid4()), report(live_cast.lorry.id)).json()
    desk.goto(f"/anomalies/{sent['reference']}")
    words = desk.get_by_label("Comment", exact=True).last
    words.fill("We have a curtain in st")
    mechanic.call("POST", f"/api/anomalies/{sent['id']}/transitions", json={"to": "acknowledged"})
    expect(desk.locator(".anomaly-standing")).to_contain_text("Acknowledged")
    expect(words).to_have_value("We have a curtain in st")


def test_a_red_report_is_unmistakable(opening: Opening, live: House, live_cast: Cast) -> None:
    desk, driver, _mechanic = opening(live_cast.manager), *phones(live, live_cast)
    desk.goto("/board?screen=whole")
    body = report(live_cast.lorry.id, [], criticality="red", photos_later=True)
    driver.send_report(str(uuid4()), body)
    card = desk.locator(".anomaly-card-alarm")
    expect(card).to_contain_text("Stop now")
    expect(card.locator("svg").first).to_be_visible()


def phones(live: House, cast: Cast) -> tuple[Phone, Phone]:
    return Phone(live, cast.driver), Phone(live, cast.mechanic)
