"""The calendar and what waits for it: what is in them, and that they ask no more when they grow."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask

from billun.extensions import db
from billun.models import Absence, Company, Workshop
from tests.fixtures.callers import Caller
from tests.fixtures.cast import Cast
from tests.fixtures.due import PutDue
from tests.fixtures.maintenance import job_body, monday, plan_job, utc
from tests.fixtures.reports import report, send_report, shots
from tests.queries.test_statement_counts import statements

Look = Callable[..., Any]

CALENDAR, TO_PLAN = "/api/maintenance/calendar", "/api/maintenance/to-plan"
MOST = 8


def week(lane: str = "bay", **more: str) -> dict[str, str]:
    """The query of the week in which jobs are planned."""
    first = monday().date()
    return {"from": str(first), "to": str(first + timedelta(days=7)), "lane": lane, **more}


def shown(caller: Caller, **query: str) -> Any:
    answer = caller.get(CALENDAR, query_string=query)
    assert answer.status == 200, answer.body
    return answer.body


def test_jobs_lie_in_the_lanes_of_their_bays(
    manager: Caller, cast: Cast, bays: list[str], second_workshop: UUID
) -> None:
    plan_job(manager, **job_body(cast, bay="2"))
    plan_job(manager, **job_body(cast, equipment_id=str(cast.loner.id)))
    found = shown(manager, **week())
    here, there = f"bay:{cast.workshop_id}:", f"bay:{second_workshop}:"
    assert [lane["id"] for lane in found["lanes"]] == [
        *(f"{there}{bay}" for bay in ("A", "B", "")),
        *(f"{here}{bay}" for bay in ("1", "2", "Pit", "")),
    ]
    assert {item["equipment"]["plate"]: item["lane_ids"] for item in found["items"]} == {
        "AB-123-CD": [f"{here}2"],
        "EF-456-GH": [here],
    }
    assert all(item["external"] is False for item in found["items"])


def test_a_bay_that_is_gone_keeps_its_lane_while_something_is_in_it(
    manager: Caller, cast: Cast, bays: list[str], look: Look
) -> None:
    plan_job(manager, **job_body(cast, bay="2"))

    def close() -> None:
        db.session.get_one(Workshop, cast.workshop_id).bays = ["1"]

    look(close)
    lanes = {lane["id"]: lane["name"] for lane in shown(manager, **week())["lanes"]}
    assert lanes[f"bay:{cast.workshop_id}:2"] == "Atelier · 2"


def test_jobs_lie_in_the_lanes_of_their_people(manager: Caller, cast: Cast) -> None:
    people = [cast.mechanic, cast.supervisor]
    plan_job(manager, **job_body(cast, assignee_ids=[str(one.user_id) for one in people]))
    plan_job(manager, **job_body(cast, equipment_id=str(cast.loner.id)))
    found = shown(manager, **week("person"))
    lanes = [f"person:{one.user_id}" for one in people]
    assert [lane["id"] for lane in found["lanes"]] == [*lanes, "person:"]
    ids = {item["equipment"]["plate"]: set(item["lane_ids"]) for item in found["items"]}
    assert ids == {"AB-123-CD": set(lanes), "EF-456-GH": {"person:"}}


def test_of_one_workshop_only_its_own_is_shown(
    manager: Caller, cast: Cast, bays: list[str], second_workshop: UUID
) -> None:
    plan_job(manager, **job_body(cast, bay="1"))
    there = job_body(cast, equipment_id=str(cast.loner.id), workshop_id=str(second_workshop))
    plan_job(manager, **there)
    found = shown(manager, **week(workshop_id=str(second_workshop)))
    assert {lane["workshop_id"] for lane in found["lanes"]} == {str(second_workshop)}
    assert [item["equipment"]["plate"] for item in found["items"]] == ["EF-456-GH"]
    assert {closed["workshop_id"] for closed in found["closed"]} == {str(second_workshop)}


def test_what_reaches_into_the_time_is_shown_and_what_was_cancelled_is_not(
    manager: Caller, cast: Cast
) -> None:
    start = monday("09:00")
    long = {"starts_at": utc(start - timedelta(days=55)), "ends_at": utc(start)}
    id = plan_job(manager, **job_body(cast, **long)).body["id"]
    first = utc(monday("00:00"))
    asked = {"from": first, "to": utc(monday("00:01"))}
    assert [item["id"] for item in shown(manager, **asked)["items"]] == [id]
    assert shown(manager, **{"from": utc(start), "to": utc(monday("10:00"))})["items"] == []
    manager.post(f"/api/maintenance/{id}/transitions", json={"to": "cancelled"})
    assert shown(manager, **asked)["items"] == []


def test_closed_hours_and_absences_are_told(
    manager: Caller, driver: Caller, cast: Cast, look: Look
) -> None:
    def leave() -> None:
        db.session.add(
            Absence(
                company_id=cast.vauquelin,
                member_id=cast.mechanic.membership_id,
                starts_on=date(2027, 7, 1),
                ends_on=date(2027, 7, 14),
            )
        )

    look(leave)
    query = {"from": "2027-07-14", "to": "2027-07-15"}
    found = shown(manager, **query)
    assert found["closed"] == [
        {
            "workshop_id": str(cast.workshop_id),
            "from": "2027-07-13T22:00:00Z",
            "to": "2027-07-14T22:00:00Z",
            "name": "National Day",
        }
    ]
    assert found["absences"] == [
        {
            "user_id": str(cast.mechanic.user_id),
            "starts_on": "2027-07-01",
            "ends_on": "2027-07-14",
            "kind": "leave",
        }
    ]
    assert shown(driver, **query)["absences"] == []


def test_days_are_those_of_the_company(manager: Caller, cast: Cast, look: Look) -> None:
    """A job at eleven in the evening in New York is on that day there, whatever UTC says."""

    def move_away() -> None:
        db.session.get_one(Company, cast.vauquelin).time_zone = "America/New_York"

    look(move_away)
    times = {"starts_at": "2027-06-10T03:00:00Z", "ends_at": "2027-06-10T03:30:00Z"}
    plan_job(manager, **job_body(cast, **times))
    assert len(shown(manager, **{"from": "2027-06-09", "to": "2027-06-10"})["items"]) == 1
    assert shown(manager, **{"from": "2027-06-10", "to": "2027-06-11"})["items"] == []


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"to": "2027-06-10"}, "from"),
        ({"from": "2027-06-10"}, "to"),
        ({"from": "2027-06-10", "to": "2027-06-10"}, "to"),
        ({"from": "2027-06-10", "to": "2027-06-09"}, "to"),
        ({"from": "2027-01-01", "to": "2027-04-12"}, "to"),
        ({"from": "2027-06-10T00:00:00", "to": "2027-06-11"}, "from"),
        ({"from": "soon", "to": "2027-06-11"}, "from"),
        ({"from": "2027-06-10", "to": "2027-06-11", "lane": "road"}, "lane"),
        ({"from": "2027-06-10", "to": "2027-06-11", "workshop_id": "x"}, "workshop_id"),
    ],
)
def test_a_bad_question_is_refused_by_its_name(
    manager: Caller, query: dict[str, str], field: str
) -> None:
    answer = manager.get(CALENDAR, query_string=query)
    assert (answer.status, list(answer.errors)) == (422, [field])


def test_a_hundred_days_over_a_change_of_clocks_are_shown(manager: Caller) -> None:
    assert shown(manager, **{"from": "2027-07-24", "to": "2027-11-01"})["items"] == []


def test_what_waits_is_sorted_by_how_pressing_it_is(
    driver: Caller, manager: Caller, cast: Cast, put_due: PutDue
) -> None:
    for criticality in ("yellow", "red", "orange", "orange"):
        id = send_report(driver, report(cast.lorry.id, shots(), criticality=criticality)).body["id"]
        manager.post(f"/api/anomalies/{id}/transitions", json={"to": "acknowledged"})
    send_report(driver, report(cast.lorry.id, shots(), criticality="red"))
    put_due(cast.lorry, "ct_heavy", 29)
    put_due(cast.lorry, "tachograph", 30)
    found = manager.get(TO_PLAN).body
    assert [one["criticality"] for one in found["anomalies"]] == [
        "red",
        "orange",
        "orange",
        "yellow",
    ]
    assert found["anomalies"][1]["received_at"] <= found["anomalies"][2]["received_at"]
    assert [(one["code"], one["state"]) for one in found["deadlines"]] == [("ct_heavy", "due_30")]
    assert found["totals"] == {"anomalies": 4, "deadlines": 1, "occurrences": 0}


def test_what_is_planned_waits_no_more_until_it_is_cancelled(
    driver: Caller, manager: Caller, cast: Cast, put_due: PutDue
) -> None:
    put_due(cast.lorry, "ct_heavy", -3)
    id = send_report(driver, report(cast.lorry.id, shots())).body["id"]
    body = job_body(cast, anomaly_ids=[id], deadline_codes=["ct_heavy"])
    job = plan_job(manager, **body).body["id"]
    assert manager.get(TO_PLAN).body["totals"] == dict.fromkeys(
        ("anomalies", "deadlines", "occurrences"), 0
    )
    manager.post(f"/api/maintenance/{job}/transitions", json={"to": "cancelled"})
    found = manager.get(TO_PLAN).body
    assert [one["id"] for one in found["anomalies"]] == [id]
    assert [one["state"] for one in found["deadlines"]] == ["overdue"]


def test_what_waits_is_narrowed_to_a_workshop(
    manager: Caller, cast: Cast, put_due: PutDue, second_workshop: UUID
) -> None:
    put_due(cast.lorry, "ct_heavy", 10)
    for id, number in ((cast.workshop_id, 1), (second_workshop, 0)):
        found = manager.get(f"{TO_PLAN}?workshop_id={id}").body
        assert len(found["deadlines"]) == number
    assert len(manager.get(f"{TO_PLAN}?site_id={cast.site_id}").body["deadlines"]) == 1


def test_nothing_asks_more_when_it_grows(
    app: Flask, driver: Caller, manager: Caller, cast: Cast, bays: list[str], put_due: PutDue
) -> None:
    urls = (
        f"{CALENDAR}?from={monday().date()}&to={monday(weeks=2).date()}&lane=bay",
        f"{CALENDAR}?from={monday().date()}&to={monday(weeks=2).date()}&lane=person",
        TO_PLAN,
        "/api/maintenance?limit=100",
    )

    def counts() -> list[int]:
        found = []
        for url in urls:
            with statements(app) as seen:
                assert manager.get(url).status == 200
            found.append(len(seen))
        return found

    def grow(day: int, *people: str) -> None:
        ids = [send_report(driver, report(cast.lorry.id, shots())).body["id"] for _n in range(3)]
        for id in ids[1:]:
            manager.post(f"/api/anomalies/{id}/transitions", json={"to": "acknowledged"})
        times = {"starts_at": utc(monday(days=day)), "ends_at": utc(monday("10:00", days=day))}
        body = job_body(cast, bay="1", anomaly_ids=ids[:2], assignee_ids=people, **times)
        assert plan_job(manager, **body).status == 201

    people = [str(cast.mechanic.user_id), str(cast.supervisor.user_id)]
    grow(0, *people)
    counts()
    before = counts()
    put_due(cast.lorry, "ct_heavy", 10)
    for day in range(1, 4):
        grow(day, *people)
    assert counts() == before
    # Who is signed in takes two of them, and of the list nothing is left out: cost, minutes, answers from outside.
    assert before[0] <= MOST + 2, before
    assert before[1] <= MOST + 2, before
    assert before[2] <= MOST, before
    assert before[3] <= MOST + 4, before
