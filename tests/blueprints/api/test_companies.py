"""Companies over the API: one's own settings, and what admins do with all of them."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from PIL import Image
from urllib3.filepost import encode_multipart_formdata

from billun.extensions import db
from billun.models import Company
from tests.fixtures import pictures
from tests.fixtures.callers import Caller
from tests.fixtures.cast import PASSWORD, Cast, Person

Look = Callable[[Callable[[], Any]], Any]
SOMEBODY = {
    "first_name": "Nora", "last_name": "Petit", "email": "nora@example.com", "password": PASSWORD,
}  # fmt: skip


@pytest.fixture
def own(cast: Cast) -> str:
    return f"/api/companies/{cast.vauquelin}"


def test_a_manager_sees_the_own_company_whole(manager: Caller, own: str) -> None:
    body = manager.get(own).body
    assert body | {
        "name": "Vauquelin", "siret": "73282932000074", "time_zone": "Europe/Paris",
        "position_retention_days": 60, "closed_at": None, "has_logo": False,
    } == body  # fmt: skip


def test_a_manager_changes_what_is_given(manager: Caller, own: str) -> None:
    before = manager.get(own).body
    given = {
        "address": "1 quai du Havre", "postcode": "76000", "city": "Rouen", "locale": "en",
        "vat_number": "FR-44.732 829 320", "emergency_phone": "02 35 11 22 33",
        "time_zone": "Indian/Reunion", "position_retention_days": 365,
    }  # fmt: skip
    changed = manager.patch(own, json=given).body
    kept = {"vat_number": "FR44732829320", "emergency_phone": "+33235112233"}
    assert changed == before | given | kept
    assert manager.get(own).body == changed


# La Poste: its head office by Luhn, any other of its places by the sum of the digits (domain.md §1).
@pytest.mark.parametrize(
    "siret",
    ["35600000000048", "356 000 000 49837", "732-829-320-00074", "732.829.320.00074",
     "732\u202f829\u202f320\u00a000074", "7 3 2 8 2 9 3 2 0 0 0 0 7 4"],
)  # fmt: skip
def test_a_siret_is_taken_in_any_spelling(manager: Caller, own: str, siret: str) -> None:
    answer = manager.patch(own, json={"siret": siret})
    assert (answer.status, answer.body["siret"].isdecimal()) == (200, True)
    assert len(answer.body["siret"]) == 14


@pytest.mark.parametrize("number", ["112", "15", "3117", "32 37"])
def test_a_short_emergency_number_stays_as_it_is_dialled(
    manager: Caller, own: str, number: str
) -> None:
    changed = manager.patch(own, json={"emergency_phone": number})
    assert (changed.status, changed.body["emergency_phone"]) == (200, number.replace(" ", ""))


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"siret": "73282932000075"}, "siret"),
        ({"siret": "35600000049838"}, "siret"),
        ({"siret": "35600000000049"}, "siret"),
        ({"siret": "7328293200007"}, "siret"),
        ({"siret": "A73282932000074"}, "siret"),
        ({"siret": "٧٣٢٨٢٩٣٢٠٠٠٠٧٤"}, "siret"),
        ({"siret": None}, "siret"),
        ({"siret": "55210055400013"}, "siret"),
        ({"vat_number": "FR45732829320"}, "vat_number"),
        ({"vat_number": "nonsense"}, "vat_number"),
        ({"name": ""}, "name"),
        ({"country": "XX"}, "country"),
        ({"time_zone": "Mars/Olympus"}, "time_zone"),
        ({"locale": "de"}, "locale"),
        ({"emergency_phone": "1"}, "emergency_phone"),
        ({"position_retention_days": 366}, "position_retention_days"),
        ({"position_retention_days": 0}, "position_retention_days"),
        ({"position_retention_days": 60.5}, "position_retention_days"),
        ({"audit_retention_months": "12"}, "audit_retention_months"),
        ({"report_retention_months": 11}, "report_retention_months"),
        ({"closing_retention_days": 10**30}, "closing_retention_days"),
    ],
)
def test_bad_settings_are_refused_by_field(
    manager: Caller, own: str, fields: dict[str, Any], wrong: str
) -> None:
    answer = manager.patch(own, json=fields)
    assert (answer.status, list(answer.errors)) == (422, [wrong])


@pytest.mark.parametrize(
    ("country", "number", "kept"),
    [
        ("FR", "44732829320", "FR44732829320"),
        ("DE", "DE 136,695 976".replace(",", "."), "DE136695976"),
        ("GR", "EL 094259216", "EL094259216"),
        ("CH", "CHE-107.787.577 IVA", "CHE107787577IVA"),
        ("US", "12-3456789", "123456789"),
    ],
)
def test_a_vat_number_is_that_of_its_country(
    outsider: Caller, cast: Cast, country: str, number: str, kept: str
) -> None:
    body = {"country": country, "vat_number": number, "siret": "73282932000041"}
    answer = outsider.patch(f"/api/companies/{cast.outsider.company_id}", json=body)
    assert (answer.status, answer.body.get("vat_number")) == (200, kept)


def test_who_saw_older_settings_is_told(manager: Caller, own: str) -> None:
    seen = {"If-Match": manager.get(own).headers["ETag"]}
    assert manager.patch(own, json={"city": "Rouen"}, headers=seen).status == 200
    assert manager.patch(own, json={"city": "Caen"}, headers=seen).status == 412


def test_only_the_own_managers_see_a_company(
    driver: Caller, mechanic: Caller, partner: Caller, admin: Caller, own: str
) -> None:
    assert [one.get(own).status for one in (driver, mechanic, partner, admin)] == [
        403, 403, 404, 404,
    ]  # fmt: skip
    assert partner.patch(own, json={"name": "Mine"}).status == 404


def test_an_admin_verifies_a_company(admin: Caller, manager: Caller, own: str, cast: Cast) -> None:
    path = f"{own}/verification"
    first = admin.put(path)
    assert (first.status, first.body["verified_at"] is None) == (200, False)
    assert admin.put(path).body["verified_at"] == first.body["verified_at"]
    assert manager.get(own).body["verified_at"] == first.body["verified_at"]
    assert manager.put(path).status == 404
    assert admin.delete(path).body["verified_at"] is None


@pytest.mark.parametrize(
    ("change", "verified"),
    [({"city": "Caen"}, True), ({"name": "Other"}, False), ({"siret": "73282932000041"}, False)],
)
def test_another_name_or_siret_wants_to_be_verified_anew(
    admin: Caller, manager: Caller, own: str, change: dict[str, str], verified: bool
) -> None:
    admin.put(f"{own}/verification")
    assert (manager.patch(own, json=change).body["verified_at"] is not None) == verified


def test_an_admin_finds_companies_and_whom_to_ask(admin: Caller, cast: Cast) -> None:
    found = admin.get("/api/companies?limit=2").body
    assert (found["total"], len(found["items"])) == (3, 2)
    (vauquelin,) = admin.get("/api/companies?q=732829320").body["items"]
    assert vauquelin | {"name": "Vauquelin", "main_manager": cast.manager.name} == vauquelin
    assert vauquelin["people"] == 6
    assert admin.get("/api/companies?q=%25").body["total"] == 0
    assert admin.get("/api/companies?verified=true").body["total"] == 0


def test_an_admin_registers_a_company_once(admin: Caller) -> None:
    body = {
        "id": str(uuid4()),
        "company": {"name": "Nouvelle", "siret": "73282932000041"},
        "user": SOMEBODY,
    }
    assert [admin.post("/api/companies", json=body).status for _ in range(2)] == [201, 200]
    other = body | {"company": {"name": "Autre", "siret": "73282932000041"}}
    assert admin.post("/api/companies", json=other).status == 409
    again = body | {"id": str(uuid4())}
    assert admin.post("/api/companies", json=again).status == 409


def test_nobody_else_registers_or_lists_companies(manager: Caller) -> None:
    assert manager.get("/api/companies").status == 404
    body = {"company": {"name": "x", "siret": "73282932000041"}, "user": SOMEBODY}
    assert manager.post("/api/companies", json=body).status == 404


def sent(content: bytes) -> dict[str, Any]:
    body, content_type = encode_multipart_formdata({"file": ("logo.png", content, "image/png")})
    return {"data": body, "content_type": content_type}


def test_a_logo_is_kept_small_and_transparent(
    manager: Caller, browsing: Callable[[Person], Caller], own: str, cast: Cast
) -> None:
    written = BytesIO()
    Image.new("RGBA", (2000, 1000), (200, 20, 20, 0)).save(written, "PNG")
    assert manager.put(f"{own}/logo", **sent(written.getvalue())).body["has_logo"] is True
    with browsing(cast.driver).get("/company/logo").response as answer:
        image = Image.open(BytesIO(answer.get_data()))
    assert (image.format, image.size, image.mode) == ("WEBP", (480, 240), "RGBA")
    assert browsing(cast.partner).get("/company/logo").status == 404


def test_another_logo_takes_the_place_of_the_first(
    manager: Caller, own: str, cast: Cast, look: Look
) -> None:
    def key() -> Any:
        return look(lambda: db.session.get_one(Company, cast.vauquelin).logo_key)

    manager.put(f"{own}/logo", **sent(pictures.png()))
    first = key()
    manager.put(f"{own}/logo", **sent(pictures.photo(orientation=6)))
    assert key() not in (None, first)
    assert manager.delete(f"{own}/logo").status == 204
    assert key() is None


@pytest.mark.parametrize(
    ("content", "status"),
    [(b"no picture", 415), (pictures.gif(), 415), (pictures.bomb(), 413), (bytes(5_000_001), 413),
     (pictures.png()[:60], 422)],
    ids=["text", "gif", "bomb", "large", "torn"],
)  # fmt: skip
def test_what_is_no_small_picture_is_no_logo(
    manager: Caller, own: str, content: bytes, status: int
) -> None:
    assert manager.put(f"{own}/logo", **sent(content)).status == status
    assert manager.get(own).body["has_logo"] is False
