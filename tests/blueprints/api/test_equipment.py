"""/api/equipment: the register, as managers write it and everybody reads it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from tests.fixtures.callers import Answer, Caller
from tests.fixtures.cast import Cast
from tests.fixtures.reports import report, send_report

TRAILER = {"family": "trailer", "kind": "box", "plate": "KL-789-MN", "make": "Fruehauf"}


def add(caller: Caller, **changes: Any) -> Answer:
    return caller.post("/api/equipment", json=TRAILER | changes)


def test_a_new_item_gets_a_billun_id(manager: Caller) -> None:
    answer = add(manager)
    assert answer.status == 201
    assert answer.body["billun_id"].startswith("BLN-")
    assert (answer.body["fitness"], answer.body["open_anomalies"]) == ("fit", 0)


def test_an_item_is_opened_by_id_and_by_billun_id(manager: Caller, driver: Caller) -> None:
    made = add(manager).body
    by_id = driver.get(f"/api/equipment/{made['id']}").body
    assert by_id == driver.get(f"/api/equipment/{made['billun_id'].lower()}").body == made


def test_open_anomalies_are_counted(driver: Caller, cast: Cast) -> None:
    send_report(driver, report(cast.lorry.id))
    send_report(driver, report(cast.lorry.id, [], criticality="red", photos_later=True))
    assert driver.get(f"/api/equipment/{cast.lorry.id}").body["open_anomalies"] == 2


def test_sent_again_with_its_id_it_is_the_same_item(manager: Caller) -> None:
    id = str(uuid4())
    first, again = (add(manager, id=id, internal_id=" R 1 ") for _ in range(2))
    assert (first.status, again.status, again.body) == (201, 200, first.body)


def test_other_content_under_the_same_id_is_a_conflict(manager: Caller) -> None:
    id = str(uuid4())
    add(manager, id=id)
    assert add(manager, id=id, make="Krone").status == 409


def test_what_was_first_sent_is_known_also_after_a_change(manager: Caller) -> None:
    id = str(uuid4())
    add(manager, id=id)
    manager.patch(f"/api/equipment/{id}", json={"model": "Mega"})
    again = add(manager, id=id)
    assert (again.status, again.body["model"]) == (200, "Mega")


def test_a_change_of_what_somebody_else_changed_is_refused_where_asked(manager: Caller) -> None:
    path = f"/api/equipment/{add(manager).body['id']}"
    seen = manager.get(path).headers["ETag"]
    first, second = (
        manager.patch(path, json={"model": model}, headers={"If-Match": seen})
        for model in ("Mega", "Profi")
    )
    assert (first.status, second.status) == (200, 412)
    assert manager.get(path).body["model"] == "Mega"


def test_an_id_of_another_company_is_not_there(manager: Caller, cast: Cast) -> None:
    assert add(manager, id=str(cast.partner_trailer.id)).status == 404


BAD: dict[str, list[dict[str, Any]]] = {
    "kind": [{"kind": "boat"}, {"kind": None}],
    "family": [{"family": "vehicle"}, {"family": "boats"}],
    "plate": [{"plate": ""}, {"plate": "-- --"}, {"plate": "x" * 21}, {"plate": 5}],
    "first_registered_on": [{"first_registered_on": "2026-02-30"}],
    "status": [{"status": "lost"}],
    "site_id": [{"site_id": "Rouen"}],
    "specs": [{"specs": "long"}],
    "wheels": [{"wheels": 6}],
    "id": [{"id": "7"}],
}


@pytest.mark.parametrize(
    ("field", "spoilt"), [(field, spoilt) for field, several in BAD.items() for spoilt in several]
)
def test_a_bad_field_is_named(manager: Caller, field: str, spoilt: dict[str, Any]) -> None:
    answer = add(manager, **spoilt)
    assert (answer.status, list(answer.errors)) == (422, [field])


@pytest.mark.parametrize("spelling", ["T 07", "t-07", "T07", "TO7"])
def test_a_fleet_number_is_taken_in_every_spelling(manager: Caller, spelling: str) -> None:
    assert list(add(manager, internal_id=spelling).errors) == ["internal_id"]


def test_another_company_may_have_the_same_fleet_number(partner: Caller) -> None:
    assert add(partner, internal_id="T 07").status == 201


def test_an_item_may_keep_its_own_fleet_number(manager: Caller, cast: Cast) -> None:
    edited = manager.patch(f"/api/equipment/{cast.lorry.id}", json={"internal_id": "T-07"})
    assert (edited.status, edited.body["internal_id"]) == (200, "T-07")


@pytest.mark.parametrize("name", ["site_id", "workshop_id"])
def test_a_place_of_nobody_is_not_there(manager: Caller, name: str) -> None:
    assert add(manager, **{name: str(uuid4())}).status == 404


def test_a_site_of_another_company_is_not_there(manager: Caller, cast: Cast) -> None:
    assert add(manager, site_id=str(cast.partner_site_id)).status == 404
    edit = manager.patch(
        f"/api/equipment/{cast.lorry.id}", json={"site_id": str(cast.partner_site_id)}
    )
    assert edit.status == 404


def test_a_change_leaves_the_rest(manager: Caller, cast: Cast) -> None:
    before = manager.get(f"/api/equipment/{cast.lorry.id}").body
    after = manager.patch(f"/api/equipment/{cast.lorry.id}", json={"model": "T 520"}).body
    written = {"model": "T 520", "version": 2, "updated_at": after["updated_at"]}
    assert after == before | written


def test_a_change_is_found_by_the_search(manager: Caller, cast: Cast) -> None:
    manager.patch(f"/api/equipment/{cast.lorry.id}", json={"plate": "ZZ-999-ZZ"})
    found = manager.get("/api/equipment?q=zz999").body["items"]
    assert [one["id"] for one in found] == [str(cast.lorry.id)]


def test_a_retired_item_leaves_the_list_and_keeps_its_page(manager: Caller, cast: Cast) -> None:
    assert manager.delete(f"/api/equipment/{cast.lorry.id}").status == 204
    assert manager.delete(f"/api/equipment/{cast.lorry.id}").status == 204
    listed = [one["id"] for one in manager.get("/api/equipment").body["items"]]
    assert str(cast.lorry.id) not in listed
    assert manager.get(f"/api/equipment/{cast.lorry.id}").body["status"] == "retired"


@pytest.mark.parametrize("who", ["driver", "mechanic", "supervisor"])
def test_only_managers_write(request: pytest.FixtureRequest, who: str, cast: Cast) -> None:
    caller: Caller = request.getfixturevalue(who)
    path = f"/api/equipment/{cast.lorry.id}"
    assert add(caller).status == 403
    assert caller.patch(path, json={"make": "x"}).status == 403
    assert caller.delete(path).status == 403


def test_another_company_sees_and_writes_nothing(partner: Caller, cast: Cast) -> None:
    path = f"/api/equipment/{cast.lorry.id}"
    assert partner.get(path).status == 404
    assert partner.patch(path, json={"make": "x"}).status == 404
    assert partner.delete(path).status == 404
    assert str(cast.lorry.id) not in partner.get("/api/equipment?limit=200").text


SEARCHES = ["ab123cd", "AB 123 CD", "ab-123", "t07", "TO7", "renault", "T 480", "LD0I2345", "2345"]


@pytest.mark.parametrize("q", SEARCHES)
def test_a_search_forgives_how_it_is_written(driver: Caller, cast: Cast, q: str) -> None:
    found = driver.get("/api/equipment", query_string={"q": q}).body["items"]
    assert [one["id"] for one in found] == [str(cast.lorry.id)]


@pytest.mark.parametrize("q", ["%", "_", "\\", "nothing has this", "''", "renault krone"])
def test_a_search_for_what_is_not_there_finds_nothing(driver: Caller, cast: Cast, q: str) -> None:
    assert driver.get("/api/equipment", query_string={"q": q}).body["items"] == []


def test_filters_narrow(driver: Caller, cast: Cast) -> None:
    wanted: dict[str, Callable[[], str]] = {
        "family=vehicle": lambda: str(cast.lorry.id),
        "kind=curtain_sider": lambda: str(cast.loner.id),
        f"site_id={cast.site_id}": lambda: str(cast.lorry.id),
        f"workshop_id={cast.workshop_id}": lambda: str(cast.lorry.id),
    }
    for query, id in wanted.items():
        assert [one["id"] for one in driver.get(f"/api/equipment?{query}").body["items"]] == [id()]


@pytest.mark.parametrize("query", ["limit=0", "limit=201", "limit=x", "kind=boat", "fitness=ill"])
def test_a_bad_filter_is_named(driver: Caller, query: str) -> None:
    answer = driver.get(f"/api/equipment?{query}")
    assert (answer.status, list(answer.errors)) == (422, [query.split("=", maxsplit=1)[0]])


def test_pages_are_stable_while_items_are_added(manager: Caller, cast: Cast) -> None:
    for number in range(5):
        add(manager, plate=f"MM-10{number}-MM")
    first = manager.get("/api/equipment?limit=3").body
    add(manager, plate="AA-000-AA")
    second = manager.get(f"/api/equipment?limit=20&cursor={first['next_cursor']}").body
    plates = [one["plate"] for one in first["items"] + second["items"]]
    assert plates == sorted(set(plates))
    assert (len(plates), first["total"], second["total"]) == (7, 7, 8)
    assert second["next_cursor"] is None


@pytest.mark.parametrize("cursor", ["x", "e30", "W10", "WyJhIl0", "WzEsMl0", "bnVsbA", "%00", "é"])
def test_a_cursor_that_is_not_ours_is_refused(driver: Caller, cursor: str) -> None:
    answer = driver.get("/api/equipment", query_string={"cursor": cursor})
    assert (answer.status, list(answer.errors)) == (422, ["cursor"])
