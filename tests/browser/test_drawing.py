"""Drawing on a copy in a browser: with a mouse, with a finger, with the keyboard, by day and by night."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from billun.extensions import db
from billun.models import Drawing
from tests.browser.offline.pocket import eventually
from tests.browser.readable import faults
from tests.fixtures.browser import DESK, PHONE, Opening
from tests.fixtures.callers import Caller
from tests.fixtures.cast import Cast
from tests.fixtures.live import House
from tests.fixtures.reports import Shot, jpeg, report, send_photo, send_report

pytestmark = pytest.mark.browser


@pytest.fixture
def photo(live: House, live_cast: Cast) -> str:
    """A photo that its worker has developed."""
    driver = Caller(
        live.app.test_client(), {"Authorization": f"Bearer {live.token(live_cast.driver)}"}
    )
    body = report(live_cast.lorry.id, [], criticality="red", photos_later=True)
    shot = Shot(UUID(int=7), jpeg(3, 640, 480))
    assert send_photo(driver, send_report(driver, body).body["id"], shot).status == 201
    return str(shot.id)


def editor(page: Page, photo: str) -> None:
    path = f"/photos/{photo}/drawing"
    eventually(page, lambda: page.request.get(path).status == 200)
    page.goto(path)
    expect(page.locator(".is-working")).to_be_visible()


def drag(page: Page, start: tuple[float, float], end: tuple[float, float]) -> None:
    """A finger or a mouse over the photo, in its proportions."""
    box = page.locator("[data-stage] image").first.bounding_box()
    assert box is not None
    (x, y), (to_x, to_y) = (
        (box["x"] + box["width"] * across, box["y"] + box["height"] * down)
        for across, down in (start, end)
    )
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(to_x, to_y, steps=3)
    page.mouse.up()


def kept(live: House) -> list[dict[str, Any]]:
    """The shapes of the one drawing that the server has."""

    def read() -> list[dict[str, Any]]:
        drawing = db.session.scalar(db.select(Drawing))
        return drawing.shapes if drawing else []

    return live.look(read)


def test_on_a_desk_with_a_mouse(
    opening: Opening, live: House, live_cast: Cast, photo: str, complaints: list[str]
) -> None:
    page = opening(live_cast.mechanic, DESK)
    editor(page, photo)
    shapes = page.locator("[data-number]")
    drag(page, (0.1, 0.1), (0.4, 0.4))
    page.get_by_role("button", name="Circle", exact=True).click()
    page.get_by_role("button", name="Yellow").click()
    drag(page, (0.5, 0.3), (0.9, 0.7))
    page.get_by_role("button", name="Undo").click()
    expect(shapes).to_have_count(1)
    page.get_by_role("button", name="Redo").click()
    page.get_by_role("button", name="Words", exact=True).click()
    drag(page, (0.2, 0.9), (0.2, 0.9))
    page.keyboard.type("Torn here")
    page.get_by_role("button", name="Blur", exact=True).click()
    drag(page, (0.6, 0.05), (0.9, 0.25))
    page.get_by_role("button", name="Move").click()
    drag(page, (0.75, 0.15), (0.65, 0.25))
    expect(shapes).to_have_count(4)
    assert faults(page) == []
    page.get_by_role("button", name="Save the drawing").click()
    page.wait_for_url(f"**/photos/{photo}#drawings")
    expect(page.locator(".drawn-picture img")).to_have_js_property("complete", True)
    arrow, circle, words, veil = kept(live)
    assert (arrow["from"], arrow["colour"]) == (pytest.approx([0.1, 0.1], abs=0.01), "red")
    assert (circle["centre"], circle["colour"]) == (pytest.approx([0.7, 0.5], abs=0.01), "yellow")
    assert words["text"] == "Torn here"
    assert veil["from"] == pytest.approx([0.5, 0.15], abs=0.02)
    assert faults(page) == []
    assert complaints == []


def test_on_a_phone_with_the_keyboard_alone(
    opening: Opening, live: House, live_cast: Cast, photo: str, complaints: list[str]
) -> None:
    page = opening(live_cast.driver, PHONE)
    editor(page, photo)
    page.get_by_role("button", name="Arrow", exact=True).focus()
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowDown")
    page.get_by_role("button", name="Circle", exact=True).press("Enter")
    page.keyboard.press("Delete")
    page.get_by_role("button", name="Words", exact=True).press("Enter")
    page.keyboard.type("Here")
    assert faults(page) == []
    page.get_by_role("button", name="Save the drawing").press("Enter")
    page.wait_for_url(f"**/photos/{photo}#drawings")
    arrow, words = kept(live)
    assert [arrow["from"], arrow["to"]] == [[0.41, 0.4], [0.61, 0.61]]
    assert words["text"] == "Here"
    assert complaints == []


def test_an_answer_that_is_lost_costs_nothing(
    opening: Opening, live: House, live_cast: Cast, photo: str
) -> None:
    page = opening(live_cast.driver, PHONE)
    editor(page, photo)
    page.get_by_role("button", name="Save the drawing").click()
    expect(page.locator("[data-trouble]")).to_have_text("Draw something first.")
    drag(page, (0.1, 0.1), (0.4, 0.4))
    page.route(
        "**/api/photos/*/drawings/*", lambda route: (route.fetch(), route.abort())[1], times=1
    )
    page.get_by_role("button", name="Save the drawing").click()
    expect(page.locator("[data-trouble]")).to_contain_text("try again")
    page.get_by_role("button", name="Save the drawing").click()
    page.wait_for_url(f"**/photos/{photo}#drawings")
    assert live.look(lambda: db.session.query(Drawing).count()) == 1
