"""What the register refuses, forgives and warns of."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.fixtures.callers import Caller
from tests.fixtures.cast import Cast, Person


def new(manager: Caller, **what: Any) -> Any:
    body = {"family": "trailer", "kind": "curtain_sider", "internal_id": "R 900"} | what
    return manager.post("/api/equipment", json=body)


def test_a_plate_means_one_item_in_whatever_spelling(manager: Caller, cast: Cast) -> None:
    answer = new(manager, plate="ab 123 cd")
    assert answer.status == 422
    assert cast.lorry.billun_id in answer.errors["plate"][0]


def test_two_countries_may_give_the_same_plate(manager: Caller) -> None:
    assert new(manager, plate="AA-100-AA", plate_country="FR").status == 201
    assert new(manager, internal_id="R 901", plate="AA-100-AA", plate_country="IT").status == 201
    assert new(manager, internal_id="R 902", plate="AA-100-AA").status == 422


def test_a_retired_item_gives_its_plate_free(manager: Caller, cast: Cast) -> None:
    assert manager.delete(f"/api/equipment/{cast.lorry.id}").status == 204
    assert new(manager, plate="AB-123-CD").status == 201


@pytest.mark.parametrize("plate", ["ab123cd", "AB 123 CD", "A8-123-CD", "ab-i23-cd"])
def test_a_plate_in_any_spelling_finds_its_item(manager: Caller, cast: Cast, plate: str) -> None:
    found = manager.get("/api/equipment/lookup", query_string={"code": plate})
    expected = 404 if "8" in plate else 200
    assert found.status == expected


def test_a_wrong_check_digit_of_a_vin_is_a_warning(manager: Caller) -> None:
    answer = new(manager, vin="W1V44770513858498")
    assert answer.status == 201
    assert [warning["field"] for warning in answer.body["warnings"]] == ["vin"]


def test_a_right_check_digit_is_none(manager: Caller) -> None:
    assert new(manager, vin="1M8GDM9AXKP042788").body["warnings"] == []


def test_a_temporary_plate_is_a_warning(manager: Caller) -> None:
    answer = new(manager, plate="WW-123-AB", plate_country="FR")
    assert [warning["field"] for warning in answer.body["warnings"]] == ["plate"]


def test_technical_values_are_kept_as_the_catalogue_describes_them(manager: Caller) -> None:
    answer = new(
        manager, specs={"gross_mass_kg": "34 000", "axle_count": 3, "unladen_mass_kg": None}
    )
    assert answer.status == 201
    assert answer.body["specs"] == {"gross_mass_kg": 34000, "axle_count": 3}


@pytest.mark.parametrize(
    ("specs", "field"),
    [
        ({"wings": 2}, "specs.wings"),
        ({"gross_mass_kg": "heavy"}, "specs.gross_mass_kg"),
        ({"gross_mass_kg": -4}, "specs.gross_mass_kg"),
        ({"gross_mass_kg": [1]}, "specs.gross_mass_kg"),
        ({"gross_mass_kg": True}, "specs.gross_mass_kg"),
        ({"forks_length_mm": 1200}, "specs.forks_length_mm"),
    ],
)
def test_a_technical_value_that_cannot_be_is_named(
    manager: Caller, specs: dict[str, Any], field: str
) -> None:
    answer = new(manager, specs=specs)
    assert answer.status == 422
    assert list(answer.errors) == [field]


def test_a_patch_changes_the_named_technical_values_alone(manager: Caller) -> None:
    made = new(manager, specs={"gross_mass_kg": 34000, "axle_count": 3}).body
    path = f"/api/equipment/{made['id']}"
    changed = manager.patch(path, json={"specs": {"axle_count": 2}})
    assert changed.body["specs"] == {"gross_mass_kg": 34000, "axle_count": 2}
    assert manager.patch(path, json={"specs": {"axle_count": None}}).body["specs"] == {
        "gross_mass_kg": 34000
    }


def test_a_patch_counts_as_a_version_only_if_it_changes_something(manager: Caller) -> None:
    made = new(manager).body
    path = f"/api/equipment/{made['id']}"
    assert manager.patch(path, json={"make": "Krone"}).body["version"] == 2
    assert manager.patch(path, json={"make": "Krone"}).body["version"] == 2


def test_of_two_patches_with_the_same_etag_one_goes_through(
    manager: Caller, cast: Cast, calling: Callable[[Person], Caller]
) -> None:
    path = f"/api/equipment/{cast.loner.id}"
    etag = manager.get(path).headers["ETag"]
    callers = [calling(cast.manager) for _ in range(4)]

    def patch(number: int) -> int:
        body = {"model": f"Profi {number}"}
        return callers[number].patch(path, json=body, headers={"If-Match": etag}).status

    with ThreadPoolExecutor(4) as crowd:
        statuses = sorted(crowd.map(patch, range(4)))
    assert statuses == [200, 412, 412, 412]


def test_a_trailer_is_coupled_to_a_tractor_and_a_lift_mounted_on_a_trailer(
    manager: Caller, cast: Cast
) -> None:
    coupled = manager.patch(
        f"/api/equipment/{cast.loner.id}", json={"parent_id": str(cast.lorry.id)}
    )
    assert coupled.body["parent_id"] == str(cast.lorry.id)
    mounted = new(
        manager, family="handling", kind="tail_lift", serial="1", parent_id=str(cast.loner.id)
    )
    assert mounted.status == 201


def test_a_tractor_is_not_coupled_to_a_trailer(manager: Caller, cast: Cast) -> None:
    path = f"/api/equipment/{cast.lorry.id}"
    assert "parent_id" in manager.patch(path, json={"parent_id": str(cast.loner.id)}).errors


def test_a_strangers_equipment_is_no_parent(manager: Caller, cast: Cast) -> None:
    path = f"/api/equipment/{cast.loner.id}"
    answer = manager.patch(path, json={"parent_id": str(cast.partner_trailer.id)})
    assert answer.status == 404


def test_each_item_tells_its_next_deadline(manager: Caller) -> None:
    made = new(manager, first_registered_on="2026-11-01").body
    assert made["next_deadline"] == {"code": "ct_heavy", "due_on": "2027-11-01", "state": "ok"}


def test_deadlines_are_listed_with_state_and_law(manager: Caller, cast: Cast) -> None:
    items = manager.get(f"/api/equipment/{cast.lorry.id}/deadlines").body["items"]
    heavy = next(item for item in items if item["code"] == "ct_heavy")
    assert (heavy["state"], heavy["blocks"], heavy["due_on"]) == ("unknown", "driving", None)
    assert "R323-25" in heavy["legal_reference"]


def test_a_renewal_by_the_workshop_is_answered_with_the_new_due_day(
    mechanic: Caller, cast: Cast
) -> None:
    path = f"/api/equipment/{cast.lorry.id}/deadlines/ct_heavy/renewal"
    answer = mechanic.post(path, json={"done_on": "2026-06-01", "result": "passed"})
    assert answer.status == 201
    assert answer.body["due_on"] == "2027-06-01"


def test_a_driver_renews_nothing(driver: Caller, cast: Cast) -> None:
    path = f"/api/equipment/{cast.lorry.id}/deadlines/ct_heavy/renewal"
    assert driver.post(path, json={"done_on": "2026-06-01"}).status == 403


def test_another_companys_document_proves_nothing(mechanic: Caller, cast: Cast) -> None:
    path = f"/api/equipment/{cast.lorry.id}/deadlines/ct_heavy/renewal"
    body = {"done_on": "2026-06-01", "document_id": str(cast.partner_trailer.id)}
    assert mechanic.post(path, json=body).status == 404


def test_of_many_at_once_one_gets_the_plate_whatever_country_they_name(
    cast: Cast, calling: Callable[[Person], Caller]
) -> None:
    callers = [calling(cast.manager) for _ in range(4)]

    def send(number: int) -> Any:
        country = {"plate_country": "FR"} if number % 2 else {}
        return new(callers[number], internal_id=None, plate="QX-201-QX", **country)

    with ThreadPoolExecutor(4) as crowd:
        answers = list(crowd.map(send, range(4)))
    assert sorted(answer.status for answer in answers) == [201, 422, 422, 422]
    assert all(list(a.errors) == ["plate"] for a in answers if a.status == 422)


def test_signs_alone_are_no_plate(manager: Caller) -> None:
    assert new(manager, plate="--").body["plate"] is None
    assert "plate" in new(manager, internal_id=None, plate="--").errors


def test_what_carries_a_trailer_stays_what_can(manager: Caller, cast: Cast) -> None:
    trailer, tractor = f"/api/equipment/{cast.loner.id}", f"/api/equipment/{cast.lorry.id}"
    manager.patch(trailer, json={"parent_id": str(cast.lorry.id)})
    assert "kind" in manager.patch(tractor, json={"kind": "forklift"}).errors


def test_nothing_is_coupled_to_what_is_retired(manager: Caller, cast: Cast) -> None:
    manager.delete(f"/api/equipment/{cast.lorry.id}")
    trailer = f"/api/equipment/{cast.loner.id}"
    assert "parent_id" in manager.patch(trailer, json={"parent_id": str(cast.lorry.id)}).errors


def test_a_payload_below_zero_is_a_warning(manager: Caller) -> None:
    specs = {"gross_mass_kg": 4000, "unladen_mass_kg": 9000}
    fields = [warning["field"] for warning in new(manager, specs=specs).body["warnings"]]
    assert fields == ["specs.unladen_mass_kg"]
