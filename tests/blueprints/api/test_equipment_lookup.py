"""GET /api/equipment/lookup: exactly what carries this code, in whatever way it is written."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from billun.extensions import db
from billun.models import Equipment
from tests.fixtures.callers import Caller
from tests.fixtures.cast import Cast

Look = Callable[..., Any]

SPELLINGS = {
    "plate": ["AB-123-CD", "ab123cd", " AB 123 CD ", "AB.I23.CD"],
    "fleet number": ["T 07", "t07", "T-O7"],
    "VIN": ["VF611A000LD012345", "vf6 11a000 ld 0I2345", "VF61IAOOOLDO12345"],
}


def found(caller: Caller, code: str) -> list[str]:
    answer = caller.get("/api/equipment/lookup", query_string={"code": code})
    return [one["id"] for one in answer.body["items"]] if answer.status == 200 else []


@pytest.mark.parametrize("code", [one for several in SPELLINGS.values() for one in several])
def test_every_spelling_finds_it(driver: Caller, cast: Cast, code: str) -> None:
    assert found(driver, code) == [str(cast.lorry.id)]


def test_a_billun_id_in_every_spelling(driver: Caller, cast: Cast) -> None:
    id = cast.lorry.billun_id
    misread = id[:9].lower() + id[9:].replace("0", "O").replace("1", "I")
    for code in (id, id.lower(), id.replace("-", ""), id.replace("-", " "), misread):
        assert found(driver, code) == [str(cast.lorry.id)], code


def test_a_billun_id_has_no_l(driver: Caller, cast: Cast, look: Look) -> None:
    def renamed() -> None:
        lorry = db.session.get_one(Equipment, cast.lorry.id)
        lorry.billun_id = "BLN-2026-4D1YSE"
        lorry.index_for_search()

    look(renamed)
    for code in ("bln 2o26 4dlyse", "https://billun.example/e/BLN-2026-4DLYSE"):
        assert found(driver, code) == [str(cast.lorry.id)], code
    for words in ("BLN-2026-4DLYSE", "4dlyse", "renault 4dIyse"):
        answer = driver.get("/api/equipment", query_string={"q": words})
        assert [one["id"] for one in answer.body["items"]] == [str(cast.lorry.id)], words


def test_the_address_on_a_label(driver: Caller, cast: Cast) -> None:
    for base in ("https://billun.example.com/e/", "HTTP://localhost:8000/e/"):
        assert found(driver, base + cast.lorry.billun_id) == [str(cast.lorry.id)]
        assert found(driver, f"{base}{cast.lorry.billun_id}/?from=label") == [str(cast.lorry.id)]


def test_a_part_of_a_plate_is_not_enough(driver: Caller, cast: Cast) -> None:
    assert found(driver, "AB-123") == []


def test_what_nothing_carries_is_not_there(driver: Caller, cast: Cast) -> None:
    answer = driver.get("/api/equipment/lookup?code=XX-000-XX")
    assert answer.status == 404


@pytest.mark.parametrize("code", ["", " ", "x" * 301])
def test_no_code_is_refused(driver: Caller, code: str) -> None:
    answer = driver.get("/api/equipment/lookup", query_string={"code": code})
    assert (answer.status, list(answer.errors)) == (422, ["code"])


@pytest.mark.parametrize("code", ["--", "日本", "http://[", "https://", "%", "http://[::1"])
def test_a_code_without_letters_and_digits_finds_nothing(driver: Caller, code: str) -> None:
    answer = driver.get("/api/equipment/lookup", query_string={"code": code})
    assert answer.status == 404


def test_a_plate_of_another_company_is_not_there(driver: Caller, cast: Cast) -> None:
    assert found(driver, "FR-001-IG") == []
    assert found(driver, cast.partner_trailer.billun_id) == []


def test_retired_equipment_is_not_found(driver: Caller, manager: Caller, cast: Cast) -> None:
    manager.delete(f"/api/equipment/{cast.lorry.id}")
    assert found(driver, "AB-123-CD") == []


def test_a_billun_id_goes_before_the_same_number_of_the_fleet(
    driver: Caller, manager: Caller, cast: Cast
) -> None:
    other = {"family": "trailer", "kind": "box", "internal_id": cast.lorry.billun_id}
    assert manager.post("/api/equipment", json=other).status == 201
    assert found(driver, cast.lorry.billun_id)[0] == str(cast.lorry.id)
