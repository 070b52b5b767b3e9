"""A company does a check differently from the catalogue."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from billun.catalogue import catalogue
from billun.extensions import db
from billun.models import Company
from tests.fixtures.callers import Caller
from tests.fixtures.cast import Cast

Look = Callable[[Callable[[], Any]], Any]


@pytest.fixture
def checks(cast: Cast) -> str:
    return f"/api/companies/{cast.vauquelin}/checks"


@pytest.fixture
def is_stale(cast: Cast, look: Look) -> Callable[[], bool]:
    """Whether what is due waits to be counted anew; asking forgets it."""

    def asked() -> bool:
        company = db.session.get_one(Company, cast.vauquelin)
        since, company.deadlines_stale_since = company.deadlines_stale_since, None
        return since is not None

    return lambda: bool(look(asked))


def test_every_check_of_the_catalogue_is_listed(manager: Caller, checks: str) -> None:
    rows = {row["code"]: row for row in manager.get(checks).body["items"]}
    assert list(rows) == list(catalogue.checks)
    assert rows["ct_heavy"] == {
        "code": "ct_heavy",
        "catalogue": [{"first": "1 year", "interval": "1 year"}],
        "override": None,
        "equipment_count": 2,
    }


def test_another_rhythm_takes_the_place_of_the_rules(
    manager: Caller, checks: str, is_stale: Callable[[], bool]
) -> None:
    body = {"interval": "6 months"}
    row = manager.put(f"{checks}/ct_heavy", json=body).body
    assert row["override"] == {"first": None, "interval": "6 months", "off": False, "reason": ""}
    assert is_stale()
    assert manager.put(f"{checks}/ct_heavy", json=body).body == row
    assert not is_stale()


def test_a_check_is_switched_off_with_a_reason(
    manager: Caller, checks: str, is_stale: Callable[[], bool]
) -> None:
    path = f"{checks}/blind_spot_stickers"
    assert list(manager.put(path, json={"off": True, "reason": " "}).errors) == ["reason"]
    before = manager.get(path).body["equipment_count"]
    row = manager.put(path, json={"off": True, "reason": "Only in the yard"}).body
    assert (row["override"]["off"], row["equipment_count"]) == (True, before)
    assert is_stale()
    assert manager.delete(path).status == manager.delete(path).status == 204
    assert manager.get(path).body["override"] is None
    assert is_stale()


@pytest.mark.parametrize(
    ("code", "body", "wrong"),
    [
        ("ct_heavy", {}, "interval"),
        ("ct_heavy", {"interval": "soon"}, "interval"),
        ("ct_heavy", {"interval": "0 days"}, "interval"),
        ("ct_heavy", {"interval": "101 years"}, "interval"),
        ("ct_heavy", {"first": "6 fortnights"}, "first"),
        ("ct_heavy", {"interval": "2 years"}, "reason"),
        ("insurance", {"interval": "6 months"}, "off"),
        ("blind_spot_stickers", {"interval": "6 months"}, "off"),
    ],
)
def test_a_rhythm_that_makes_no_sense_is_refused(
    manager: Caller, checks: str, code: str, body: dict[str, Any], wrong: str
) -> None:
    answer = manager.put(f"{checks}/{code}", json=body)
    assert (answer.status, list(answer.errors)) == (422, [wrong])


def test_less_often_than_the_rule_needs_a_reason(manager: Caller, checks: str) -> None:
    body = {"interval": "2 years", "reason": "Agreed with the inspector"}
    assert manager.put(f"{checks}/ct_heavy", json=body).status == 200


def test_a_check_that_does_not_exist_is_not_there(
    manager: Caller, partner: Caller, driver: Caller, checks: str
) -> None:
    body = {"interval": "6 months"}
    assert manager.put(f"{checks}/ct_flying", json=body).status == 404
    assert partner.put(f"{checks}/ct_heavy", json=body).status == 404
    assert driver.put(f"{checks}/ct_heavy", json=body).status == 403
