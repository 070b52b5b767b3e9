"""GET /api/anomalies: filtered, the newest first, page by page."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from tests.fixtures.callers import Caller
from tests.fixtures.cast import Cast
from tests.fixtures.reports import report, send_report


@pytest.fixture
def three(driver: Caller, mechanic: Caller, cast: Cast) -> list[str]:
    """An acknowledged yellow one, a red one, and one of another item."""
    bodies = [
        report(cast.lorry.id),
        report(cast.lorry.id, [], criticality="red", photos_later=True),
        report(cast.loner.id, category="tyres", sub_category="rim"),
    ]
    ids = [send_report(driver, body).body["id"] for body in bodies]
    mechanic.post(f"/api/anomalies/{ids[0]}/transitions", json={"to": "acknowledged"})
    return ids


def ids(caller: Caller, **query: Any) -> list[str]:
    return [one["id"] for one in caller.get("/api/anomalies", query_string=query).body["items"]]


def test_the_newest_comes_first(driver: Caller, three: list[str]) -> None:
    assert ids(driver) == three[::-1]


def test_filters_narrow(driver: Caller, three: list[str], cast: Cast) -> None:
    acknowledged, red, other = three
    assert ids(driver, status="acknowledged") == [acknowledged]
    assert ids(driver, criticality="red") == [red]
    assert ids(driver, category="tyres") == [other]
    assert ids(driver, equipment_id=str(cast.loner.id)) == [other]
    assert ids(driver, site_id=str(cast.site_id)) == [red, acknowledged]
    assert ids(driver, workshop_id=str(cast.workshop_id)) == [red, acknowledged]
    assert ids(driver, **{"from": "2100-01-01T00:00:00Z"}) == []
    assert ids(driver, to="2100-01-01T00:00:00Z") == three[::-1]


def test_open_leaves_out_what_is_done(driver: Caller, mechanic: Caller, three: list[str]) -> None:
    mechanic.post(f"/api/anomalies/{three[0]}/transitions", json={"to": "resolved"})
    assert ids(driver, open="true") == [three[2], three[1]]


def test_another_company_has_none_of_them(partner: Caller, three: list[str]) -> None:
    assert ids(partner) == []


@pytest.mark.parametrize("path", ["/api/anomalies", "/api/equipment"])
def test_an_id_of_another_company_in_a_filter_is_not_there(
    partner: Caller, cast: Cast, path: str
) -> None:
    for query in (f"site_id={cast.site_id}", f"workshop_id={cast.workshop_id}"):
        assert partner.get(f"{path}?{query}").status == 404
    assert partner.get(f"/api/anomalies?equipment_id={cast.lorry.id}").status == 404
    assert partner.get(f"/api/anomalies?equipment_id={uuid4()}").status == 404


def test_pages_follow_each_other_while_reports_come_in(
    driver: Caller, three: list[str], cast: Cast
) -> None:
    first = driver.get("/api/anomalies?limit=2").body
    send_report(driver, report(cast.loner.id))
    second = driver.get(f"/api/anomalies?limit=2&cursor={first['next_cursor']}").body
    assert [one["id"] for one in first["items"] + second["items"]] == three[::-1]
    assert (first["total"], second["next_cursor"]) == (3, None)


def test_one_is_opened_by_id_and_by_reference(driver: Caller, three: list[str]) -> None:
    by_id = driver.get(f"/api/anomalies/{three[0]}").body
    assert driver.get(f"/api/anomalies/{by_id['reference']}").body == by_id


def test_what_is_not_there_is_not_there(driver: Caller, partner: Caller, three: list[str]) -> None:
    for name in (uuid4(), "ANO-2026-ZZZZZZ", "x" * 500, "é"):
        assert driver.get(f"/api/anomalies/{name}").status == 404
    assert partner.get(f"/api/anomalies/{three[0]}").status == 404


BAD = ["status=lost", "criticality=purple", "equipment_id=7", "from=noon", "to=1", "open=perhaps"]


@pytest.mark.parametrize("query", BAD)
def test_a_bad_filter_is_named(driver: Caller, query: str) -> None:
    answer = driver.get(f"/api/anomalies?{query}")
    assert (answer.status, list(answer.errors)) == (422, [query.split("=", maxsplit=1)[0]])
