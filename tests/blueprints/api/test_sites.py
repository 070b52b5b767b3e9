"""Sites over the API: added, changed, and given up without losing what stands there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from billun.extensions import db
from billun.models import ChangeKind, Equipment, EquipmentChange, Site, Workshop
from tests.fixtures.callers import Caller
from tests.fixtures.cast import Cast

Look = Callable[[Callable[[], Any]], Any]
CAEN = {"name": "Caen", "address": "2 rue de la Mer", "postcode": "14000", "city": "Caen"}


def test_a_manager_adds_a_site(manager: Caller, cast: Cast) -> None:
    body = CAEN | {
        "latitude": 49.18, "longitude": -0.37, "siret": "732 829 320.00074",
        "manager_id": str(cast.site_manager.user_id),
    }  # fmt: skip
    answer = manager.post("/api/sites", json=body)
    assert answer.status == 201
    assert answer.body | {"country": "FR", "equipment_count": 0, "siret": "73282932000074"} == (
        answer.body
    )
    assert answer.body["manager_id"] == str(cast.site_manager.user_id)
    assert manager.get(f"/api/sites/{answer.body['id']}").body == answer.body


def test_sites_come_by_name_in_pages_with_what_stands_there(
    driver: Caller, manager: Caller
) -> None:
    manager.post("/api/sites", json=CAEN)
    first = driver.get("/api/sites?limit=1").body
    second = driver.get(f"/api/sites?limit=1&cursor={first['next_cursor']}").body
    assert [one["name"] for one in first["items"] + second["items"]] == ["Caen", "Rouen"]
    assert (second["next_cursor"], second["total"]) == (None, 2)
    assert [one["equipment_count"] for one in second["items"]] == [1]


def test_the_same_site_sent_twice_is_one(manager: Caller, partner: Caller) -> None:
    body = CAEN | {"id": str(uuid4())}
    statuses = [manager.post("/api/sites", json=body).status for _ in range(2)]
    assert statuses == [201, 200]
    assert manager.post("/api/sites", json=body | {"city": "Lisieux"}).status == 409
    assert partner.post("/api/sites", json=body).status == 404


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"name": " "}, "name"),
        ({"name": "rouen"}, "name"),
        ({"address": ""}, "address"),
        ({"latitude": 91, "longitude": 0}, "latitude"),
        ({"latitude": 49.1}, "longitude"),
        ({"country": "XX"}, "country"),
        ({"siret": "73282932000075"}, "siret"),
        ({"city": "x" * 101}, "city"),
    ],
)
def test_a_bad_site_is_refused_by_field(
    manager: Caller, fields: dict[str, Any], wrong: str
) -> None:
    answer = manager.post("/api/sites", json=CAEN | fields)
    assert (answer.status, list(answer.errors)) == (422, [wrong])


def test_only_a_manager_answers_for_a_site(manager: Caller, cast: Cast) -> None:
    for person, status in ((cast.driver, 422), (cast.partner, 404)):
        body = CAEN | {"manager_id": str(person.user_id)}
        assert manager.post("/api/sites", json=body).status == status


def test_a_site_changes_in_what_is_given(manager: Caller, cast: Cast) -> None:
    path = f"/api/sites/{cast.site_id}"
    before = manager.get(path).body
    changed = manager.patch(path, json={"city": "Le Havre", "manager_id": None}).body
    assert changed == before | {"city": "Le Havre", "manager_id": None}


def test_who_saw_an_older_site_is_told(manager: Caller, cast: Cast) -> None:
    path = f"/api/sites/{cast.site_id}"
    tag = manager.get(path).headers["ETag"]
    assert manager.patch(path, json={"city": "Elbeuf"}, headers={"If-Match": tag}).status == 200
    assert manager.patch(path, json={"city": "Barentin"}, headers={"If-Match": tag}).status == 412
    assert manager.get(path).body["city"] == "Elbeuf"


def test_a_site_where_something_stands_is_not_given_up_silently(
    manager: Caller, cast: Cast, look: Look
) -> None:
    answer = manager.delete(f"/api/sites/{cast.site_id}")
    assert answer.status == 409
    assert "1 item" in answer.body["detail"]
    assert "1 workshop" in answer.body["detail"]
    assert look(lambda: db.session.get_one(Equipment, cast.lorry.id).site_id) == cast.site_id


def test_what_stands_at_a_site_moves_before_it_goes(
    manager: Caller, cast: Cast, look: Look
) -> None:
    caen = manager.post("/api/sites", json=CAEN).body["id"]
    assert manager.delete(f"/api/sites/{cast.site_id}?move_to={caen}").status == 204

    def moved() -> tuple[Any, ...]:
        lorry = db.session.get_one(Equipment, cast.lorry.id)
        told = db.session.query(EquipmentChange).filter_by(
            equipment_id=lorry.id, kind=ChangeKind.EDITED
        )
        return (
            str(lorry.site_id),
            lorry.version,
            [one.changes for one in told],
            str(db.session.get_one(Workshop, cast.workshop_id).site_id),
            db.session.get(Site, cast.site_id),
        )

    assert look(moved) == (caen, 2, [{"site_id": [str(cast.site_id), caen]}], caen, None)
    assert manager.delete(f"/api/sites/{cast.site_id}").status == 404


def test_nothing_moves_to_the_same_site_or_to_another_companys(manager: Caller, cast: Cast) -> None:
    path = f"/api/sites/{cast.site_id}?move_to="
    assert manager.delete(f"{path}{cast.site_id}").status == 422
    assert manager.delete(f"{path}{cast.partner_site_id}").status == 404


def test_an_empty_site_goes_at_once(manager: Caller) -> None:
    caen = manager.post("/api/sites", json=CAEN).body["id"]
    assert manager.delete(f"/api/sites/{caen}").status == 204
    assert manager.get(f"/api/sites/{caen}").status == 404


def test_a_retired_item_keeps_its_site_alive_too(manager: Caller, cast: Cast) -> None:
    manager.delete(f"/api/equipment/{cast.lorry.id}")
    assert manager.get(f"/api/sites/{cast.site_id}").body["equipment_count"] == 0
    assert manager.delete(f"/api/sites/{cast.site_id}").status == 409


def test_another_companys_site_is_not_there(partner: Caller, cast: Cast) -> None:
    path = f"/api/sites/{cast.site_id}"
    for status in (
        partner.get(path).status,
        partner.patch(path, json={"city": "x"}).status,
        partner.delete(path).status,
    ):
        assert status == 404


def test_drivers_and_the_workshop_may_read_only(
    driver: Caller, mechanic: Caller, cast: Cast
) -> None:
    path = f"/api/sites/{cast.site_id}"
    for reader in (driver, mechanic):
        assert reader.get(path).status == 200
        assert reader.patch(path, json={}).status == 403
        assert reader.post("/api/sites", json=CAEN).status == 403
        assert reader.delete(path).status == 403
