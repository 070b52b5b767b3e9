"""The pages of sites and workshops, as a browser without scripts uses them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from billun.extensions import db
from billun.models import Equipment, Site, Workshop
from tests.fixtures.callers import Caller
from tests.fixtures.cast import Cast, Person
from tests.fixtures.pages import submit, token_of

Browsing = Callable[[Person], Caller]
Look = Callable[[Callable[[], Any]], Any]
CAEN = {
    "name": "Caen", "address": "2 rue de la Mer", "postcode": "14000", "city": "Caen",
    "country": "FR",
}  # fmt: skip


@pytest.fixture
def page(browsing: Browsing, cast: Cast) -> Caller:
    return browsing(cast.manager)


def test_a_manager_adds_a_site_with_its_place(page: Caller, cast: Cast, look: Look) -> None:
    answer = submit(
        page, "/sites/new", **CAEN, latitude="49,18", longitude="-0.37",
        manager_id=str(cast.site_manager.membership_id),
    )  # fmt: skip
    assert answer.status == 303
    assert "Simone Martin" in page.get(answer.headers["Location"]).text
    found = look(lambda: db.session.query(Site).filter_by(name="Caen").one().latitude)
    assert found == 49.18


@pytest.mark.parametrize(
    "fields",
    [{"name": ""}, {"name": "Rouen"}, {"latitude": "91"}, {"latitude": "nan", "longitude": "1"},
     {"latitude": "1e999", "longitude": "1"}, {"latitude": "49.1"}, {"siret": "12"},
     {"country": "XX"}],
)  # fmt: skip
def test_a_bad_site_is_shown_again_with_what_is_wrong(page: Caller, fields: dict[str, str]) -> None:
    answer = submit(page, "/sites/new", **CAEN | fields)
    assert answer.status == 422
    assert "2 rue de la Mer" in answer.text
    assert 'class="field-error"' in answer.text


def test_a_site_counts_its_equipment_as_links(page: Caller, cast: Cast) -> None:
    text = page.get(f"/sites/{cast.site_id}").text
    assert f'href="/equipment?site_id={cast.site_id}&amp;fitness=fit"' in text
    assert f'href="/equipment?site_id={cast.site_id}"' in page.get("/sites").text


def test_drivers_read_and_never_write(browsing: Browsing, cast: Cast) -> None:
    driver = browsing(cast.driver)
    text = driver.get(f"/sites/{cast.site_id}").text
    assert f"/sites/{cast.site_id}/edit" not in text
    assert "/removal" not in text
    assert driver.get("/sites/new").status == 403
    assert driver.get(f"/workshops/{cast.workshop_id}").status == 200
    assert driver.get(f"/workshops/{cast.workshop_id}/team").status == 403


def test_a_site_is_edited(page: Caller, cast: Cast) -> None:
    path = f"/sites/{cast.site_id}"
    shown = page.get(f"{path}/edit").text
    assert "Simone Martin" in shown
    answer = submit(page, f"{path}/edit", **CAEN | {"name": "Rouen Sud"})
    assert (answer.status, answer.headers["Location"]) == (303, path)
    assert "Rouen Sud" in page.get(path).text


def test_giving_a_site_up_asks_where_its_things_go(page: Caller, cast: Cast, look: Look) -> None:
    path = f"/sites/{cast.site_id}/removal"
    assert "Add one first" in page.get(path).text
    submit(page, "/sites/new", **CAEN)
    caen = look(lambda: db.session.query(Site).filter_by(name="Caen").one().id)
    asked = submit(page, path, move_to="")
    assert asked.status == 409
    assert "1 item belongs here" in asked.text
    assert submit(page, path, move_to="nonsense").status == 404
    assert submit(page, path, move_to=str(cast.partner_site_id)).status == 404
    assert submit(page, path, move_to=str(caen)).status == 303
    assert look(lambda: db.session.get_one(Equipment, cast.lorry.id).site_id) == caen


def test_an_empty_list_says_what_to_do_first(browsing: Browsing, cast: Cast) -> None:
    page = browsing(cast.outsider)
    assert 'href="/sites/new"' in page.get("/sites").text
    assert 'href="/workshops/new"' in page.get("/workshops").text


def bays(*names: str) -> dict[str, str]:
    return {f"bays-{place}": name for place, name in enumerate(names)}


def test_a_workshop_is_added_with_its_bays(page: Caller, cast: Cast, look: Look) -> None:
    answer = submit(
        page, "/workshops/new", name="Garage", external="", site_id=str(cast.site_id),
        **bays("Pit 2", "", "Pit 1"),
    )  # fmt: skip
    assert answer.status == 303
    made = look(lambda: db.session.query(Workshop).filter_by(name="Garage").one().bays)
    assert made == ["Pit 2", "Pit 1"]


@pytest.mark.parametrize(
    ("step", "rows"),
    [
        ("add", ["A", "B", "C", ""]),
        ("up-2", ["A", "C", "B"]),
        ("down-0", ["B", "A", "C"]),
        ("up-0", ["A", "B", "C"]),
        ("down-2", ["A", "B", "C"]),
        ("remove-1", ["A", "C"]),
        ("remove-9", ["A", "B", "C"]),
        ("nonsense", ["A", "B", "C"]),
    ],
)
def test_rows_of_bays_change_before_anything_is_saved(
    page: Caller, cast: Cast, look: Look, step: str, rows: list[str]
) -> None:
    path = f"/workshops/{cast.workshop_id}/edit"
    text = submit(page, path, row=step, name="Unsaved", **bays("A", "B", "C")).text
    shown = [part.split('value="', 1)[1].split('"', 1)[0] for part in text.split('id="bays-')[1:]]
    assert shown == rows
    assert 'value="Unsaved"' in text
    assert look(lambda: db.session.get_one(Workshop, cast.workshop_id).name) == "Atelier"


def test_two_bays_of_one_name_are_refused(page: Caller, cast: Cast) -> None:
    path = f"/workshops/{cast.workshop_id}/edit"
    answer = submit(page, path, name="Atelier", **bays("Pit", "pit"))
    assert answer.status == 422
    assert "Another bay has this name" in answer.text


def test_the_team_is_ticked(page: Caller, cast: Cast) -> None:
    path = f"/workshops/{cast.workshop_id}/team"
    token = token_of(page.get(path))
    mechanic = str(cast.mechanic.user_id)
    form = {"csrf_token": token, "member": [mechanic], f"trade-{mechanic}": "tyre_specialist"}
    assert page.post(path, data=form).status == 303
    text = page.get(path.removesuffix("/team")).text
    assert "Tyre specialist" in text
    assert "Suzanne" not in text


def test_a_team_of_strangers_is_refused(page: Caller, cast: Cast) -> None:
    path = f"/workshops/{cast.workshop_id}/team"
    assert submit(page, path, member=str(cast.partner.user_id)).status == 404
    refused = submit(page, path, member=str(cast.driver.user_id))
    assert (refused.status, "role workshop" in refused.text) == (422, True)


def test_a_workshop_goes_when_nothing_belongs_to_it(page: Caller, cast: Cast) -> None:
    path = f"/workshops/{cast.workshop_id}"
    assert submit(page, f"{path}/removal").status == 409
    submit(page, "/workshops/new", name="Garage", external="yes")
    other = page.get("/api/workshops").body["items"][1]["id"]
    assert submit(page, f"{path}/removal", move_to=other).status == 303
    assert page.get(path).status == 404


@pytest.mark.parametrize("part", ["", "/edit", "/removal"])
def test_another_companys_places_are_not_there(browsing: Browsing, cast: Cast, part: str) -> None:
    stranger = browsing(cast.partner)
    assert stranger.get(f"/sites/{cast.site_id}{part}").status == 404
    assert stranger.get(f"/workshops/{cast.workshop_id}{part}").status == 404
