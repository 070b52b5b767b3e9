"""Where on it: a touch on the drawing, or a line of a list."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from billun.catalogue import catalogue
from tests.browser.capture.answering import (
    choose,
    file_of,
    go_on,
    go_on_with,
    is_all_sent,
    large_photo,
    report_page,
    send,
    step,
    take_photos,
)
from tests.browser.capture.conftest import Reported
from tests.browser.offline.pocket import eventually
from tests.fixtures.cast import Cast

pytestmark = pytest.mark.browser

CATALOGUE_KEPT = """
async () => Boolean(await (await import("billun/offline/database")).database()
    .then((kept) => kept.get("meta", "catalogue")))
"""

SPOTS = catalogue.outline_for("vehicle", "tractor_unit").spots
MIRROR = SPOTS["left_mirror"]


def test_a_touch_near_a_spot_chooses_and_names_it(
    phone: Page, live_cast: Cast, reported: Reported
) -> None:
    open_drawing(phone, live_cast)
    touch(phone, MIRROR.x + 1, MIRROR.y - 1)
    expect(phone.locator("[data-spot-name]")).to_have_text(MIRROR.label("en"))
    go_on(phone)
    phone.locator('.line:has([value="happened"])').tap()
    go_on_with(phone, "orange")
    take_photos(phone)
    go_on(phone)
    go_on(phone)
    expect(phone.locator('[data-review="spot"]')).to_have_text(MIRROR.label("en"))
    expect(phone.locator('[data-review="circumstance"]')).to_have_text("Just happened")
    send(phone)
    is_all_sent(phone)
    assert [anomaly.spot for anomaly in reported()] == ["left_mirror"]


def test_every_corner_of_the_drawing_means_some_spot(phone: Page, live_cast: Cast) -> None:
    open_drawing(phone, live_cast)
    names = set()
    for x, y in ((1, 1), (99, 1), (1, 99), (99, 99), (50, 50)):
        touch(phone, x, y)
        names.add(phone.locator("[data-spot-name]").inner_text())
    assert len(names) > 3
    assert names <= {spot.label("en") for spot in SPOTS.values()}


def test_the_list_answers_by_keyboard_and_takes_the_answer_back(
    phone: Page, live_cast: Cast
) -> None:
    open_drawing(phone, live_cast)
    phone.locator(".spot-list summary").press("Enter")
    phone.locator(f'[name="spot"][value="{MIRROR.key}"]').press("Space")
    expect(phone.locator("[data-spot-name]")).to_have_text(MIRROR.label("en"))
    expect(phone.locator("[data-spot-mark] circle")).to_have_count(2)
    phone.locator('[name="spot"][value=""]').press("Space")
    expect(phone.locator("[data-spot-mark] circle")).to_have_count(0)


def test_the_list_comes_into_sight_when_it_is_opened(phone: Page, live_cast: Cast) -> None:
    open_drawing(phone, live_cast)
    phone.locator(".spot-list summary").tap()
    expect(phone.locator(".spot-list .line").nth(2)).to_be_in_viewport(ratio=1)
    top_of = "one => one.getBoundingClientRect().top"
    first = phone.locator(".spot-list .line").nth(2)
    foot = step(phone, "spot").locator(".step-foot")
    eventually(phone, lambda: first.evaluate(top_of) + 60 < foot.evaluate(top_of))


def test_an_item_that_nobody_knows_has_the_drawing_of_its_family(phone: Page) -> None:
    phone.goto("/drive")
    eventually(phone, lambda: bool(phone.evaluate(CATALOGUE_KEPT)))
    phone.goto("/drive/report")
    phone.locator('.tile:has([value="trailer"])').tap()
    phone.locator("#item_description").fill("White, by the gate")
    go_on(phone)
    choose(phone, "tyres", "wear")
    expect(step(phone, "spot").locator("img")).to_be_visible()
    names = phone.locator("[data-spot-list] input").evaluate_all("all => all.map(one => one.value)")
    assert names == list(catalogue.outline_for("trailer", None).spots)


def test_without_scripts_the_spots_are_a_list(
    plain: Page, live_cast: Cast, reported: Reported
) -> None:
    plain.goto(report_page(live_cast))
    plain.locator('[name="category"][value="tyres"]').check(force=True)
    plain.locator(".spot-list summary").tap()
    plain.locator(f'[name="spot"][value="{MIRROR.key}"]').check()
    plain.locator('[name="criticality"][value="orange"]').check()
    for number in range(4):
        plain.locator("label.slot input").nth(number).set_input_files(file_of(large_photo(number)))
    send(plain)
    plain.wait_for_url("**/drive/reports/*")
    assert [anomaly.spot for anomaly in reported()] == [MIRROR.key]


def open_drawing(page: Page, cast: Cast) -> None:
    page.goto(report_page(cast))
    choose(page, "tyres", "wear")
    expect(step(page, "spot")).to_be_visible()


def touch(page: Page, x: float, y: float) -> None:
    """Touch the drawing at so many per cent of its width and height."""
    box = page.locator("[data-spot-picture]").bounding_box()
    assert box
    page.touchscreen.tap(box["x"] + box["width"] * x / 100, box["y"] + box["height"] * y / 100)
