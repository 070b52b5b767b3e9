"""Anomalies in numbers, over the API and on the page: each is what the list behind it shows."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import update

from billun.extensions import db
from billun.models import Anomaly, AnomalyStatus, Company, Equipment
from tests.fixtures.callers import Caller
from tests.fixtures.cast import Cast
from tests.fixtures.reports import report, send_report, shots
from tests.queries.test_statement_counts import counted

Look = Callable[[Callable[[], Any]], Any]
URL = "/api/anomalies/statistics"
TIME = {"from": "2026-01-15", "to": "2026-03-20"}


@pytest.fixture
def story(cast: Cast, driver: Caller, look: Look) -> None:
    """Four reports in France in the winter of 2026, and one on the night before."""
    curtain = {"category": "bodywork", "sub_category": "curtain"}
    tyre = {"category": "tyres", "sub_category": None}
    told: list[tuple[Any, ...]] = [
        (cast.lorry, curtain, "orange", "2026-01-14T22:59:59", None, None),
        (cast.lorry, curtain, "orange", "2026-01-14T23:00:00", 60, 7200),
        (cast.lorry, curtain, "red", "2026-01-31T23:30:00", 180, None),
        (cast.loner, tyre, "yellow", "2026-03-20T22:00:00", None, 3600),
        (cast.loner, tyre, "green", "2026-03-20T23:00:00", None, None),
    ]
    for item, damage, level, at, seen, done in told:
        body = report(item.id, shots(), **damage, criticality=level)
        id = UUID(send_report(driver, body).body["id"])
        look(lambda id=id, at=at, seen=seen, done=done: move(id, at, seen, done))  # type: ignore[misc]


def move(id: UUID, at: str, seen: int | None, done: int | None) -> None:
    came = datetime.fromisoformat(at).replace(tzinfo=UTC)
    values: dict[str, Any] = {"received_at": came}
    if seen:
        values["acknowledged_at"] = came + timedelta(seconds=seen)
    if done:
        values |= {
            "resolved_at": came + timedelta(seconds=done),
            "status": AnomalyStatus.RESOLVED,
        }
    db.session.execute(update(Anomaly).where(Anomaly.id == id).values(values))


def ask(caller: Caller, **query: Any) -> Any:
    return caller.get(URL, query_string=TIME | query).body


def test_they_count_by_what_it_is_and_how_bad(
    cast: Cast, story: None, manager: Caller, mechanic: Caller
) -> None:
    found = ask(manager)
    assert found == ask(mechanic)
    assert found["total"] == 3
    assert found["criticality"] == {"red": 1, "orange": 1, "yellow": 1, "green": 0}
    assert (found["status"]["incoming"], found["status"]["resolved"]) == (1, 2)
    assert len(found["status"]) == len(AnomalyStatus)
    assert found["category"] == {
        "bodywork": {"total": 2, "sub_categories": {"curtain": 2}},
        "tyres": {"total": 1, "sub_categories": {}},
    }
    assert found["site"] == [
        {"site_id": str(cast.site_id), "total": 2},
        {"site_id": None, "total": 1},
    ]
    assert sum(found["kind"].values()) == 3
    assert found["to_acknowledge"] == {"median_seconds": 120, "of": 2}
    assert found["to_resolve"] == {"median_seconds": 5400, "of": 2}


def test_time_goes_by_the_days_of_the_company(story: None, manager: Caller) -> None:
    """The one of 23:30 in Greenwich came in February where the company is; the first of all came a day too early."""
    months = ask(manager)["over_time"]
    assert [(one["from"], one["to"], one["total"]) for one in months] == [
        ("2026-01-15", "2026-01-31", 1),
        ("2026-02-01", "2026-02-28", 1),
        ("2026-03-01", "2026-03-20", 1),
    ]
    assert months[1]["criticality"] == {"red": 1, "orange": 0, "yellow": 0, "green": 0}
    weeks = ask(manager, by="week")["over_time"]
    assert (len(weeks), weeks[0]["from"], weeks[1]["from"]) == (10, "2026-01-15", "2026-01-19")
    assert [week["total"] for week in weeks] == [1, 0, 1, 0, 0, 0, 0, 0, 0, 1]


def test_they_can_be_narrowed(cast: Cast, story: None, manager: Caller, look: Look) -> None:
    kind = look(lambda: db.session.get_one(Equipment, cast.loner.id).kind)
    assert ask(manager, site_id=cast.site_id)["total"] == 2
    assert ask(manager, workshop_id=cast.workshop_id)["total"] == 2
    assert ask(manager, kind=kind)["total"] in (1, 3)
    assert ask(manager, kind="tail_lift")["total"] == 0


def test_without_days_they_are_of_the_last_year(
    cast: Cast, driver: Caller, manager: Caller, look: Look
) -> None:
    send_report(driver, report(cast.lorry.id))
    today = look(lambda: db.session.get_one(Company, cast.vauquelin).today)
    found = manager.get(URL).body
    assert (found["total"], len(found["over_time"])) == (1, 12)
    assert found["to"] == today.isoformat()
    assert found["over_time"][-1]["total"] == 1
    assert found["to_acknowledge"] == {"median_seconds": None, "of": 0}


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"from": "2026-04-01"}, "to"),
        ({"from": "2010-01-01"}, "from"),
        ({"from": "2020-01-01", "by": "week"}, "from"),
        ({"by": "day"}, "by"),
        ({"from": "yesterday"}, "from"),
    ],
)
def test_days_that_make_no_time_are_refused(
    manager: Caller, query: dict[str, str], field: str
) -> None:
    answer = manager.get(URL, query_string=TIME | query)
    assert (answer.status, list(answer.errors)) == (422, [field])


def test_others_see_nothing_of_it(
    cast: Cast, story: None, driver: Caller, partner: Caller, anonymous: Caller
) -> None:
    assert driver.get(URL).status == 403
    assert anonymous.get(URL).status == 401
    assert ask(partner)["total"] == 0
    assert partner.get(URL, query_string={"site_id": str(cast.site_id)}).status == 404


def test_every_number_of_the_page_is_what_its_list_counts(
    cast: Cast, story: None, browsing: Callable[..., Caller]
) -> None:
    marthe = browsing(cast.manager)
    page = marthe.get("/anomalies/statistics", query_string=TIME)
    assert page.status == 200
    found = set(re.findall(r'<a class="count-number" href="([^"]+)">(\d+)</a>', page.text))
    assert len(found) > 12
    for url, number in found:
        shown = marthe.get(unescape(url)).text
        assert re.search(rf"aria-live=\"polite\">{number} report", shown), url
    kept = marthe.get("/anomalies?show=all&from=2026-01-15&to=2026-01-31&sub_category=curtain").text
    assert 'name="from" value="2026-01-15"' in kept


def test_the_page_says_what_is_wrong_with_the_days(
    cast: Cast, browsing: Callable[..., Caller]
) -> None:
    marthe = browsing(cast.manager)
    answer = marthe.get("/anomalies/statistics?from=2026-04-01&to=2026-03-01")
    assert (answer.status, "This day is before the first one." in answer.text) == (422, True)
    assert marthe.get("/anomalies/statistics?from=x&by=x&kind=x").status == 200


def test_the_numbers_can_be_taken_along(
    cast: Cast, story: None, browsing: Callable[..., Caller]
) -> None:
    marthe = browsing(cast.manager)
    answer = marthe.get("/anomalies/statistics/export", query_string=TIME)
    assert answer.headers["Content-Disposition"].endswith("2026-01-15-2026-03-20.csv")
    lines = answer.text.splitlines()
    assert lines[1] == "All,,,3"
    assert "How bad,Stop now,,1" in lines
    assert "Site,Without a site,,1" in lines
    assert any(line.startswith("Time,2026-02-01") and line.endswith("Stop now,1") for line in lines)
    assert '"Hours until resolved, median",,,1.5' in lines


def test_they_take_the_same_few_statements_whatever_there_is(
    app: Flask, cast: Cast, driver: Caller, browsing: Callable[..., Caller]
) -> None:
    marthe = browsing(cast.manager)
    few = [counted(app, marthe, path) for path in ("/anomalies/statistics", URL)]
    for place in range(3):
        send_report(driver, report((cast.lorry, cast.loner)[place % 2].id, criticality="red"))
    many = [counted(app, marthe, path) for path in ("/anomalies/statistics", URL)]
    assert many == few
    assert max(many) <= 6
