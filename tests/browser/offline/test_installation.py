"""A phone tells which one it is and what waits on it, without being asked and not too often."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Route
from sqlalchemy import select

from billun.extensions import db
from billun.models import Anomaly, Device, Photo
from billun.models.base import now
from tests.browser.offline.conftest import Phones
from tests.browser.offline.pocket import Pocket, eventually

pytestmark = pytest.mark.browser

IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1"
)
OLD_ANDROID = (
    "Mozilla/5.0 (Linux; Android 9; SM-G960F Build/PPR1) AppleWebKit/537.36 Chrome/80 Mobile"
)
NEW_ANDROID = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/140 Mobile"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.5 Safari"
A_MINUTE_AGO = """
import("billun/offline/database").then(async ({ writing }) => writing(["meta"], async (store) => {
  const told = await store("meta").get("installation");
  for (const one of Object.values(told)) one.at = Date.now() - 60_000;
  await store("meta").put(told, "installation");
}))
"""
# The tests say themselves when the phone has synchronised.
NO_COPY = """
const usual = globalThis.fetch;
globalThis.fetch = (url, ...more) =>
  /^\\/api\\/mobile\\/(bootstrap|sync)/.test(url) ? Promise.reject(new TypeError()) : usual(url, ...more);
"""


@pytest.fixture
def pocket(phones: Phones) -> Pocket:
    return phones(script=NO_COPY)


def synchronised(pocket: Pocket) -> None:
    pocket.page.evaluate("window.dispatchEvent(new CustomEvent('billun:synchronised'))")


def known(pocket: Pocket) -> list[Device]:
    return pocket.house.look(all_devices)


def all_devices() -> list[Device]:
    found = db.session.query(Device).order_by(Device.created_at).all()
    db.session.expunge_all()
    return found


def test_after_a_synchronisation_the_phone_is_known(pocket: Pocket) -> None:
    synchronised(pocket)
    (device,) = eventually(pocket.page, lambda: known(pocket))
    assert device.membership_id == pocket.cast.driver.membership_id
    assert (device.unsent_count, device.installed) == (0, False)
    assert device.app_version == pocket.page.locator("html").get_attribute("data-app-version")
    assert device.system


def test_what_it_sends_names_the_phone(pocket: Pocket) -> None:
    """The reports and their photos tell from which one they came."""
    synchronised(pocket)
    (device,) = eventually(pocket.page, lambda: known(pocket))
    pocket.report()
    pocket.is_all_sent()
    assert pocket.house.look(devices_named) == {device.id}


def devices_named() -> set[UUID | None]:
    reports = db.session.scalars(select(Anomaly.device_id))
    return {*reports, *db.session.scalars(select(Photo.device_id))}


def test_more_that_waits_is_told_and_that_it_has_gone(pocket: Pocket) -> None:
    unreachable = "**/api/anomalies/*"
    pocket.page.route(unreachable, lambda route: route.abort())
    pocket.report()
    eventually(pocket.page, lambda: [one.unsent_count for one in known(pocket)] == [1])
    pocket.page.evaluate(A_MINUTE_AGO)
    pocket.page.unroute(unreachable)
    pocket.flush()
    eventually(pocket.page, lambda: [one.unsent_count for one in known(pocket)] == [0])


def test_a_phone_keeps_its_id_and_says_no_more_than_one_thing_a_minute(pocket: Pocket) -> None:
    told: list[str] = []
    pocket.page.on("request", lambda request: told.append(request.url))
    synchronised(pocket)
    eventually(pocket.page, lambda: known(pocket))
    synchronised(pocket)
    pocket.page.reload()
    pocket.page.evaluate("import('billun/offline/installation')")
    synchronised(pocket)
    pocket.page.wait_for_timeout(500)
    pocket.page.evaluate(A_MINUTE_AGO)
    pocket.page.reload()
    pocket.page.evaluate("import('billun/offline/installation')")
    synchronised(pocket)
    sent = eventually(pocket.page, lambda: puts(told)[1:])
    assert len({*puts(told)}) == 1
    assert len(sent) == 1
    assert len(known(pocket)) == 1


def puts(urls: list[str]) -> list[str]:
    return [url for url in urls if "/api/mobile/devices/" in url]


def test_in_another_company_the_phone_is_another_one(pocket: Pocket) -> None:
    synchronised(pocket)
    eventually(pocket.page, lambda: known(pocket))
    pocket.house.look(lambda: give_away(pocket))
    pocket.page.evaluate(A_MINUTE_AGO)
    synchronised(pocket)
    devices = eventually(pocket.page, lambda: known(pocket)[1:])
    assert devices[0].company_id == pocket.cast.vauquelin


def give_away(pocket: Pocket) -> None:
    """Somebody of another company has this id."""
    device = db.session.query(Device).one()
    device.membership_id = pocket.cast.partner.membership_id or UUID(int=0)
    device.company_id = pocket.cast.partner.company_id or UUID(int=0)


def test_what_waits_of_one_is_not_forgotten_when_another_signs_in(pocket: Pocket) -> None:
    """A shared phone: the second driver's leaves the first one's as it was."""
    driver, other = pocket.cast.driver, pocket.cast.other_driver
    pocket.page.route("**/api/anomalies/*", lambda route: route.abort())
    pocket.report()
    eventually(pocket.page, lambda: [one.unsent_count for one in known(pocket)] == [1])
    for person in (other, driver):
        pocket.sign_in(person)
        pocket.page.goto("/drive/unsent")
        pocket.page.evaluate(A_MINUTE_AGO)
        synchronised(pocket)
        eventually(pocket.page, partial(seen_since, pocket, now()))
    waiting = {one.membership_id: one.unsent_count for one in known(pocket)}
    assert waiting == {driver.membership_id: 1, other.membership_id: 0}
    assert len(known(pocket)) == 2


def seen_since(pocket: Pocket, moment: datetime) -> list[Device]:
    return [one for one in known(pocket) if one.last_seen_at > moment]


def test_a_phone_whose_clock_runs_ahead_is_known_all_the_same(pocket: Pocket) -> None:
    pocket.page.evaluate(
        """() => import("billun/offline/database").then(({ writing }) => writing(["meta"], (store) =>
             store("meta").put(new Date(Date.now() + 3_600_000).toISOString(), "lastSync")))"""
    )
    synchronised(pocket)
    (device,) = eventually(pocket.page, lambda: known(pocket))
    assert device.last_sync_at is None


def test_an_old_token_is_renewed_first(pocket: Pocket) -> None:
    refused: list[str] = []

    def old(route: Route) -> None:
        if refused:
            route.continue_()
        else:
            refused.append(route.request.url)
            refused_token = {"type": "/problems/csrf", "status": 403}
            route.fulfill(status=403, json=refused_token, content_type="application/problem+json")

    pocket.page.route("**/api/mobile/devices/*", old)
    synchronised(pocket)
    assert len(eventually(pocket.page, lambda: known(pocket))) == 1
    assert len(refused) == 1


@pytest.mark.parametrize(
    ("agent", "named"),
    [
        (IPHONE, {"model": "iPhone", "system": "iOS 18.5"}),
        (OLD_ANDROID, {"model": "SM-G960F", "system": "Android 9"}),
        (NEW_ANDROID, {"model": "", "system": "Android 10"}),
        (FIREFOX, {"model": "", "system": "Linux"}),
        (MAC, {"model": "", "system": "macOS"}),
        ("", {"model": "", "system": ""}),
    ],
)
def test_browsers_that_give_no_hints_are_read_roughly(
    pocket: Pocket, agent: str, named: dict[str, Any]
) -> None:
    found = pocket.page.evaluate(
        "(text) => import('billun/offline/own-phone').then(({ byUserAgent }) => byUserAgent(text))",
        agent,
    )
    assert found == named
