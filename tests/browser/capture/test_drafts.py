"""A call, a crash, a dead battery: whatever happens to the phone, the report goes on where it was."""

from __future__ import annotations

import pytest
from playwright.sync_api import CDPSession, Page, expect

from tests.browser.capture.answering import (
    answer_all,
    choose_part,
    file_of,
    go_on,
    go_on_with,
    is_all_sent,
    large_photo,
    let_the_film_go_on,
    report_page,
    send,
    step,
    take_photos,
)
from tests.browser.capture.conftest import Charged, Reported
from tests.browser.offline.pocket import eventually
from tests.fixtures.cast import Cast

pytestmark = pytest.mark.browser

DRAFTS = 'import("billun/offline/drafts").then(({ allDrafts }) => allDrafts())'


def test_a_dead_battery_between_two_photos_loses_nothing(
    charged: Charged, live_cast: Cast, reported: Reported
) -> None:
    with charged() as phone:
        choose_part(phone, live_cast)
        go_on_with(phone, "orange")
        take_photos(phone, until=3)
        expect_kept(phone, photos=3)
    with charged() as phone:
        phone.goto(report_page(live_cast))
        expect(step(phone, "photos")).to_be_visible()
        expect(phone.locator("[data-resumed]")).to_contain_text("You began this")
        expect(phone.locator("label.slot[data-filled]")).to_have_count(3)
        phone.locator("[data-open-camera]:visible").tap()
        let_the_film_go_on(phone)
        phone.locator("[data-camera-shutter]:not(:disabled)").tap()
        expect(phone.locator("label.slot[data-filled]")).to_have_count(4)
        go_on(phone)
        go_on(phone)
        send(phone)
        is_all_sent(phone)
    (anomaly,) = reported()
    assert (anomaly.sub_category, anomaly.criticality, anomaly.photos_stored) == (
        "wear",
        "orange",
        4,
    )


def test_it_goes_on_at_the_step_that_was_reached_with_all_answers(
    phone: Page, live_cast: Cast, reported: Reported
) -> None:
    answer_all(phone, live_cast)
    phone.go_back()
    phone.locator("#description").fill("Since this morning")
    phone.locator("#description").blur()
    expect_kept(phone, photos=4)
    phone.reload()
    expect(step(phone, "where")).to_be_visible()
    expect(phone.locator("#description")).to_have_value("Since this morning")
    expect(phone.locator("[data-position]")).to_have_attribute("data-state", "found")
    phone.go_back()
    expect(step(phone, "photos")).to_be_visible()
    go_on(phone)
    go_on(phone)
    expect(phone.locator("[data-review='sub_category']")).to_have_text("Wear")
    send(phone)
    is_all_sent(phone)
    (anomaly,) = reported()
    assert (anomaly.description, anomaly.latitude) == ("Since this morning", 49.44)
    assert phone.evaluate(DRAFTS) == []


def test_whoever_starts_anew_finds_an_empty_page(phone: Page, live_cast: Cast) -> None:
    choose_part(phone, live_cast)
    expect_kept(phone, photos=0)
    phone.reload()
    phone.locator("[data-start-anew]").tap()
    expect(step(phone, "category")).to_be_visible()
    expect(phone.locator('[name="category"]:checked')).to_have_count(0)
    assert phone.evaluate(DRAFTS) == []


def test_nothing_is_kept_of_a_page_that_was_only_looked_at(phone: Page, live_cast: Cast) -> None:
    phone.goto(report_page(live_cast))
    expect(phone.locator("form[data-ready]")).to_be_visible()
    phone.locator(".capture-stop").tap()
    phone.go_back()
    phone.reload()
    assert phone.evaluate(DRAFTS) == []
    expect(phone.locator("[data-resumed]")).to_be_hidden()


def test_a_draft_belongs_to_its_item(phone: Page, live_cast: Cast) -> None:
    choose_part(phone, live_cast)
    expect_kept(phone, photos=0)
    phone.goto(f"/drive/equipment/{live_cast.loner.billun_id}/report")
    expect(phone.locator("form[data-ready]")).to_be_visible()
    expect(step(phone, "category")).to_be_visible()
    (draft,) = phone.evaluate(DRAFTS)
    assert draft["equipment"] == {
        "id": str(live_cast.lorry.id),
        "billun_id": live_cast.lorry.billun_id,
        "title": "AB-123-CD",
    }


def test_each_item_that_is_in_no_list_has_its_own_draft(phone: Page, live_cast: Cast) -> None:
    for plate in ("AA-111-AA", "BB-222-BB"):
        phone.goto(f"/drive/report?q={plate}")
        expect(phone.locator("form[data-ready]")).to_be_visible()
        expect(phone.locator("[data-resumed]")).to_be_hidden()
        phone.locator("#item_description").fill(f"The trailer {plate}")
        phone.locator("#item_description").blur()
        expect_draft_of(phone, plate)
    for page, going_on in (("/drive", "[data-drafts] a"), ("/drive/unsent", "[data-go-on]")):
        for place, plate in enumerate(("BB-222-BB", "AA-111-AA")):
            phone.goto(page)
            expect(phone.locator(going_on)).to_have_count(2)
            phone.locator(going_on).nth(place).tap()
            expect(phone.locator("#plate")).to_have_value(plate)
            expect(phone.locator("#item_description")).to_have_value(f"The trailer {plate}")


def expect_draft_of(page: Page, plate: str) -> None:
    def is_kept() -> bool:
        kept = [draft["answers"] for draft in page.evaluate(DRAFTS)]
        return any(one["plate"] == plate and "item_description" in one for one in kept)

    eventually(page, is_kept)


def test_a_full_phone_is_told_at_once_and_the_photos_stay_on_the_page(
    phone: Page, live_cast: Cast, reported: Reported
) -> None:
    # Before the first page that keeps something: Chromium remembers for a while how much room there was.
    phone.goto("/health/live")
    quota = phone.context.new_cdp_session(phone)
    limit(quota, phone, 400_000)
    choose_part(phone, live_cast)
    go_on_with(phone, "orange")
    for number in range(4):
        place = phone.locator("label.slot input").nth(number)
        place.set_input_files(file_of(large_photo(number)))
        expect(phone.locator("label.slot[data-filled]")).to_have_count(number + 1)
    full = phone.locator("[data-draft-full]")
    expect(full).to_be_visible()
    go_on(phone)
    go_on(phone)
    send(phone)
    expect(full).to_be_focused()
    assert reported() == []
    limit(quota, phone, None)
    send(phone)
    is_all_sent(phone)
    assert [anomaly.photos_stored for anomaly in reported()] == [4]


def limit(quota: CDPSession, page: Page, size: int | None) -> None:
    origin = page.evaluate("location.origin")
    what = {"origin": origin} | ({} if size is None else {"quotaSize": size})
    quota.send("Storage.overrideQuotaForOrigin", what)


def expect_kept(page: Page, photos: int) -> None:
    eventually(page, lambda: photos in [draft["photos"] for draft in page.evaluate(DRAFTS)])
