"""The app on a phone: started without network, updated, installed, and left, in front of the running house."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any
from urllib.request import urlopen

import pytest
from playwright.sync_api import Page, expect

from billun.extensions import db
from billun.models import Anomaly
from tests.browser.offline.pocket import eventually
from tests.fixtures.browser import DESK, PHONE, Opening, enter
from tests.fixtures.cast import PASSWORD, Cast, Person
from tests.fixtures.live import House, answers, wait_for

pytestmark = pytest.mark.browser

SHELLS = 10
PLATE = "AB-123-CD"
KEPT = """async () => {
    const keys = await (await caches.open("billun-pages")).keys();
    return keys.map((one) => new URL(one.url).pathname);
}"""
COUNT = """async () => {
    return (await caches.has("billun-shells")) && (await (await caches.open("billun-shells")).keys()).length;
}"""
IS_CONTROLLED = "navigator.serviceWorker.controller?.state === 'activated'"
IS_WAITING = "navigator.serviceWorker.getRegistration().then(one => one.waiting !== null)"
LOOK_AGAIN = """() => {
    sessionStorage.removeItem("billun-checked");
    document.dispatchEvent(new Event("visibilitychange"));
}"""
VERSION = "document.documentElement.dataset.appVersion"
ROWS = "async store => (await (await import('billun/offline/database')).database()).count(store)"
UNSENT = """async () => {
    const { outbox } = await import("billun/offline/outbox");
    const { uuidv7 } = await import("uuidv7");
    const id = uuidv7();
    const equipment = { title: "FL-915-BT" };
    await outbox.add({ id, kind: "report", equipment, label: "Tyre", url: `/api/anomalies/${id}`, record: { id } });
}"""
RED = """async item => {
    const { outbox } = await import("billun/offline/outbox");
    const { uuidv7 } = await import("uuidv7");
    const id = uuidv7();
    const said = { category: "tyres", criticality: "red", photos_later: true, occurred_at: new Date().toISOString() };
    const what = { kind: "report", equipment: { title: "AB-123-CD" }, label: "Tyre", urgent: true };
    const record = { ...said, equipment_id: item };
    await outbox.add({ ...what, id, url: `/api/anomalies/${id}`, method: "PUT", record });
}"""
DRAFT = """async () => {
    const { keepDraft } = await import("billun/offline/drafts");
    const { uuidv7 } = await import("uuidv7");
    const { membership } = document.documentElement.dataset;
    const empty = { equipment: null, answers: {}, step: "part", photos: 0 };
    await keepDraft({ id: uuidv7(), membership, path: "/drive/report", kind: "report", ...empty });
}"""
PROMPT = """() => {
    const event = new Event("beforeinstallprompt");
    event.prompt = async () => { globalThis.asked = true; };
    event.userChoice = Promise.resolve({ outcome: "accepted" });
    window.dispatchEvent(event);
}"""


def test_a_driver_starts_without_network_after_one_visit(opening: Opening, live_cast: Cast) -> None:
    page = kept_page(opening, live_cast.driver)
    page.context.set_offline(True)
    page.goto("/?source=installed")
    expect(page.get_by_role("searchbox")).to_be_visible()
    assert page.url.endswith("/drive")
    page.goto(f"/drive/equipment/{live_cast.lorry.billun_id}")
    expect(page.locator("h1")).to_have_text(PLATE)
    page.goto(f"/drive/equipment/{live_cast.lorry.billun_id}/report")
    expect(page.locator("form[data-capture]")).to_be_visible()


def test_a_page_that_was_not_kept_says_so(opening: Opening, live_cast: Cast) -> None:
    page = kept_page(opening, live_cast.driver)
    page.context.set_offline(True)
    page.goto("/account")
    expect(page.locator("h1")).to_have_text("No network, and this page is not on this phone")
    page.get_by_role("link", name="Find the equipment").click()
    expect(page.get_by_role("searchbox")).to_be_visible()


def test_files_come_from_the_phone_first(opening: Opening, live_cast: Cast) -> None:
    page = kept_page(opening, live_cast.driver)
    sheet = page.locator('link[rel="stylesheet"]').first.get_attribute("href")
    page.evaluate(
        """async url => {
            const name = (await caches.keys()).find((one) => one.startsWith("billun-files-"));
            await (await caches.open(name)).put(url, new Response("kept", { headers: { "Content-Type": "text/css" } }));
        }""",
        sheet,
    )
    assert page.evaluate("url => fetch(url).then(one => one.text())", sheet) == "kept"


def test_a_desk_page_can_be_read_again_and_its_form_cannot(
    opening: Opening, live_cast: Cast
) -> None:
    page = controlled_page(opening, live_cast.manager, "/equipment", DESK)
    item = f"/equipment/{live_cast.lorry.billun_id}"
    for path in (f"{item}/edit", item):
        page.goto(path)
    wait_for(lambda: item in page.evaluate(KEPT))
    assert f"{item}/edit" not in page.evaluate(KEPT)
    page.context.set_offline(True)
    page.goto(item)
    expect(page.locator("h1")).to_contain_text(PLATE)
    page.goto(f"{item}/edit")
    expect(page.locator("h1")).to_contain_text("No network")


def test_a_network_that_hangs_does_not_hold_a_driver_up(
    opening: Opening, live: House, live_cast: Cast
) -> None:
    page = kept_page(opening, live_cast.driver)
    with hanging(live):
        page.goto(f"/drive/equipment/{live_cast.lorry.billun_id}")
        expect(page.locator("h1")).to_have_text(PLATE)


def test_an_update_is_offered_and_taken_and_loses_nothing(
    opening: Opening, live: House, live_cast: Cast
) -> None:
    page = kept_page(opening, live_cast.driver)
    page.evaluate(DRAFT)
    loads: list[str] = []
    with released(live, "0.3.0"):
        look_for_update(page)
        page.on("load", lambda loaded: loads.append(loaded.url))
        page.get_by_role("button", name="Update now").click()
        expect(page.locator("html")).to_have_attribute("data-app-version", "0.3.0")
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
    with released(live, "0.3.1"):
        page.evaluate("navigator.serviceWorker.getRegistration().then(one => one.update())")
        wait_for(lambda: page.evaluate(IS_WAITING), seconds=60)
        expect(page.get_by_text("A new version is ready")).to_have_count(0)
        page.goto("/drive")
        expect(page.get_by_text("A new version is ready")).to_be_visible()


def test_an_update_that_is_required_is_taken_by_itself(
    opening: Opening, live: House, live_cast: Cast
) -> None:
    page = kept_page(opening, live_cast.driver)
    with released(live, "0.4.0", least="0.4.0"):
        page.evaluate(LOOK_AGAIN)
        expect(page.locator("html")).to_have_attribute("data-app-version", "0.4.0")


def test_an_update_that_is_required_waits_for_what_is_unsent(
    opening: Opening, live: House, live_cast: Cast
) -> None:
    page = kept_page(opening, live_cast.driver)
    page.context.route("**/api/anomalies/*", lambda route: route.abort())
    page.evaluate(RED, str(live_cast.lorry.id))
    with released(live, "0.4.1", least="0.4.1"):
        page.evaluate(LOOK_AGAIN)
        expect(page.get_by_text("sending what waits first (0 of 1)")).to_be_visible()
        page.wait_for_timeout(2_000)
        assert page.evaluate(VERSION) != "0.4.1"
        page.context.unroute("**/api/anomalies/*")
        page.evaluate("window.dispatchEvent(new Event('focus'))")
        expect(page.locator("html")).to_have_attribute("data-app-version", "0.4.1")
        assert live.look(lambda: db.session.query(Anomaly).count()) == 1


def test_an_update_that_is_required_takes_no_form_away(
    opening: Opening, live: House, live_cast: Cast
) -> None:
    page = kept_page(opening, live_cast.driver)
    page.goto(f"/drive/equipment/{live_cast.lorry.billun_id}/walk-around")
    page.locator("[data-meters] summary").tap()
    page.locator('[name="value"]:visible').fill("412300")
    with released(live, "0.4.2", least="0.4.2"):
        with page.expect_response("**/api/mobile/version?*"):
            page.evaluate(LOOK_AGAIN)
        page.wait_for_timeout(3_000)
        expect(page.locator('[name="value"]:visible')).to_have_value("412300")
        assert page.evaluate(VERSION) != "0.4.2"


def test_a_label_leads_to_its_item_without_network(opening: Opening, live_cast: Cast) -> None:
    page = kept_page(opening, live_cast.driver)
    page.context.set_offline(True)
    page.goto(f"/e/{live_cast.lorry.billun_id}")
    expect(page.locator("h1")).to_have_text(PLATE)


def test_whoever_comes_in_finds_no_page_of_before(opening: Opening, live_cast: Cast) -> None:
    page = controlled_page(opening, live_cast.manager, "/equipment", DESK)
    page.goto("/overview")
    wait_for(lambda: "/overview" in page.evaluate(KEPT))
    # A page that is open would notice the lost session and go to the sign-in by itself, into the way of the next line.
    page.goto("about:blank")
    page.context.clear_cookies()
    page.goto("/sign-in")
    page.get_by_label("E-mail or phone").fill(live_cast.manager.email)
    page.get_by_label("Password").fill("not this one")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_text("is wrong")).to_be_visible()
    assert "/overview" in page.evaluate(KEPT)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/overview")
    assert "/equipment" not in page.evaluate(KEPT)


def test_whoever_signs_out_leaves_nothing_on_the_phone(opening: Opening, live_cast: Cast) -> None:
    page = kept_page(opening, live_cast.driver)
    assert page.evaluate(ROWS, "equipment") > 0
    sign_out(page)
    page.wait_for_url("**/sign-in")
    assert page.evaluate(COUNT) is False
    assert [page.evaluate(ROWS, store) for store in ("equipment", "reports")] == [0, 0]


def test_whoever_signs_out_is_told_what_is_unsent(opening: Opening, live_cast: Cast) -> None:
    page = kept_page(opening, live_cast.driver)
    page.context.route("**/api/anomalies/*", lambda route: route.abort())
    page.evaluate(UNSENT)
    sign_out(page)
    warning = page.get_by_role("dialog", name="Not all is sent")
    expect(warning).to_contain_text("1 report is still on this phone alone.")
    warning.get_by_role("button", name="Stay").click()
    expect(warning).to_be_hidden()
    assert page.url.endswith("/drive")
    sign_out(page)
    warning.get_by_role("button", name="keep it on this phone for").click()
    page.wait_for_url("**/sign-in")
    assert page.evaluate(ROWS, "outbox") == 1
    assert page.evaluate(COUNT) is False


def test_the_next_person_does_not_find_the_pages_of_the_one_before(
    opening: Opening, live: House, live_cast: Cast
) -> None:
    page = controlled_page(opening, live_cast.manager, "/equipment", DESK)
    page.goto("/overview")
    wait_for(lambda: "/overview" in page.evaluate(KEPT))
    enter(page.context, live, live_cast.partner)
    page.goto("/account")
    wait_for(lambda: "/overview" not in page.evaluate(KEPT))


def test_the_app_is_offered_from_the_third_visit_and_not_again_for_a_while(
    opening: Opening, live_cast: Cast
) -> None:
    page = opening(live_cast.driver, PHONE)
    page.goto("/drive")
    page.evaluate(PROMPT)
    expect(page.locator(".app-card")).to_have_count(0)
    page.evaluate("localStorage.setItem('billun-visits', 3)")
    page.reload()
    page.evaluate(PROMPT)
    expect(page.locator(".app-card")).to_be_visible()
    page.get_by_role("button", name="Not now").click()
    page.reload()
    page.evaluate(PROMPT)
    expect(page.locator(".app-card")).to_have_count(0)
    page.get_by_label("You and your settings").click()
    page.get_by_role("button", name="Install the app").click()
    wait_for(lambda: page.evaluate("globalThis.asked"))


def test_ios_is_shown_the_way(opening: Opening, live_cast: Cast) -> None:
    page = opening(live_cast.driver, PHONE)
    page.add_init_script("Object.defineProperty(navigator, 'standalone', { value: false })")
    page.goto("/drive")
    page.get_by_label("You and your settings").click()
    page.get_by_role("button", name="Install the app").click()
    expect(page.get_by_role("dialog", name="Install Billun")).to_contain_text("Add to Home Screen")


def test_chromium_finds_it_installable(opening: Opening, live_cast: Cast) -> None:
    page = controlled_page(opening, live_cast.driver)
    devtools = page.context.new_cdp_session(page)
    found = devtools.send("Page.getInstallabilityErrors")["installabilityErrors"]
    assert [one["errorId"] for one in found if one["errorId"] != "in-incognito"] == []


def controlled_page(
    opening: Opening, person: Person, path: str = "/drive", device: dict[str, Any] = PHONE
) -> Page:
    """A page that the service worker stands behind."""
    page = opening(person, device)
    page.goto(path)
    wait_for(lambda: page.evaluate(IS_CONTROLLED), seconds=60)
    return page


def kept_page(opening: Opening, person: Person) -> Page:
    """The driver's first page, once all that works without network is on the phone."""
    page = controlled_page(opening, person)
    wait_for(lambda: page.evaluate(COUNT) >= SHELLS, seconds=60)
    return page


