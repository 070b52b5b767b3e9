"""GET /api/anomalies: filtered, sorted, page by page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import update

from billun.extensions import db
from billun.models import Anomaly
from billun.models.base import now
from tests.fixtures.callers import Caller
from tests.fixtures.cast import Cast
from tests.fixtures.reports import report, send_report, send_sighting
from tests.queries.test_statement_counts import counted


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


def test_it_is_narrowed_by_who_reported_it_what_it_is_on_and_how_old_it_is(
    driver: Caller, mechanic: Caller, three: list[str], cast: Cast, look: Callable[..., Any]
) -> None:
    acknowledged, red, _ = three
    own = send_report(mechanic, report(cast.loner.id)).body["id"]
    assert ids(driver, kind="tractor_unit") == [red, acknowledged]
    assert ids(driver, kind="curtain_sider", reporter_id=str(cast.mechanic.user_id)) == [own]
    assert ids(driver, reporter_id=str(cast.driver.user_id)) == three[::-1]
    aged = update(Anomaly).where(Anomaly.id == UUID(red))
    look(lambda: db.session.execute(aged.values(received_at=now() - timedelta(days=3, hours=1))))
    assert ids(driver, older_than_days=3) == [red]
    assert ids(driver, older_than_days=4) == []


def test_triage_is_what_nobody_has_taken_on(driver: Caller, three: list[str]) -> None:
    assert ids(driver, triage="true") == three[:0:-1]


def test_it_is_sorted_as_asked_for(driver: Caller, three: list[str], cast: Cast) -> None:
    acknowledged, red, other = three
    assert ids(driver, sort="oldest") == three
    assert ids(driver, sort="newest") == three[::-1]
    assert ids(driver, sort="worst") == [red, acknowledged, other]


@pytest.mark.parametrize("sort", ["newest", "oldest", "worst"])
def test_in_every_order_its_pages_leave_nothing_out(
    driver: Caller, three: list[str], cast: Cast, sort: str
) -> None:
    found: list[str] = []
    cursor = None
    for _ in range(4):
        page = {"sort": sort, "limit": 1} | ({"cursor": cursor} if cursor else {})
        body = driver.get("/api/anomalies", query_string=page).body
        found += [one["id"] for one in body["items"]]
        cursor = body["next_cursor"]
        if cursor is None:
            break
    assert found == ids(driver, sort=sort)


def test_each_says_what_it_is_the_same_as_what_it_is_on_and_whether_it_is_held(
    driver: Caller, manager: Caller, three: list[str], cast: Cast, look: Callable[..., Any]
) -> None:
    again = send_report(driver, report(cast.lorry.id)).body["id"]
    older = manager.post(f"/api/anomalies/{again}/merge", json={"into": three[0]})
    assert older.status == 200
    held = update(Anomaly).where(Anomaly.id == UUID(three[0])).values(held_at=now())
    look(lambda: db.session.execute(held))
    items = {one["id"]: one for one in driver.get("/api/anomalies").body["items"]}
    assert items[again]["duplicate_of"] == {
        "id": three[0],
        "reference": items[three[0]]["reference"],
    }
    assert [items[id]["on_hold"] for id in three] == [True, False, False]
    assert items[three[2]]["equipment"]["kind"] == "curtain_sider"
    assert driver.get(f"/api/anomalies/{again}").body == items[again]


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
    assert partner.get(f"/api/anomalies?reporter_id={cast.driver.user_id}").status == 404


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
BAD += ["sort=best", "reporter_id=me", "older_than_days=-1", "triage=soon", "kind=" + "x" * 41]


@pytest.mark.parametrize("query", BAD)
def test_a_bad_filter_is_named(driver: Caller, query: str) -> None:
    answer = driver.get(f"/api/anomalies?{query}")
    assert (answer.status, list(answer.errors)) == (422, [query.split("=", maxsplit=1)[0]])


def test_a_longer_queue_asks_no_more(
    app: Flask, driver: Caller, manager: Caller, cast: Cast
) -> None:
    query = f"sort=worst&triage=true&kind=tractor_unit&reporter_id={cast.driver.user_id}"

    def grow(count: int) -> None:
        older = send_report(driver, report(cast.lorry.id)).body["id"]
        for _ in range(count):
            id = send_report(driver, report(cast.lorry.id)).body["id"]
            send_sighting(driver, id, kind="known", comment=None)
            same = send_report(driver, report(cast.lorry.id)).body["id"]
            manager.post(f"/api/anomalies/{same}/merge", json={"into": older})

    paths = (f"/api/anomalies?limit=100&{query}", "/api/anomalies?limit=100")
    grow(1)
    few = [counted(app, driver, path) for path in paths]
    grow(5)
    assert [counted(app, driver, path) for path in paths] == few
    assert max(few) <= 8
