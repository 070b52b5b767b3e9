"""The register at a desk: search while typing, ticks that last, the side panel, the kind that changes the form."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, Route, expect

from billun.extensions import db
from billun.models import Equipment, Membership
from billun.operations.after_commit import tell_after_commit
from billun.operations.equipment import EquipmentForm, add_equipment
from tests.browser.offline.pocket import eventually
from tests.fixtures.browser import PHONE, Opening
from tests.fixtures.cast import Cast
from tests.fixtures.live import House

pytestmark = pytest.mark.browser

NEWS = "htmx.trigger(document.body, 'equipment', {})"


@pytest.fixture
def fleet(live: House, live_cast: Cast) -> Cast:
    """Sixty vans beside the lorry and the loner: more than a page."""

    def add() -> None:
        manager = db.session.get_one(Membership, live_cast.manager.membership_id)
        for number in range(60):
            add_equipment(manager, EquipmentForm(kind="van", plate=f"VA-{number:03}-NN"))

    live.look(add)
    return live_cast


@pytest.fixture
def page(opening: Opening, fleet: Cast) -> Page:
    opened = opening(fleet.manager)
    opened.goto("/equipment")
    expect(opened.locator(".live-mark")).to_have_attribute("data-live", "live")
    return opened


def test_the_list_narrows_while_one_types_and_chooses(page: Page, complaints: list[str]) -> None:
    page.get_by_role("searchbox", name="Find equipment").press_sequentially("va 00")
    expect(page.locator(".list-found")).to_contain_text("10 items")
    expect(page).to_have_url(re.compile(r"\?q=va\+00$"))
    page.locator(".equipment-filters [name=status]").select_option("active")
    page.get_by_role("searchbox", name="Find equipment").fill("nothing like it")
    expect(page.get_by_role("heading", name="Nothing matches")).to_be_visible()
    page.get_by_role("searchbox", name="Find equipment").fill("va 00")
    expect(page.locator(".list-found")).to_contain_text("10 items")
    page.get_by_role("link", name=re.compile("Without the filter Status")).click()
    expect(page).to_have_url(re.compile(r"\?q=va\+00$"))
    expect(page.locator(".list-found")).to_contain_text("10 items")
    assert complaints == []


def test_ticks_outlast_the_news_and_are_changed_together(
    page: Page, live: House, fleet: Cast, complaints: list[str]
) -> None:
    bar = page.get_by_role("group", name="What to do with the chosen items")
    expect(bar).to_be_hidden()
    page.get_by_role("checkbox", name="VA-001-NN").check()
    page.get_by_role("checkbox", name="VA-002-NN").check()
    expect(bar).to_contain_text("2 chosen")
    with page.expect_response(lambda answer: "/equipment" in answer.url):
        live.look(lambda: tell_after_commit(fleet.vauquelin, "equipment", fleet.lorry.id))
    expect(page.get_by_role("checkbox", name="VA-002-NN")).to_be_checked()
    bar.get_by_label("Change").select_option(label="Rouen")
    bar.get_by_role("button", name="Apply").click()
    expect(page.get_by_text("2 items changed.")).to_be_visible()
    assert live.look(lambda: at_site(fleet)) == 3
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("2 items are as before.")).to_be_visible()
    assert live.look(lambda: at_site(fleet)) == 1
    assert complaints == []


def at_site(fleet: Cast) -> int:
    return db.session.query(Equipment).where(Equipment.site_id == fleet.site_id).count()


def test_all_found_can_be_meant_and_another_filter_forgets_it(
    page: Page, live: House, fleet: Cast
) -> None:
    page.get_by_label("All on this page").check()
    bar = page.get_by_role("group", name="What to do with the chosen items")
    expect(bar).to_contain_text("50 chosen")
    bar.get_by_role("button", name="Choose all 62 found").click()
    expect(bar).to_contain_text("All 62 found")
    page.locator(".equipment-filters [name=kind]").select_option("van")
    expect(page.locator(".list-found")).to_contain_text("60 items")
    expect(bar).not_to_contain_text("All 60 found")
    bar.get_by_role("button", name="Choose all 60 found").click()
    bar.get_by_label("Change").select_option(label="Rouen")
    bar.get_by_role("button", name="Apply").click()
    expect(page.get_by_text("60 items changed.")).to_be_visible()
    assert live.look(lambda: at_site(fleet)) == 61


def test_a_row_opens_beside_the_list(page: Page, complaints: list[str]) -> None:
    page.get_by_role("link", name="VA-003-NN").click()
    panel = page.get_by_role("complementary", name="The chosen item")
    expect(panel).to_contain_text("VA-003-NN")
    expect(page).to_have_url(re.compile(r"/equipment$"))
    page.get_by_role("link", name="VA-004-NN").click()
    expect(panel).to_contain_text("VA-004-NN")
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(page.get_by_role("link", name="VA-004-NN")).to_be_focused()
    assert complaints == []


def test_the_columns_of_a_device_are_remembered(page: Page) -> None:
    page.get_by_text("Columns").click()
    page.get_by_role("checkbox", name="VIN").check()
    expect(page.get_by_role("columnheader", name="VIN")).to_be_visible()
    page.reload()
    expect(page.get_by_role("cell", name="VF611A000LD012345")).to_be_visible()


def test_what_comes_while_an_answer_is_under_way_is_asked_for_after_it(page: Page) -> None:
    held = holding(page, "**/equipment")
    until_held(page, held, NEWS)
    page.get_by_text("Columns").click()
    page.get_by_role("checkbox", name="VIN").check()
    held[0].continue_()
    expect(page.get_by_role("columnheader", name="VIN")).to_be_visible()


def test_news_that_waited_for_a_filter_ask_for_what_it_shows(page: Page) -> None:
    held = holding(page, "**/equipment?kind=van")
    asked: list[str] = []
    page.on(
        "request",
        lambda request: asked.append(request.url) if request.resource_type == "fetch" else None,
    )
    page.locator(".equipment-filters [name=kind]").select_option("van")
    until_held(page, held)
    page.evaluate(NEWS)
    held[0].continue_()
    eventually(page, lambda: len(asked) == 2)
    assert [url.partition("?")[2] for url in asked] == ["kind=van", "kind=van"]
    expect(page.locator(".list-found")).to_contain_text("60 items")


def holding(page: Page, address: str) -> list[Route]:
    """The first request for this address, kept from the server until somebody lets it go on."""
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route(address, hold, times=1)
    return held


def until_held(page: Page, held: list[Route], news: str = "") -> None:
    while not held:
        page.evaluate(news or "0")
        page.wait_for_timeout(100)


def test_another_kind_shows_its_fields_and_keeps_what_was_typed(
    page: Page, complaints: list[str]
) -> None:
    page.goto("/equipment/new")
    page.get_by_role("link", name="Curtain-sider").click()
    page.get_by_label("Fleet number").fill("R-900")
    expect(page.get_by_label("ATP class")).to_have_count(0)
    page.locator("#kind").select_option("refrigerated")
    expect(page.get_by_label("ATP class")).to_have_count(1)
    expect(page.get_by_label("Fleet number")).to_have_value("R-900")
    page.get_by_role("button", name="Add equipment").click()
    expect(page.get_by_role("heading", name=re.compile("R-900"))).to_be_visible()
    assert complaints == []


def test_two_editors_do_not_overwrite_each_other(opening: Opening, page: Page, fleet: Cast) -> None:
    address = f"/equipment/{fleet.lorry.billun_id}/edit"
    other = opening(fleet.site_manager)
    page.goto(address)
    other.goto(address)
    other.locator("#make").fill("DAF")
    other.get_by_role("button", name="Save").click()
    expect(other.get_by_role("link", name="Edit")).to_be_visible()
    page.locator("#make").fill("Volvo")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("Somebody saved before you")
    expect(page.locator("#make-theirs")).to_contain_text("DAF")
    expect(page.locator("#make")).to_have_value("Volvo")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".item-kind")).to_contain_text("Volvo")


def test_a_phone_has_the_further_places_one_touch_away(opening: Opening, fleet: Cast) -> None:
    page = opening(fleet.manager, PHONE)
    page.goto("/equipment")
    places = page.get_by_role("navigation", name="Places")
    expect(places.get_by_role("link", name="People")).to_be_hidden()
    places.get_by_text("More").click()
    expect(places.get_by_role("link", name="People")).to_be_visible()
    expect(places.get_by_role("link", name="Company")).to_be_visible()
