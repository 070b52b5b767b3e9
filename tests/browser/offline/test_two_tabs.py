"""Two tabs, a closed browser, a full or a forgetful phone."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from playwright.sync_api import Playwright, Request, Route, expect

from tests.browser.offline.conftest import Phones, make_room, prepared
from tests.browser.offline.pocket import SHOTS, Pocket, eventually, pocket_of, strip
from tests.fixtures.browser import launched_over
from tests.fixtures.cast import Cast
from tests.fixtures.live import House

pytestmark = pytest.mark.browser


def test_of_two_tabs_one_sends(pocket: Pocket) -> None:
    asked: Counter[str] = Counter()
    context = pocket.page.context
    context.on(
        "requestfinished", lambda one: asked.update([one.url] if is_of_a_report(one) else [])
    )
    other = pocket_of(context, pocket.house, pocket.cast)
    context.set_offline(True)
    for _number in range(3):
        pocket.report()
        other.report()
    context.set_offline(False)
    pocket.flush()
    other.flush()
    pocket.is_all_sent()
    other.is_all_sent()
    assert len(pocket.arrived()) == 6
    assert len(asked) == 30
    assert set(asked.values()) == {1}


def is_of_a_report(request: Request) -> bool:
    """The phone announces itself by a PUT as well."""
    return request.method == "PUT" and "/api/mobile/" not in request.url


def test_a_tab_takes_over_from_one_that_is_closed_in_the_middle(pocket: Pocket) -> None:
    hung: list[Route] = []
    pocket.page.route("**/api/photos/*", lambda route: one_passes(route, hung))
    pocket.report()
    eventually(pocket.page, lambda: len(hung) > 1)
    other = pocket_of(pocket.page.context, pocket.house, pocket.cast)
    expect(strip(other.page)).to_contain_text("1 of 4 photos sent")
    pocket.page.close()
    other.is_all_sent()
    (anomaly,) = other.arrived()
    assert (anomaly.photos_stored, len(anomaly.photos)) == (4, 4)


def test_a_tab_shows_what_another_one_sends(pocket: Pocket) -> None:
    other = pocket_of(pocket.page.context, pocket.house, pocket.cast)
    pocket.report(address="A" * 301)
    other.shows("refused")
    expect(other.page.locator(".unsent-entry")).to_contain_text("AB-123-CD")


def test_a_browser_that_dies_in_the_middle_goes_on_where_it_was(
    playwright: Playwright, live: House, live_cast: Cast, tmp_path: Path
) -> None:
    errors: list[str] = []

    def opened() -> Pocket:
        context = launched_over(playwright, tmp_path, live.url)
        return pocket_of(prepared(context, live, live_cast.driver, "", errors), live, live_cast)

    first = opened()
    passed: list[Route] = []
    first.page.route("**/api/photos/*", lambda route: one_passes(route, passed))
    first.report()
    eventually(first.page, lambda: len(passed) > 1)
    first.page.context.close()
    again = opened()
    again.is_all_sent()
    (anomaly,) = again.arrived()
    assert (anomaly.photos_stored, len(anomaly.photos)) == (4, 4)
    again.page.context.close()
    assert errors == []


def test_a_full_phone_is_told_and_nothing_half_is_kept(phones: Phones) -> None:
    pocket = phones(storage=400_000)
    pocket.page.evaluate(SHOTS)
    eventually(pocket.page, lambda: pocket.run(KEEP_LARGE) == "StorageFull")
    let_in = pocket.rows("photos")
    assert pocket.run(ADD_LARGE) == "StorageFull"
    assert (pocket.rows("outbox"), pocket.rows("photos")) == ([], let_in)
    make_room(pocket.page.context, pocket.house, None)
    assert pocket.run(ADD_LARGE) == "kept"
    assert len(pocket.rows("photos")) == len(let_in) + 2


# The name of what went wrong, "kept" where nothing did.
ADD_LARGE = """
    const photos = await taken(2, 1500);
    const entry = { id: photos[0].id, kind: "report", url: "/api/anomalies/" + photos[0].id, record: {}, photos };
    return outbox.add(entry).then(() => "kept", (problem) => problem.constructor.name);
"""
KEEP_LARGE = """
    const { keepPhoto } = await import("billun/offline/drafts");
    const [shot] = await taken(1, 1000);
    return keepPhoto("some draft", shot).then(() => "kept", (problem) => problem.constructor.name);
