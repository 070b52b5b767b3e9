"""The strip on every page, and the page of what waits on the phone."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.offline.conftest import Phones
from tests.browser.offline.pocket import Pocket, eventually, strip
from tests.browser.offline.test_lost_by_the_server import lose_all_reports
from tests.browser.readable import faults
from tests.fixtures.cast import Cast

pytestmark = pytest.mark.browser


def test_the_strip_says_how_much_waits_and_since_when(pocket: Pocket) -> None:
    expect(strip(pocket.page)).to_contain_text("All sent")
    pocket.page.context.set_offline(True)
    pocket.report()
    pocket.report(photos=0)
    expect(strip(pocket.page)).to_contain_text("No network: saved on this phone")
    waiting = re.compile(r"2 reports wait, 0 of 4 photos sent, since \d\d:\d\d")
    expect(strip(pocket.page)).to_contain_text(waiting)
    pocket.page.context.set_offline(False)
    expect(strip(pocket.page)).to_contain_text("All sent")


def test_the_strip_is_read_aloud_when_its_state_changes_alone(pocket: Pocket) -> None:
    pocket.page.evaluate(LISTEN)
    pocket.report()
    pocket.is_all_sent()
    assert pocket.page.evaluate("said.length") <= 3
    assert pocket.page.evaluate("said.at(-1)") == "All sent"


LISTEN = """
    globalThis.said = [];
    const place = document.querySelector("[data-sync-said]");
    new MutationObserver(() => said.push(place.textContent)).observe(place, { childList: true });
"""


def test_pages_of_the_desk_show_the_strip_only_while_something_waits(
    phones: Phones, live_cast: Cast
) -> None:
    pocket = phones(live_cast.manager)
    pocket.page.context.set_offline(True)
    pocket.report(photos=0)
    pocket.page.context.clear_cookies()
    pocket.page.context.set_offline(False)
    pocket.page.goto("/sign-in")
    expect(strip(pocket.page)).to_contain_text(f"1 report of {live_cast.manager.name}")
    pocket.sign_in(live_cast.manager)
    pocket.page.goto("/equipment")
    eventually(pocket.page, lambda: len(pocket.arrived()) == 1)
    expect(strip(pocket.page)).to_be_hidden()


def test_the_icon_shows_the_number(phones: Phones) -> None:
    pocket = phones(script=BADGES)
    pocket.page.context.set_offline(True)
    pocket.report(photos=0)
    pocket.report(photos=0)
    eventually(pocket.page, lambda: pocket.page.evaluate("shown") == 2)
    pocket.page.context.set_offline(False)
    eventually(pocket.page, lambda: pocket.page.evaluate("shown") == 0)


BADGES = """
    globalThis.shown = null;
    navigator.setAppBadge = async (count) => { shown = count; };
    navigator.clearAppBadge = async () => { shown = 0; };
"""


def test_each_report_shows_with_its_photos_and_what_keeps_it(pocket: Pocket) -> None:
    pocket.page.context.set_offline(True)
    pocket.report(side=64)
    entry = entries(pocket.page)
    expect(entry).to_contain_text("AB-123-CD")
    expect(entry).to_contain_text("Tyres and wheels · Wear")
    expect(entry).to_have_attribute("data-state", "unreachable")
    expect(entry.locator(".sending-photo img")).to_have_count(4)
    wide = "img => img.decode().then(() => img.naturalWidth)"
    assert entry.locator(".sending-photo img").first.evaluate(wide) == 64
    pocket.page.context.set_offline(False)
    expect(pocket.page.locator("[data-nothing]")).to_contain_text("All sent")
    expect(entry).to_have_count(0)


def test_a_refused_report_is_mended_where_it_was_made_or_deleted_after_asking(
    pocket: Pocket,
) -> None:
    id = pocket.report(photos=0, address="A" * 301, changes={"path": "/drive/report"})
    entry = entries(pocket.page)
    expect(entry.locator("[data-trouble]")).not_to_be_empty()
    mend = entry.get_by_role("link", name="Mend it")
    expect(mend).to_have_attribute("href", f"/drive/report?mend={id}")
    entry.get_by_role("button", name="Delete it from the phone").tap()
    pocket.page.get_by_role("button", name="Keep it").tap()
    assert len(pocket.entries()) == 1
    entry.get_by_role("button", name="Delete it from the phone").tap()
    pocket.page.get_by_role("button", name="Delete", exact=True).tap()
    expect(entry).to_have_count(0)
    assert pocket.entries() == []


@pytest.mark.parametrize(
    ("kind", "url", "words"),
    [
        (
            "sighting",
            "/api/anomalies/01930000-0000-7000-8000-000000000000/sightings",
            "report it anew",
        ),
        ("walk_around", "/api/walk-arounds", "say it anew"),
    ],
)
def test_a_word_on_what_has_gone_leads_to_the_search_instead_of_a_dead_end(
    pocket: Pocket, kind: str, url: str, words: str
) -> None:
    pocket.run(WORD_ON_WHAT_HAS_GONE, {"kind": kind, "url": url})
    entry = entries(pocket.page)
    expect(entry.locator("[data-trouble]")).to_contain_text(words)
    expect(entry.locator("[data-mend-record]")).to_be_hidden()
    entry.locator("[data-look-anew]").tap()
    expect(pocket.page.locator("#q")).to_have_value("AB-123-CD")


WORD_ON_WHAT_HAS_GONE = """
    const { uuidv7 } = await import("uuidv7");
    const [id, at] = [uuidv7(), new Date().toISOString()];
    const said = { sighting: { kind: "known", seen_at: at }, walk_around: { equipment_id: uuidv7(), occurred_at: at } };
    const [equipment, record] = [{ title: "AB-123-CD" }, { id, ...said[given.kind] }];
    await outbox.add({ id, kind: given.kind, url: given.url, method: "POST", equipment, record });
