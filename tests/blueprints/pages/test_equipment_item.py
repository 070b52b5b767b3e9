"""The pages of one item: overview, technical data, history, what is coupled to it, and the side panel."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from billun.extensions import db
from billun.models import Blocks, Deadline, DeadlineSource, Equipment
from tests.fixtures.callers import Caller
from tests.fixtures.cast import Cast, Person
from tests.fixtures.pages import submit
from tests.fixtures.reports import LEFT_OUT, report, send_report, send_walk_around

Browsing = Callable[[Person], Caller]
Look = Callable[[Callable[[], Any]], Any]


@pytest.fixture
def page(browsing: Browsing, cast: Cast) -> Caller:
    return browsing(cast.manager)


@pytest.fixture
def place(cast: Cast) -> str:
    return f"/equipment/{cast.lorry.billun_id}"


def test_open_damage_comes_first_and_what_ended_after_it(
    page: Caller, place: str, driver: Caller, cast: Cast
) -> None:
    send_report(driver, report(cast.lorry.id, category="brakes", sub_category=LEFT_OUT))
    ended = send_report(
        driver, report(cast.lorry.id, category="tyres", sub_category=LEFT_OUT)
    ).body["id"]
    driver.post(f"/api/anomalies/{ended}/transitions", json={"to": "withdrawn", "comment": "Mine"})
    text = page.get(place).text
    assert 0 < text.index("Open damage") < text.index("Brakes") < text.index("Tyres")
    assert text.index("What was before") < text.index("Tyres")


def test_a_check_that_is_overdue_says_what_may_not_be_done(
    page: Caller, place: str, cast: Cast, look: Look
) -> None:
    look(lambda: make_overdue(cast, "vgp_tail_lift", Blocks.FUNCTION, "lift"))
    for part in ("", "/technical", "/history"):
        text = page.get(place + part).text
        assert "The lift may not be used" in text
    assert "It may not be driven" not in page.get(place).text
    look(lambda: make_overdue(cast, "ct_test", Blocks.DRIVING, None))
    assert "It may not be driven" in page.get(place).text


def make_overdue(cast: Cast, code: str, blocks: Blocks, function: str | None) -> None:
    item = db.session.get_one(Equipment, cast.lorry.id)
    db.session.add(
        Deadline(
            company_id=item.company_id,
            equipment_id=item.id,
            code=code,
            source=DeadlineSource.CHECK,
            blocks=blocks,
            function=function,
            due_on=item.company.today - timedelta(days=3),
        )
    )


def test_technical_data_are_written_as_on_the_paper(page: Caller, place: str) -> None:
    fields = {"specs-gross_mass_kg": "19000", "specs-unladen_mass_kg": "7500"}
    submit(page, f"{place}/edit", version="1", **KEPT, **fields)
    text = page.get(f"{place}/technical").text
    assert "19,000 kg" in text
    assert "F.2" in text
    assert "11,500 kg" in text
    assert "What is not known yet" in text


KEPT = {"kind": "tractor_unit", "plate": "AB-123-CD", "internal_id": "T 07"}


def test_the_history_says_who_changed_what_into_what(page: Caller, place: str, cast: Cast) -> None:
    submit(
        page, f"{place}/edit", version="1", **KEPT, make="DAF", site_id="", status="stood_down",
        first_registered_on="2021-05-12", **{"specs-gross_mass_kg": "19000"},
    )  # fmt: skip
    words = " ".join(page.get(f"{place}/history").text.split())
    words = words[words.index("Changed") :]
    for change in (
        ("Make", "<del>Renault</del>", "<ins>DAF</ins>"),
        ("Site", "<del>Rouen</del>", "empty"),
        ("Status", "<del>Active</del>", "<ins>Stood down</ins>"),
        ("First registration", "<ins>12 May 2021</ins>"),
        ("<ins>19,000 kg</ins>",),
    ):
        places = [words.find(part) for part in change]
        assert -1 not in places, change
        assert places == sorted(places), change
    assert "Marthe Martin" in words
    assert "Added to the register" in words


def test_a_walk_around_stands_in_the_history(
    page: Caller, place: str, driver: Caller, cast: Cast
) -> None:
    at = "2026-11-20T08:30:00+01:00"
    where = {"latitude": 49.44, "longitude": 1.09, "accuracy_m": 12.4}
    said = {"meter": "km", "value": 412_300, "position": where}
    send_walk_around(driver, cast.lorry.id, occurred_at=at, **said)
    words = " ".join(page.get(f"{place}/history").text.split())
    for part in (
        "Walked around, nothing to report",
        cast.driver.name,
        "<ins>20 Nov 2026, 08:30</ins>",
        "<ins>412,300</ins>",
        'href="geo:49.44,1.09"',
        "49.44000, 1.09000</a>",
        "± 12 m",
    ):
        assert part in words


def test_a_long_history_is_read_page_by_page(page: Caller, place: str, manager: Caller) -> None:
    for number in range(31):
        manager.patch(f"/api{place}", json={"model": f"T {number}"})
    first = page.get(f"{place}/history").text
    assert "What was before" in first
    assert "Added to the register" not in first


def test_a_trailer_is_coupled_from_either_side_and_taken_off(
    page: Caller, place: str, cast: Cast, look: Look
) -> None:
    trailer = f"/equipment/{cast.loner.billun_id}"
    submit(
        page,
        f"{place}/attachment?as=child",
        f"{place}/attachment",
        **{"as": "child", "other": cast.loner.billun_id},
    )
    assert look(lambda: parent(cast)) == cast.lorry.id
    assert "EF-456-GH" in page.get(place).text
    assert "AB-123-CD" in page.get(trailer).text
    gone = submit(page, place, f"{trailer}/attachment/removal", back=cast.lorry.billun_id)
    assert gone.headers["Location"] == place
    assert look(lambda: parent(cast)) is None
    submit(page, f"{trailer}/attachment", other=cast.lorry.billun_id)
    assert look(lambda: parent(cast)) == cast.lorry.id


def parent(cast: Cast) -> Any:
    return db.session.get_one(Equipment, cast.loner.id).parent_id


def test_the_other_one_is_searched_for(page: Caller, place: str, cast: Cast) -> None:
    found = page.get(f"{place}/attachment?as=child&q=ef456").text
    assert cast.loner.billun_id in found
    assert cast.loner.billun_id not in page.get(f"{place}/attachment?as=child&q=zz").text
    assert cast.loner.billun_id not in page.get(f"{place}/attachment").text


def test_what_does_not_fit_is_refused_in_words(page: Caller, place: str, cast: Cast) -> None:
    answer = submit(
        page,
        f"/equipment/{cast.loner.billun_id}/attachment",
        f"{place}/attachment",
        other=cast.loner.billun_id,
    )
    assert answer.status == 422
    assert "cannot be attached" in answer.text


def test_equipment_of_another_company_cannot_be_coupled(
    page: Caller, place: str, cast: Cast
) -> None:
    path = f"{place}/attachment?as=child"
    answer = submit(
        page,
        path,
        f"{place}/attachment",
        **{"as": "child", "other": cast.partner_trailer.billun_id},
    )
    assert answer.status == 404


def test_the_panel_shows_the_item_in_short(page: Caller, place: str) -> None:
    headers = {"HX-Request": "true", "HX-Target": "aside#equipment-panel"}
    text = page.get(place, headers=headers).text
    assert "AB-123-CD" in text
    assert "<html" not in text


@pytest.mark.parametrize("part", ["", "/technical", "/history", "/edit", "/attachment"])
def test_another_companys_item_has_no_pages(
    browsing: Browsing, cast: Cast, place: str, part: str
) -> None:
    assert browsing(cast.partner).get(place + part).status == 404


@pytest.mark.parametrize("part", ["/edit", "/attachment"])
def test_only_managers_write(browsing: Browsing, cast: Cast, place: str, part: str) -> None:
    assert browsing(cast.supervisor).get(place + part).status == 403
    assert place + "/edit" not in browsing(cast.supervisor).get(place).text
