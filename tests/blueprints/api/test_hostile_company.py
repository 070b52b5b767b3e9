"""Whatever is sent to the company and its places, the answer is never a 500."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given

from tests.blueprints.api.test_hostile_input import FEW, NASTY, fine, raw, spoilt
from tests.fixtures.callers import Caller
from tests.fixtures.cast import PASSWORD, Cast

SITE: dict[str, Any] = {
    "id": None, "name": "Caen", "address": "2 rue de la Mer", "postcode": "14000", "city": "Caen",
    "country": "FR", "latitude": 49.1, "longitude": -0.3, "siret": None, "manager_id": None,
}  # fmt: skip
WORKSHOP: dict[str, Any] = {
    "id": None, "name": "Garage", "site_id": None, "external": True, "phone": "0235000000",
    "email": "a@example.com", "address": "", "bays": ["1", "2"],
}  # fmt: skip
SETTINGS: dict[str, Any] = {
    "name": "Vauquelin", "country": "FR", "siret": "73282932000074", "vat_number": None,
    "address": None, "postcode": None, "city": None, "locale": "fr", "time_zone": "Europe/Paris",
    "emergency_phone": None, "position_retention_days": 60, "photo_retention_months": 12,
}  # fmt: skip
OVERRIDE: dict[str, Any] = {"first": "1 year", "interval": "1 year", "off": False, "reason": "x"}
REGISTRATION: dict[str, Any] = {
    "name": "Neuf", "country": "FR", "siret": "73282932000041", "vat_number": None,
    "time_zone": "Europe/Paris",
}  # fmt: skip
SOMEBODY = {"first_name": "N", "last_name": "P", "email": "n@example.com", "password": PASSWORD}


@FEW
@given(body=spoilt(SITE))
def test_sites(manager: Caller, cast: Cast, body: dict[str, Any]) -> None:
    given_id = {name: value for name, value in body.items() if name != "id" or value is not None}
    assert fine(raw(manager, "POST", "/api/sites", given_id))
    given_id.pop("id", None)
    assert fine(raw(manager, "PATCH", f"/api/sites/{cast.site_id}", given_id))


@FEW
@given(body=spoilt(WORKSHOP))
def test_workshops(manager: Caller, cast: Cast, body: dict[str, Any]) -> None:
    given_id = {name: value for name, value in body.items() if name != "id" or value is not None}
    assert fine(raw(manager, "POST", "/api/workshops", given_id))
    given_id.pop("id", None)
    assert fine(raw(manager, "PATCH", f"/api/workshops/{cast.workshop_id}", given_id))


@FEW
@given(mate=spoilt({"user_id": None, "trade": "mechanic"}))
def test_teams(manager: Caller, cast: Cast, mate: dict[str, Any]) -> None:
    body = {"members": [mate, {"user_id": str(cast.mechanic.user_id)}]}
    assert fine(raw(manager, "PUT", f"/api/workshops/{cast.workshop_id}/team", body))


@FEW
@given(body=spoilt(SETTINGS))
def test_settings(manager: Caller, cast: Cast, body: dict[str, Any]) -> None:
    assert fine(raw(manager, "PATCH", f"/api/companies/{cast.vauquelin}", body))


@FEW
@given(body=spoilt(OVERRIDE))
def test_overrides(manager: Caller, cast: Cast, body: dict[str, Any]) -> None:
    path = f"/api/companies/{cast.vauquelin}/checks"
    for code in ("ct_heavy", "atp", "insurance"):
        assert fine(raw(manager, "PUT", f"{path}/{code}", body))


@FEW
@given(company=spoilt(REGISTRATION))
def test_registrations(admin: Caller, company: dict[str, Any]) -> None:
    assert fine(raw(admin, "POST", "/api/companies", {"company": company, "user": SOMEBODY}))


@pytest.mark.parametrize("text", ["%00", "%F0%9F%9A%9B", "..%2f", "x" * 3000, "%ED%A0%80"])
def test_names_in_paths_and_queries(manager: Caller, admin: Caller, cast: Cast, text: str) -> None:
    for path in (
        f"/api/sites?cursor={text}", f"/api/workshops?limit={text}", f"/api/sites/{text}",
        f"/api/sites/{cast.site_id}?move_to={text}",
        f"/api/companies/{cast.vauquelin}/checks/{text}",
    ):  # fmt: skip
        assert fine(manager.get(path))
    assert fine(manager.delete(f"/api/sites/{cast.site_id}?move_to={text}"))
    assert fine(admin.get(f"/api/companies?q={text}&verified={text}&cursor={text}"))


@pytest.mark.parametrize("text", [one for one in NASTY if isinstance(one, str)], ids=repr)
def test_forms(browsing: Any, cast: Cast, text: str) -> None:
    page = browsing(cast.manager)
    for path, names in (
        ("/company", SETTINGS),
        ("/sites/new", SITE),
        ("/workshops/new", {**WORKSHOP, "bays-0": "", "row": ""}),
        (f"/workshops/{cast.workshop_id}/team", {"member": ""}),
        (f"/sites/{cast.site_id}/removal", {"move_to": ""}),
        ("/company/checks/ct_heavy", {"interval_count": "", "interval_unit": "", "reason": ""}),
        ("/company/closing", {"typed_name": ""}),
    ):
        form = {name: text.encode("utf-8", "surrogatepass") for name in names}
        assert fine(page.post(path, data=form)), path