"""


def test_photos_of_a_report_that_the_server_has_lost_are_told_in_words(pocket: Pocket) -> None:
    id = pocket.report(photos=0)
    pocket.is_all_sent()
    pocket.house.look(lose_all_reports)
    add = "await outbox.addPhotos({ id: given, reference: 'ANO-1', equipment: { title: 'AB-123-CD' } }, await taken(2))"
    pocket.run(add, id)
    entry = entries(pocket.page)
    expect(entry).to_contain_text("does not have this report any more")
    expect(entry).not_to_contain_text("The workshop has your report ANO-1", use_inner_text=True)
    expect(entry.locator("[data-mend-record]")).to_be_hidden()
    assert len(pocket.rows("photos")) == 2
    entry.locator("[data-look-anew]").tap()
    expect(pocket.page.locator("#q")).to_have_value("AB-123-CD")


@pytest.mark.parametrize("is_mixed", [False, True])
def test_what_reports_nothing_is_not_counted_as_a_report(pocket: Pocket, is_mixed: bool) -> None:
    pocket.run(WORD_ON_WHAT_HAS_GONE, {"kind": "walk_around", "url": "/api/walk-arounds"})
    if is_mixed:
        pocket.report(photos=0, address="A" * 301)
    words = "2 entries need your help" if is_mixed else "1 entry needs your help"
    expect(strip(pocket.page)).to_contain_text(words)
    walk = entries(pocket.page).filter(has_text="Nothing to report")
    expect(walk.locator("[data-what]")).to_have_text("Nothing to report")


def test_what_waits_is_worded_in_the_language_of_the_page(pocket: Pocket) -> None:
    """What was kept in English is shown as the page says it now."""
    pocket.page.evaluate("import('billun/offline/synchronising').then((one) => one.synchronise())")
    eventually(pocket.page, lambda: pocket.rows("equipment"))
    pocket.page.context.set_offline(True)
    kept = {"label": "what it was called then"}
    pocket.report(photos=0, changes=kept)
    pocket.report(photos=0, changes=kept, category="other", sub_category=None)
    pocket.page.evaluate("document.documentElement.lang = 'fr'")
    pocket.report(photos=0, changes=kept)
    shown = entries(pocket.page).locator("[data-what]")
    expect(shown).to_have_text(["Pneus et roues · Usure", "Stop now", "Pneus et roues · Usure"])


def test_a_report_that_waits_cannot_be_deleted(pocket: Pocket) -> None:
    pocket.page.context.set_offline(True)
    pocket.report(photos=0)
    expect(entries(pocket.page)).to_have_attribute("data-state", "unreachable")
    expect(pocket.page.get_by_role("button", name="Delete it from the phone")).to_be_hidden()


def test_a_refused_photo_is_taken_again_with_the_phones_camera(
    pocket: Pocket, picture: bytes
) -> None:
    pocket.page.route("**/api/photos/*", refusing_once())
    pocket.report(photos=4)
    row = pocket.page.locator('.sending-photo[data-state="refused"]')
    expect(row).to_contain_text("No picture.")
    with pocket.page.expect_file_chooser() as chooser:
        row.get_by_role("button", name="Take it again").tap()
    chooser.value.set_files({"name": "p.jpg", "mimeType": "image/jpeg", "buffer": picture})
    pocket.is_all_sent()
    assert [one.photos_stored for one in pocket.arrived()] == [4]
    assert {photo.guide for photo in pocket.arrived()[0].photos} == {
        "overview", "plate_or_label", "whole_tyre", "tyre_close_up",
    }  # fmt: skip


def test_a_refused_photo_is_left_out_after_asking(pocket: Pocket) -> None:
    pocket.page.route("**/api/photos/*", refusing_once())
    pocket.report()
    pocket.page.locator('[data-state="refused"]').get_by_role("button", name="Leave it out").tap()
    pocket.page.get_by_role("button", name="Delete", exact=True).tap()
    pocket.is_all_sent()
    assert [one.photos_stored for one in pocket.arrived()] == [3]


def test_signed_out_the_page_leads_to_the_sign_in_and_back(pocket: Pocket) -> None:
    pocket.page.context.clear_cookies()
    pocket.report(photos=0)
    entries(pocket.page).get_by_role("link", name="Sign in again").tap()
    pocket.page.wait_for_url("**/sign-in?next=/drive/unsent")
    expect(strip(pocket.page)).to_contain_text(f"1 report of {pocket.cast.driver.name}")


def test_photos_taken_on_the_page_of_a_report_go_at_once_and_show(pocket: Pocket) -> None:
    pocket.report(photos=0)
    pocket.is_all_sent()
    (anomaly,) = pocket.arrived()
    pocket.page.goto(f"/drive/reports/{anomaly.reference}")
    pocket.page.locator("[data-open-camera]:visible").tap()
    for number in range(1, 5):
        pocket.page.locator("[data-camera-shutter]:not(:disabled)").tap()
        expect(pocket.page.locator("label.slot[data-filled]")).to_have_count(number)
    eventually(pocket.page, lambda: pocket.arrived()[0].photos_stored == 4)
    expect(pocket.page.locator("[data-sending]")).to_have_attribute("data-state", "done")
    expect(pocket.page.locator("[data-sent-count]")).to_have_text("4 of 4 photos sent")


def test_what_is_unfinished_is_gone_on_with_or_thrown_away(pocket: Pocket) -> None:
    pocket.page.evaluate(KEEP_DRAFT)
    pocket.page.reload()
    draft = pocket.page.locator("[data-draft-list] > li")
    expect(draft).to_contain_text("AB-123-CD")
    expect(draft.get_by_role("link", name="Go on")).to_have_attribute("href", "/drive/report")
    draft.get_by_role("button", name="Throw away").tap()
    pocket.page.get_by_role("button", name="Delete", exact=True).tap()
    expect(draft).to_have_count(0)
    assert pocket.rows("drafts") == []


KEEP_DRAFT = """
    import("billun/offline/drafts").then(({ keepDraft }) => keepDraft({
        id: "a", kind: "report", path: "/drive/report", startedAt: new Date().toISOString(), answers: {},
        equipment: { id: "x", billun_id: "BLN", title: "AB-123-CD" }, step: "photos",
    }))