def sign_out(page: Page) -> None:
    page.get_by_label("You and your settings").click()
    page.get_by_role("button", name="Sign out").click()


def look_for_update(page: Page) -> None:
    page.evaluate("navigator.serviceWorker.getRegistration().then(one => one.update())")
    expect(page.get_by_text("A new version is ready")).to_be_visible()


@contextmanager
def hanging(house: House) -> Iterator[None]:
    """A server that takes connections and never answers."""
    leader = house.running["web"].pid
    os.killpg(leader, signal.SIGSTOP)
    try:
        yield
    finally:
        os.killpg(leader, signal.SIGCONT)


@contextmanager
def released(house: House, version: str, least: str = "0.0.0") -> Iterator[None]:
    """The same house with another release in it."""
    usual = dict(house.environ)
    house.environ |= {"APP_VERSION": version, "APP_MINIMUM_VERSION": least}
    restart(house, version)
    try:
        yield
    finally:
        house.environ.clear()
        house.environ.update(usual)
        house.stop("web", signal.SIGKILL)
        house.start("web")
        wait_for(lambda: answers(f"{house.url}/health/ready"), seconds=60)


def restart(house: House, version: str) -> None:
    house.stop("web", signal.SIGKILL)
    house.start("web")
    wait_for(lambda: latest(house) == version, seconds=60)


def latest(house: House) -> str:
    with (
        suppress(OSError),
        urlopen(f"{house.url}/api/mobile/version?app=0.0.1", timeout=5) as answer,
    ):
        return str(json.load(answer)["latest"])
    return ""
