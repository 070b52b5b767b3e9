"""A new release: offered, or required, and never in the way of what somebody is at."""

from __future__ import annotations

import json
import signal
from collections.abc import Iterator
from contextlib import suppress
from itertools import count
from urllib.request import urlopen

import pytest
from playwright.sync_api import Page, expect

from billun.extensions import db
from billun.models import Anomaly
from tests.browser.offline.pocket import eventually
from tests.browser.offline.worker import DRAFT, ROWS, kept_page
from tests.fixtures.browser import Opening
from tests.fixtures.cast import Cast
from tests.fixtures.live import House, answers, wait_for

pytestmark = pytest.mark.browser

MINORS = count(100)

IS_WAITING = "navigator.serviceWorker.getRegistration().then(one => one.waiting !== null)"
LOOK_AGAIN = """() => {
    sessionStorage.removeItem("billun-checked");
    document.dispatchEvent(new Event("visibilitychange"));
}"""
VERSION = "document.documentElement.dataset.appVersion"
RED = """async item => {
    const { outbox } = await import("billun/offline/outbox");
    const { uuidv7 } = await import("uuidv7");
    const id = uuidv7();
    const said = { category: "tyres", criticality: "red", photos_later: true, occurred_at: new Date().toISOString() };
    const what = { kind: "report", equipment: { title: "AB-123-CD" }, label: "Tyre", urgent: true };
    const record = { ...said, equipment_id: item };
    await outbox.add({ ...what, id, url: `/api/anomalies/${id}`, method: "PUT", record });
}"""


@pytest.fixture(scope="module", autouse=True)
def usual_release(house: House) -> Iterator[None]:
    """Each start costs seconds: releases run in one process, and the usual one comes back once, after all tests."""
    usual = dict(house.environ)
    house.environ["WEB_WORKERS"] = "1"
    yield
    house.environ.clear()
    house.environ.update(usual)
    house.start("web")
    wait_for(lambda: answers(f"{house.url}/health/ready"), seconds=150)


def test_an_update_is_offered_and_taken_and_loses_nothing(
    opening: Opening, live: House, live_cast: Cast
) -> None:
    page = kept_page(opening, live_cast.driver)
    page.evaluate(DRAFT)
    loads: list[str] = []
    version = released(live)
    look_for_update(page)
    page.on("load", lambda loaded: loads.append(loaded.url))
    page.get_by_role("button", name="Update now").click()
    expect(page.locator("html")).to_have_attribute("data-app-version", version)
    eventually(page, lambda: loads)
    page.wait_for_timeout(1_000)
    assert len(loads) == 1
    assert page.evaluate(ROWS, "drafts") == 1
    expect(page.get_by_text("A new version is ready")).to_have_count(0)


def test_an_update_waits_until_a_report_is_made(
    opening: Opening, live: House, live_cast: Cast
) -> None:
    page = kept_page(opening, live_cast.driver)
    page.goto(f"/drive/equipment/{live_cast.lorry.billun_id}/report")
    released(live)
    page.evaluate("navigator.serviceWorker.getRegistration().then(one => one.update())")
    wait_for(lambda: page.evaluate(IS_WAITING), seconds=60)
    expect(page.get_by_text("A new version is ready")).to_have_count(0)
    page.goto("/drive")
    expect(page.get_by_text("A new version is ready")).to_be_visible()


def test_an_update_that_is_required_is_taken_by_itself(
    opening: Opening, live: House, live_cast: Cast
) -> None:
    page = kept_page(opening, live_cast.driver)
    version = released(live, required=True)
    page.evaluate(LOOK_AGAIN)
    expect(page.locator("html")).to_have_attribute("data-app-version", version)


def test_an_update_that_is_required_waits_for_what_is_unsent(
    opening: Opening, live: House, live_cast: Cast
) -> None:
    page = kept_page(opening, live_cast.driver)
    page.context.route("**/api/anomalies/*", lambda route: route.abort())
    page.evaluate(RED, str(live_cast.lorry.id))
    version = released(live, required=True)
    page.evaluate(LOOK_AGAIN)
    expect(page.get_by_text("sending what waits first (0 of 1)")).to_be_visible()
    page.wait_for_timeout(2_000)
    assert page.evaluate(VERSION) != version
    page.context.unroute("**/api/anomalies/*")
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(page.locator("html")).to_have_attribute("data-app-version", version)
    assert live.look(lambda: db.session.query(Anomaly).count()) == 1


def test_an_update_that_is_required_takes_no_form_away(
    opening: Opening, live: House, live_cast: Cast
) -> None:
    page = kept_page(opening, live_cast.driver)
    page.goto(f"/drive/equipment/{live_cast.lorry.billun_id}/walk-around")
    page.locator("[data-meters] summary").tap()
    page.locator('[name="value"]:visible').fill("412300")
    version = released(live, required=True)
    with page.expect_response("**/api/mobile/version?*"):
        page.evaluate(LOOK_AGAIN)
    page.wait_for_timeout(3_000)
    expect(page.locator('[name="value"]:visible')).to_have_value("412300")
    assert page.evaluate(VERSION) != version


def look_for_update(page: Page) -> None:
    page.evaluate("navigator.serviceWorker.getRegistration().then(one => one.update())")
    expect(page.get_by_text("A new version is ready")).to_be_visible()


def released(house: House, required: bool = False) -> str:
    """The version of a release newer than all before, which the house has from now on."""
    version = f"0.{next(MINORS)}.0"
    least = version if required else "0.0.0"
    house.environ |= {"APP_VERSION": version, "APP_MINIMUM_VERSION": least}
    restart(house, version)
    return version


def restart(house: House, version: str) -> None:
    house.stop("web", signal.SIGKILL)
    house.start("web")
    wait_for(lambda: latest(house) == version, seconds=150)


def latest(house: House) -> str:
    with (
        suppress(OSError),
        urlopen(f"{house.url}/api/mobile/version?app=0.0.1", timeout=5) as answer,
    ):
        return str(json.load(answer)["latest"])
    return ""