"""


def test_the_room_that_it_takes_is_told_in_words(pocket: Pocket) -> None:
    room = re.compile(r"Billun uses [\d.,]+ [kMG]B of the [\d.,]+ [MG]B")
    expect(pocket.page.locator("[data-storage]")).to_contain_text(room)


def test_the_page_is_readable_by_all(pocket: Pocket) -> None:
    pocket.page.route("**/api/photos/*", refusing_once())
    pocket.page.evaluate(KEEP_DRAFT)
    pocket.report()
    pocket.report(photos=0, address="A" * 301)
    pocket.page.context.set_offline(True)
    pocket.report(photos=1)
    pocket.page.evaluate("import('billun/offline/outbox').then(({ outbox }) => outbox.refresh())")
    eventually(pocket.page, lambda: len(pocket.entries()) == 3)
    assert faults(pocket.page) == []


def entries(page: Page) -> Locator:
    return page.locator("[data-entries] > li")


def refusing_once() -> Callable[[Route], None]:
    refused: list[str] = []

    def refuse(route: Route) -> None:
        if refused:
            return route.continue_()
        refused.append(route.request.url)
        problem: dict[str, Any] = {"detail": "No picture.", "errors": {}}
        return route.fulfill(status=415, json=problem, content_type="application/problem+json")

    return refuse
