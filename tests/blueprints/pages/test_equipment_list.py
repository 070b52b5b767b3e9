"""The list of equipment as a page: filters in the address, columns, many items at once."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from typing import Any

import pytest

from billun.extensions import db
from billun.models import Equipment, EquipmentStatus
from tests.fixtures.callers import Answer, Caller
from tests.fixtures.cast import Cast, Person
from tests.fixtures.pages import submit

Browsing = Callable[[Person], Caller]
Look = Callable[[Callable[[], Any]], Any]


@pytest.fixture
def page(browsing: Browsing, cast: Cast) -> Caller:
    return browsing(cast.manager)


def rows(answer: Answer) -> list[str]:
    return re.findall(r'<tr id="item-([^"]+)"', answer.text)


def chips(answer: Answer) -> list[str]:
    """Where each chip leads that takes a filter off."""
    return [
        html.unescape(url)
        for url in re.findall(r'class="chip chip-set"\s+href="([^"]+)"', answer.text)
    ]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("kind=tractor_unit", ["lorry"]),
        ("family=trailer", ["loner"]),
        ("site_id={site}", ["lorry"]),
        ("workshop_id={workshop}", ["lorry"]),
        ("ownership=leased", []),
        ("deadline=overdue", []),
        ("missing=workshop", ["loner"]),
        ("q=krone&family=trailer", ["loner"]),
        ("sort=kind", ["loner", "lorry"]),
    ],
)
def test_the_address_says_what_is_listed(
    page: Caller, cast: Cast, query: str, found: list[str]
) -> None:
    answer = page.get("/equipment?" + query.format(site=cast.site_id, workshop=cast.workshop_id))
    assert rows(answer) == [getattr(cast, name).billun_id for name in found]


def test_each_filter_that_is_set_can_be_taken_off_alone(page: Caller, cast: Cast) -> None:
    answer = page.get("/equipment?q=ab&kind=tractor_unit&fitness=fit&sort=due")
    assert sorted(chips(answer)) == [
        "/equipment?fitness=fit&q=ab&sort=due",
        "/equipment?kind=tractor_unit&q=ab&sort=due",
    ]


def test_choices_say_how_many_items_they_leave(page: Caller) -> None:
    text = page.get("/equipment?family=trailer").text
    assert "Curtain-sider (1)" in text
    assert "Vehicle (1)" in text
    assert "Tractor unit (" not in text


@pytest.mark.parametrize("name", ["site_id", "workshop_id"])
def test_a_filter_by_a_place_of_another_company_is_not_there(
    page: Caller, cast: Cast, name: str
) -> None:
    assert page.get(f"/equipment?{name}={cast.partner_site_id}").status == 404


def test_a_device_sees_the_columns_it_chose(page: Caller) -> None:
    assert "VF611A000LD012345" not in page.get("/equipment").text
    page.client.set_cookie("equipment_columns", "vin.id.nonsense")
    text = page.get("/equipment").text
    assert "VF611A000LD012345" in text
    assert 'class="cell-kind"' not in text


def test_only_those_who_can_do_something_with_ticks_have_them(
    browsing: Browsing, cast: Cast
) -> None:
    assert "data-tick" not in browsing(cast.driver).get("/equipment").text
    mechanic = browsing(cast.mechanic).get("/equipment").text
    assert "data-tick" in mechanic
    assert "site_id=" not in mechanic


def test_the_ticked_ones_are_moved_and_moved_back(page: Caller, cast: Cast, look: Look) -> None:
    move = {"ids": str(cast.loner.id), "change": f"site_id={cast.site_id}"}
    answer = submit(page, "/equipment", "/equipment/selection?family=trailer", **move)
    assert answer.headers["Location"] == "/equipment?family=trailer"
    assert look(lambda: state(cast)) == (cast.site_id, EquipmentStatus.ACTIVE)
    listed = page.get("/equipment?family=trailer")
    assert "1 item changed." in listed.text
    at = re.search(r'name="at" value="([^"]+)"', listed.text)
    assert at
    submit(page, "/equipment", "/equipment/selection/reversal", at=html.unescape(at[1]))
    assert look(lambda: state(cast)) == (None, EquipmentStatus.ACTIVE)
    assert "1 item is as before." in page.get("/equipment").text


def state(cast: Cast) -> tuple[Any, Any]:
    item = db.session.get_one(Equipment, cast.loner.id)
    return item.site_id, item.status


def test_all_that_the_filter_leaves_can_be_meant(page: Caller, cast: Cast, look: Look) -> None:
    change = {"all": "1", "change": "status=stood_down"}
    submit(page, "/equipment", "/equipment/selection?kind=curtain_sider", **change)
    assert look(lambda: state(cast))[1] == EquipmentStatus.STOOD_DOWN
    lorry = look(lambda: db.session.get_one(Equipment, cast.lorry.id).status)
    assert lorry == EquipmentStatus.ACTIVE


@pytest.mark.parametrize(
    "fields",
    [
        {"change": "status=retired"},
        {"all": "1", "change": ""},
        {"all": "1", "change": "status="},
        {"all": "1", "change": "status=lost"},
        {"all": "1", "change": "plate=XX"},
        {"all": "1", "change": "site_id=nowhere"},
    ],
)
def test_a_change_that_says_too_little_changes_nothing(
    page: Caller, cast: Cast, look: Look, fields: dict[str, str]
) -> None:
    assert submit(page, "/equipment", "/equipment/selection", **fields).status == 303
    assert "notice-error" in page.get("/equipment").text
    assert look(lambda: state(cast)) == (None, EquipmentStatus.ACTIVE)


def test_ticked_items_of_another_company_stay_untouched(
    page: Caller, cast: Cast, look: Look
) -> None:
    change = {"ids": str(cast.partner_trailer.id), "change": "status=retired"}
    submit(page, "/equipment", "/equipment/selection", **change)
    theirs = look(lambda: db.session.get_one(Equipment, cast.partner_trailer.id).status)
    assert theirs == EquipmentStatus.ACTIVE


@pytest.mark.parametrize(
    "at", ["", "yesterday", "2026-11-23T09:30:00", "2026-11-23T09:30:00+00:00"]
)
def test_nothing_is_taken_back_that_never_was(page: Caller, at: str) -> None:
    assert submit(page, "/equipment", "/equipment/selection/reversal", at=at).status == 303


def test_the_list_is_fetched_alone_when_it_changes(page: Caller) -> None:
    answer = page.get(
        "/equipment", headers={"HX-Request": "true", "HX-Target": "section#equipment-list"}
    )
    assert answer.text.lstrip().startswith("<section")
    assert "<noscript>" not in answer.text


def test_the_list_grows_into_further_pages(page: Caller, manager: Caller) -> None:
    for number in range(60):
        body = {"family": "trailer", "kind": "box", "plate": f"P{number:03}"}
        assert manager.post("/api/equipment", json=body).status == 201
    first = page.get("/equipment?kind=box&sort=newest")
    after = re.search(r'rel="next" href="([^"]+)"', first.text)
    assert after
    second = page.get(html.unescape(after[1]))
    assert (len(rows(first)), len(rows(second))) == (50, 10)
    assert "60 items" in second.text