"""

PERSISTENCE = """
    globalThis.asked = 0;
    if (globalThis.StorageManager) StorageManager.prototype.persist = async () => (asked += 1);
"""


def test_the_phone_is_asked_to_keep_it_at_the_first_report(phones: Phones) -> None:
    pocket = phones(script=PERSISTENCE)
    assert pocket.page.evaluate("asked") == 0
    pocket.report(photos=0)
    assert pocket.page.evaluate("asked") == 1


FORGETFUL = "IDBFactory.prototype.open = () => { throw new DOMException('no', 'SecurityError'); }"


def test_a_browser_that_keeps_nothing_says_so_and_sends_all_the_same(phones: Phones) -> None:
    pocket = phones(script=FORGETFUL)
    pocket.page.context.set_offline(True)
    pocket.report()
    pocket.shows("offline")
    expect(strip(pocket.page)).to_contain_text("stay on this page until all is sent")
    expect(pocket.page.locator("[data-unkept]")).to_be_visible()
    pocket.page.context.set_offline(False)
    pocket.is_all_sent()
    assert [one.photos_stored for one in pocket.arrived()] == [4]


def test_leaving_is_warned_of_only_where_the_browser_keeps_nothing(phones: Phones) -> None:
    assert leaving_asks(phones(script=FORGETFUL))
    assert not leaving_asks(phones())


MOBILE_NETWORK = """
    globalThis.network = Object.assign(new EventTarget(), { type: "cellular" });
    Object.defineProperty(Navigator.prototype, "connection", { get: () => network });
"""


def test_photos_wait_for_wifi_where_that_was_chosen_but_not_the_red_ones(phones: Phones) -> None:
    pocket = phones(script=MOBILE_NETWORK)
    pocket.page.get_by_label("Photos on Wi-Fi only").check()
    pocket.report()
    pocket.report(criticality="red")
    pocket.shows("waiting-for-wifi")
    stored = {one.criticality: one.photos_stored for one in pocket.arrived()}
    assert stored == {"orange": 0, "red": 4}
    assert len(pocket.rows("photos")) == 4
    pocket.page.evaluate("network.type = 'wifi'; network.dispatchEvent(new Event('change'))")
    pocket.is_all_sent()
    assert [one.photos_stored for one in pocket.arrived()] == [4, 4]


def test_the_choice_is_not_offered_where_the_browser_knows_no_network(phones: Phones) -> None:
    script = "Object.defineProperty(Navigator.prototype, 'connection', { get: () => undefined })"
    pocket = phones(script=script)
    expect(pocket.page.locator("[data-storage]")).to_be_visible()
    expect(pocket.page.get_by_label("Photos on Wi-Fi only")).to_be_hidden()


def test_what_somebody_else_left_waits_for_them_and_is_named(pocket: Pocket) -> None:
    pocket.page.context.set_offline(True)
    pocket.report()
    pocket.page.context.clear_cookies()
    pocket.page.context.set_offline(False)
    pocket.page.goto("/sign-in")
    expect(strip(pocket.page)).to_contain_text(f"1 report of {pocket.cast.driver.name}, ")
    pocket.sign_in(pocket.cast.other_driver)
    pocket.page.goto("/drive/unsent")
    pocket.shows("foreign")
    expect(strip(pocket.page)).to_contain_text("1 report of another account waits")
    expect(strip(pocket.page)).to_contain_text(f"Sign in as {pocket.cast.driver.name}, ")
    expect(pocket.page.locator("[data-foreign-entries]")).to_contain_text(
        f"sign in as {pocket.cast.driver.name}, "
    )
    assert pocket.arrived() == []
    pocket.sign_in(pocket.cast.driver)
    pocket.page.goto("/drive/unsent")
    pocket.is_all_sent()
    assert [one.reporter_id for one in pocket.arrived()] == [pocket.cast.driver.membership_id]


def one_passes(route: Route, passed: list[Route]) -> None:
    """The first photo gets through, the others hang."""
    passed.append(route)
    if len(passed) == 1:
        route.continue_()


def leaving_asks(pocket: Pocket) -> bool:
    pocket.page.context.set_offline(True)
    pocket.report(photos=0)
    pocket.shows("offline")
    return bool(pocket.page.evaluate(LEAVE))


LEAVE = """
    () => !window.dispatchEvent(new Event("beforeunload", { cancelable: true }))
"""
