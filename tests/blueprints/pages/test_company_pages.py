"""The company's settings and checks on their pages; the admin's list of companies."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from urllib3.filepost import encode_multipart_formdata

from tests.fixtures import pictures
from tests.fixtures.callers import Answer, Caller
from tests.fixtures.cast import Cast, Person
from tests.fixtures.pages import submit, token_of

Browsing = Callable[[Person], Caller]
SETTINGS = {
    "name": "Vauquelin", "siret": "732 829 320 00074", "country": "FR", "locale": "fr",
    "time_zone": "Europe/Paris", "position_retention_days": "30", "photo_retention_months": "12",
    "report_retention_months": "60", "audit_retention_months": "12", "closing_retention_days": "90",
}  # fmt: skip


@pytest.fixture
def page(browsing: Browsing, cast: Cast) -> Caller:
    return browsing(cast.manager)


def test_settings_are_saved_and_shown(page: Caller, cast: Cast) -> None:
    given = {"emergency_phone": "02 35 11 22 33", "time_zone": "America/New York"}
    assert submit(page, "/company", **SETTINGS | given).status == 303
    body = page.get(f"/api/companies/{cast.vauquelin}").body
    assert body | {
        "emergency_phone": "+33235112233", "time_zone": "America/New_York",
        "position_retention_days": 30,
    } == body  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [({"siret": "73282932000075"}, "siret"), ({"siret": "55210055400013"}, "siret"),
     ({"vat_number": "FR45732829320"}, "vat_number"), ({"time_zone": "Paris"}, "time_zone"),
     ({"emergency_phone": "1"}, "emergency_phone"), ({"name": " "}, "name"),
     ({"position_retention_days": "366"}, "position_retention_days"),
     ({"closing_retention_days": "soon"}, "closing_retention_days")],
)  # fmt: skip
def test_each_error_stands_beside_its_field(
    page: Caller, fields: dict[str, str], wrong: str
) -> None:
    answer = submit(page, "/company", **SETTINGS | {"city": "Elbeuf"} | fields)
    assert answer.status == 422
    assert f'id="{wrong}-error"' in answer.text
    assert answer.text.count('class="field-error"') == 1
    assert 'value="Elbeuf"' in answer.text


def test_only_managers_see_settings(browsing: Browsing, cast: Cast) -> None:
    for person in (cast.driver, cast.mechanic):
        assert browsing(person).get("/company").status == 403
        assert browsing(person).get("/company/checks").status == 403


def upload(page: Caller, name: str, content: bytes) -> Answer:
    fields: dict[str, Any] = {
        "csrf_token": token_of(page.get("/company")),
        "file": (name, content, "image/png"),
    }
    body, content_type = encode_multipart_formdata(fields)
    return page.post("/company/logo", data=body, content_type=content_type)


def test_a_logo_is_uploaded_shown_and_removed(page: Caller) -> None:
    assert page.get("/company/logo").status == 404
    assert upload(page, "logo.png", pictures.png()).status == 303
    assert "/company/logo?v=" in page.get("/company").text
    with page.get("/company/logo?v=1").response as answer:
        assert answer.content_type == "image/webp"
        assert "immutable" in answer.headers["Cache-Control"]
    assert submit(page, "/company", "/company/logo/removal").status == 303
    assert page.get("/company/logo").status == 404


@pytest.mark.parametrize(("name", "content"), [("logo.png", b"no picture"), ("", b"")])
def test_what_is_no_picture_is_said_beside_the_choice(
    page: Caller, name: str, content: bytes
) -> None:
    answer = upload(page, name, content)
    assert (answer.status, 'id="logo-error"' in answer.text) == (422, True)


def test_a_large_picture_is_told_to_be_too_large(page: Caller) -> None:
    answer = upload(page, "logo.png", bytes(5_000_001))
    assert (answer.status, "5 MB" in answer.text) == (422, True)


def test_a_check_is_done_more_often(page: Caller) -> None:
    path = "/company/checks/ct_heavy"
    fields = {"interval_count": "6", "interval_unit": "months", "first_unit": "months"}
    assert submit(page, path, **fields).status == 303
    assert "6 months" in page.get("/company/checks").text
    assert 'value="6"' in page.get(path).text
    assert submit(page, path, f"{path}/removal").status == 303
    assert 'value="6"' not in page.get(path).text


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [({}, "interval_count"), ({"interval_count": "0"}, "interval_count"),
     ({"interval_count": "999", "interval_unit": "years"}, "interval_count"),
     ({"interval_count": "3", "interval_unit": "years"}, "reason"), ({"off": "y"}, "reason")],
)  # fmt: skip
def test_a_rhythm_that_makes_no_sense_is_said_beside_its_field(
    page: Caller, fields: dict[str, str], wrong: str
) -> None:
    units = {"first_unit": "months", "interval_unit": "months"}
    answer = submit(page, "/company/checks/ct_heavy", **units | fields)
    assert (answer.status, f'id="{wrong}-error"' in answer.text) == (422, True)


def test_a_check_that_does_not_exist_has_no_page(page: Caller) -> None:
    assert page.get("/company/checks/ct_flying").status == 404


def test_an_admin_verifies_from_the_list(browsing: Browsing, cast: Cast, page: Caller) -> None:
    desk = browsing(cast.admin)
    listed = desk.get("/admin/companies?verified=no&q=vauq").text
    assert cast.manager.email in listed
    path = f"/admin/companies/{cast.vauquelin}/verification"
    assert submit(desk, "/admin/companies", path).status == 303
    assert "Verified by the administrator" in page.get("/company").text
    assert "Vauquelin is verified" in desk.get("/admin/companies").text
    assert "Vauquelin" not in desk.get("/admin/companies?verified=no").text
    assert submit(desk, "/admin/companies", f"{path}/removal").status == 303
    assert "has not verified" in page.get("/company").text


def test_the_list_of_companies_is_for_admins(page: Caller) -> None:
    assert page.get("/admin/companies").status == 404
