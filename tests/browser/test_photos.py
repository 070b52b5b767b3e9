"""Photos at a desk and on a phone: opened, described, ordered, compared; many of them; and the map of what is open."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from playwright.sync_api import Page, Request, expect

from billun.extensions import db
from billun.models import Anomaly, Criticality, Site
from billun.models.base import new_id, now
from tests.browser.readable import faults
from tests.fixtures.browser import PHONE, Opening
from tests.fixtures.cast import Cast
from tests.fixtures.live import House
from tests.fixtures.photos import add_ready_photos
from tests.fixtures.reports import report, shots
from tests.flows.phone import Phone

pytestmark = pytest.mark.browser

MANY = 500
MARKS = 2_000
AT_FIRST = 60


def sent(live: House, cast: Cast) -> dict[str, str]:
    """A report whose four photos have arrived."""
    driver, taken = Phone(live, cast.driver), shots()
    made: dict[str, str] = driver.send_report(str(uuid4()), report(cast.lorry.id, taken)).json()
    for shot in taken:
        driver.send_photo(made["id"], shot)
    return made


def developed(page: Page, made: dict[str, str]) -> list[str]:
    page.goto(f"/anomalies/{made['reference']}")
    expect(page.locator("#gallery img")).to_have_count(4)
    return [one.get_attribute("id") or "" for one in page.locator("#gallery figure").all()]


def test_a_photo_is_looked_at_described_ordered_and_compared(
    opening: Opening, live: House, live_cast: Cast, complaints: list[str]
) -> None:
    sent(live, live_cast)
    page = opening(live_cast.manager)
    reference = (made := sent(live, live_cast))["reference"]
    names = developed(page, made)
    # The next one by key; its name in the address opens it again, and closing leads back to it.
    page.locator("#gallery a").first.press("Enter")
    expect(page.locator(".pswp--open .pswp__caption")).to_have_text("Overview")
    expect(page.locator(".pswp")).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".pswp--open .pswp__caption")).to_have_text("Plate or label")
    assert page.url.endswith(f"#{names[1]}")
    page.keyboard.press("Escape")
    expect(page.locator(".pswp--open")).to_have_count(0)
    expect(page.locator(f"#{names[1]} a")).to_be_focused()
    page.goto(f"/anomalies/{reference}#{names[2]}")
    page.reload()
    page.locator(".pswp--open").get_by_role("link", name="Details").click()
    expect(page).to_have_url(f"{live.url}/photos/{names[2].removeprefix('photo-')}")
    page.get_by_label("Caption").fill("Torn from the second post on")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".photo-large figcaption")).to_have_text("Torn from the second post on")
    # By its arrow and by the mouse.
    places = page.locator(".photo-place-name")
    page.get_by_role("button", name="Overview later").click()
    expect(places.nth(1)).to_contain_text("Overview")
    page.locator(".photo-place").nth(3).drag_to(page.locator(".photo-place").nth(0))
    expect(places.nth(0)).to_contain_text("Close-up")
    assert faults(page) == []
    page.get_by_role("link", name="Compare").click()
    views = page.locator("[data-view] .photo-frame")
    page.locator("[data-compare=on]").press("+")
    assert [scale(view) for view in (views.nth(0), views.nth(1))] == [1.25, 1.25]
    page.set_viewport_size(PHONE["viewport"])
    page.locator("[data-wipe]").fill("20")
    later = page.locator("[data-pane=later] [data-view]")
    expect(later).to_have_css("clip-path", re.compile("80%"))
    assert faults(page) == []
    assert complaints == []


def scale(view: object) -> float:
    return float(view.evaluate("one => new DOMMatrix(getComputedStyle(one).transform).a"))  # type: ignore[attr-defined]


def test_five_hundred_photos_are_fetched_where_one_looks(
    opening: Opening, live: House, live_cast: Cast, complaints: list[str]
) -> None:
    made = sent(live, live_cast)
    live.look(lambda: add_ready_photos(made["id"], MANY, sizes=("thumb",)))
    page, asked = opening(live_cast.mechanic), []

    def note(request: Request) -> None:
        if "/photos/" in request.url and "/equipment/" not in request.url:
            asked.append(request.url)

    page.on("request", note)
    page.add_init_script(SHIFTS)
    page.goto(f"/equipment/{live_cast.lorry.billun_id}/photos")
    figures = page.locator(".wall-photo")
    expect(page.locator(".wall-photo img").first).to_have_js_property("complete", True)
    at_first = figures.count()
    assert at_first <= 2 * AT_FIRST
    assert 0 < len(asked) < at_first
    assert faults(page) == []
    for _ in range(MANY // AT_FIRST):
        reached = figures.count()
        page.mouse.wheel(0, 100_000)
        if reached < MANY:
            expect(figures.nth(reached)).to_be_attached()
    expect(figures).to_have_count(MANY + 4)
    assert len(asked) == len(set(asked))
    assert page.evaluate("globalThis.shifted") == 0
    assert complaints == []


SHIFTS = """
globalThis.shifted = 0;
new PerformanceObserver((list) => {
  for (const { sources, value } of list.getEntries()) {
    if (sources.some(({ node }) => node?.parentElement?.closest(".photo-wall"))) globalThis.shifted += value;
  }
}).observe({ type: "layout-shift", buffered: true });
"""


def test_two_thousand_marks_are_counted_together(
    opening: Opening, live: House, live_cast: Cast, complaints: list[str]
) -> None:
    live.look(lambda: spread(live_cast))
    page = opening(live_cast.manager)
    page.route("**/logo.svg", lambda route: route.fulfill(body="no picture"))
    page.goto("/anomalies/map")
    expect(page.locator(".map-missing")).to_have_text(re.compile("marks are right"))
    expect(page.locator(".place-name")).to_have_text("Rouen")
    expect(page.locator(".leaflet-control-scale")).to_contain_text("km")
    page.unroute("**/logo.svg")
    drawn = page.locator(".open-mark")
    expect(page.locator("[data-open-map]")).to_have_attribute("data-drawn", str(MARKS))
    assert 1 < drawn.count() < 400
    assert sum(int(text) for text in page.locator(".open-mark b").all_text_contents()) > MARKS / 2
    page.locator(".map-levels").get_by_text("Stop now").click()
    expect(page.locator("[data-open-map]")).to_have_attribute("data-drawn", str(MARKS // 4))
    expect(page.locator("#map-list")).to_contain_text(f"{MARKS // 4} open reports")
    # Closer by keyboard, until one is alone and leads to its report.
    before = drawn.count()
    drawn.first.focus()
    page.keyboard.press("Enter")
    expect(drawn).not_to_have_count(before)
    expect(page.locator(".map-missing")).to_have_count(0)
    Phone(live, live_cast.driver).send_report(
        str(uuid4()), report(live_cast.lorry.id, [], criticality="red", photos_later=True)
    )
    expect(page.locator("[data-open-map]")).to_have_attribute("data-drawn", str(MARKS // 4 + 1))
    page.set_viewport_size(PHONE["viewport"])
    assert faults(page) == []
    assert complaints == []


def spread(cast: Cast) -> None:
    """As many open reports, a quarter of each criticality, over northern France; and where the site is."""
    site = db.session.get_one(Site, cast.site_id)
    site.latitude, site.longitude = 49.44, 1.09
    for number in range(MARKS):
        at = now() - timedelta(minutes=number)
        db.session.add(
            Anomaly(
                id=new_id(), reference=f"ANO-2026-{number:06d}", company_id=cast.vauquelin,
                equipment_id=cast.lorry.id, reporter_id=cast.driver.membership_id, category="other",
                criticality=(level := list(Criticality)[number % 4]), criticality_reported=level,
                occurred_at=at, received_at=at, content={},
                latitude=47 + number % 43 / 20, longitude=0.5 + number % 47 / 15,
            )
        )  # fmt: skip
