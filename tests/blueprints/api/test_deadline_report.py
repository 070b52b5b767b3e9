"""The report of what is due: as JSON with a cursor, as a table to take along."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.fixtures.callers import Caller
from tests.fixtures.cast import Cast
from tests.fixtures.due import PutDue

REPORT = "/api/reports/deadlines"


@pytest.fixture(autouse=True)
def some_days(put_due: PutDue, cast: Cast) -> None:
    put_due(cast.lorry, "ct_heavy", -3)
    put_due(cast.lorry, "tachograph", 14)
    put_due(cast.loner, "insurance", 29)
    put_due(cast.loner, "ct_heavy", 30)


def test_it_holds_what_is_overdue_and_what_is_due_within_thirty_days(
    driver: Caller, cast: Cast, today: date
) -> None:
    body = driver.get(REPORT).body
    assert (body["total"], body["next_cursor"]) == (3, None)
    assert [item["state"] for item in body["items"]] == ["overdue", "due_15", "due_30"]
    assert body["items"][0] == {
        "equipment": {
            "id": str(cast.lorry.id),
            "billun_id": cast.lorry.billun_id,
            "plate": "AB-123-CD",
            "internal_id": "T 07",
        },
        "site": {"id": str(cast.site_id), "name": "Rouen"},
        "code": "ct_heavy",
        "label": body["items"][0]["label"],
        "due_on": str(today - timedelta(days=3)),
        "state": "overdue",
        "blocks": "driving",
        "function": None,
        "done_on": None,
        "result": None,
    }
    assert body["items"][2]["site"] is None


@pytest.mark.parametrize(
    ("query", "total"),
    [("within=15", 2), ("within=0", 1), ("within=31", 4), ("state=ok", 1), ("state=due_15", 1),
     ("state=overdue&within=5", 1), ("state=ok&within=5", 0)],
)  # fmt: skip
def test_days_and_state_narrow_it(driver: Caller, query: str, total: int) -> None:
    assert driver.get(f"{REPORT}?{query}").body["total"] == total


def test_the_unknown_ones_have_no_day(driver: Caller) -> None:
    items = driver.get(f"{REPORT}?state=unknown&limit=200").body["items"]
    assert items
    assert {item["due_on"] for item in items} == {None}


def test_a_site_narrows_it(driver: Caller, cast: Cast) -> None:
    assert driver.get(f"{REPORT}?site_id={cast.site_id}").body["total"] == 2


def test_a_site_of_another_company_is_not_there(driver: Caller, cast: Cast) -> None:
    assert driver.get(f"{REPORT}?site_id={cast.partner_site_id}").status == 404


def test_another_company_is_told_nothing(outsider: Caller) -> None:
    assert outsider.get(REPORT).body == {"items": [], "next_cursor": None, "total": 0}


@pytest.mark.parametrize("state", ["", "&state=unknown"])
def test_the_cursor_meets_each_once(driver: Caller, state: str) -> None:
    met, path = [], f"{REPORT}?limit=1{state}"
    answer = driver.get(path).body
    met += answer["items"]
    while answer["next_cursor"]:
        answer = driver.get(f"{path}&cursor={answer['next_cursor']}").body
        met += answer["items"]
    assert len(met) == answer["total"]
    assert len({(item["equipment"]["id"], item["code"]) for item in met}) == answer["total"]


@pytest.mark.parametrize(
    "query", ["within=-1", "within=x", "state=late", "site_id=x", "format=doc", "limit=0"]
)
def test_a_bad_question_is_refused(driver: Caller, query: str) -> None:
    assert driver.get(f"{REPORT}?{query}").status == 422


def test_it_is_taken_along_as_a_table(driver: Caller) -> None:
    french = driver.get(f"{REPORT}?format=csv", headers={"Accept-Language": "fr"})
    assert french.headers["Content-Type"].startswith("text/csv")
    assert len(french.text.splitlines()) == 4
    assert ";" in french.text.splitlines()[0]
    assert driver.get(f"{REPORT}?format=xlsx").response.get_data()[:2] == b"PK"
