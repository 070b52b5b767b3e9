"""The calendar as pages: what waits, the week without scripts, the plain form that moves a job, list and table."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import datetime, timedelta
from html import unescape
from typing import Any
from uuid import UUID

import pytest
from flask import Flask

from billun.extensions import db
from billun.models import Intervention
from tests.fixtures.callers import Caller
from tests.fixtures.cast import Cast, Person
from tests.fixtures.due import PutDue
from tests.fixtures.maintenance import PARIS, job_body, monday, plan_job
from tests.fixtures.pages import submit
from tests.fixtures.reports import report, send_report
from tests.queries.test_statement_counts import statements

Browsing = Callable[[Person], Caller]
Look = Callable[..., Any]

pytestmark = pytest.mark.usefixtures("bays")


@pytest.fixture
def page(browsing: Browsing, cast: Cast) -> Caller:
    return browsing(cast.supervisor)


@pytest.fixture
def job(supervisor: Caller, cast: Cast) -> dict[str, Any]:
    planned: dict[str, Any] = plan_job(supervisor, **job_body(cast, bay="1")).body
    return planned


def week_of(moment: datetime) -> str:
    return f"/maintenance?date={moment:%Y-%m-%d}"


def typed(moment: datetime) -> str:
    """As a field of a form holds it."""
    return f"{moment.astimezone(PARIS):%Y-%m-%dT%H:%M}"


def schedule(page: Caller, job: dict[str, Any], start: datetime, **changes: Any) -> Any:
    place = f"/maintenance/{job['reference']}/schedule"
    fields = {
        "starts_at": typed(start),
        "ends_at": typed(start + timedelta(hours=2)),
        "place": f"{job['workshop_id']}:{job['bay']}",
        "version": str(job["version"]),
    }
    return submit(page, place, **(fields | changes))


def times_of(look: Look, job: dict[str, Any]) -> tuple[str, ...]:
    def read() -> tuple[str, ...]:
        found = db.session.get_one(Intervention, UUID(job["id"]))
        return tuple(typed(moment) for moment in (found.starts_at, found.ends_at) if moment)

    said: tuple[str, ...] = look(read)
    return said


def test_the_week_is_a_list_where_there_are_no_scripts(page: Caller, job: dict[str, Any]) -> None:
    text = page.get(week_of(monday())).text
    assert f'href="/maintenance/{job["reference"]}"' in text
    assert "Brakes" in text
    assert job["reference"] not in page.get(week_of(monday(weeks=2))).text


def test_what_waits_stands_beside_it_the_worst_first(
    page: Caller, driver: Caller, supervisor: Caller, cast: Cast, put_due: PutDue
) -> None:
    put_due(cast.lorry, "ct_heavy", 12)
    for level, category in (("yellow", "bodywork"), ("red", "electrical")):
        body = report(cast.lorry.id, criticality=level, category=category, sub_category=None)
        anomaly = send_report(driver, body).body
        step = {"to": "acknowledged"}
        supervisor.post(f"/api/anomalies/{anomaly['id']}/transitions", json=step)
    text = page.get(
        "/maintenance", headers={"HX-Request": "true", "HX-Target": "section#to-plan"}
    ).text
    assert "<html" not in text
    assert text.index("Stop now") < text.index("Plan a repair") < text.index("Under 15 days")
    assert "deadline=ct_heavy" in unescape(text)


def test_a_place_of_another_company_is_not_there(page: Caller, cast: Cast) -> None:
    assert page.get(f"/maintenance?workshop_id={cast.lorry.id}").status == 404
    assert page.get(f"/maintenance/list?person={cast.outsider.user_id}").status == 404
    assert page.get("/maintenance?view=nonsense&date=soon&lane=x&workshop_id=1").status == 200


def test_the_form_moves_a_job(page: Caller, job: dict[str, Any], look: Look) -> None:
    start = monday("10:00", days=1)
    answer = schedule(page, job, start)
    assert answer.status == 303, answer.text
    assert times_of(look, job) == (typed(start), typed(start + timedelta(hours=2)))


def test_a_closed_hour_is_asked_back_and_planned_all_the_same(
    page: Caller, job: dict[str, Any], look: Look
) -> None:
    night = monday("22:00")
    asked = schedule(page, job, night)
    assert asked.status == 409
    assert "is closed at this time" in asked.text
    assert "Plan all the same" in asked.text
    times = (datetime.fromisoformat(typed(night + timedelta(hours=by))) for by in (0, 2))
    about = "|".join([*map(str, times), f"{job['workshop_id']}:1"])
    assert unescape(asked.text).count(about) == 1
    assert schedule(page, job, night, confirmed="closed", asked_about=about).status == 303
    assert times_of(look, job)[0] == typed(night)


def test_an_hour_that_the_clocks_leave_out_is_refused_beside_its_field(
    page: Caller, job: dict[str, Any], look: Look
) -> None:
    answer = schedule(page, job, monday(), starts_at="2027-03-28T02:30", ends_at="2027-03-28T05:00")
    assert answer.status == 422
    assert "At 02:30 the clocks go forward" in answer.text
    assert times_of(look, job)[0] == typed(monday())


def test_a_bay_that_is_taken_names_the_other_job(
    page: Caller, supervisor: Caller, job: dict[str, Any], cast: Cast
) -> None:
    body = job_body(cast, equipment_id=str(cast.loner.id), bay="2")
    other = plan_job(supervisor, **body).body
    answer = schedule(page, other, monday("10:00"), place=f"{job['workshop_id']}:1")
    assert answer.status == 409
    assert f'href="/maintenance/{job["reference"]}"' in answer.text


def test_the_second_of_two_is_told(page: Caller, supervisor: Caller, job: dict[str, Any]) -> None:
    supervisor.patch(f"/api/maintenance/{job['id']}", json={"title": "Brakes, front"})
    answer = schedule(page, job, monday("10:00", days=1))
    assert answer.status == 409
    assert "Somebody was faster" in answer.text


def test_a_job_that_is_over_has_no_form(
    page: Caller, supervisor: Caller, job: dict[str, Any]
) -> None:
    step = {"to": "cancelled", "comment": "Sold"}
    supervisor.post(f"/api/maintenance/{job['id']}/transitions", json=step)
    answer = page.get(f"/maintenance/{job['reference']}/schedule")
    assert answer.status == 303


def test_the_list_narrows_by_what_the_address_says(
    page: Caller, supervisor: Caller, job: dict[str, Any], cast: Cast
) -> None:
    body = job_body(cast, equipment_id=str(cast.loner.id), kind="preventive", title="Grease")
    other = plan_job(supervisor, **body, assignee_ids=[str(cast.mechanic.user_id)]).body
    both = page.get("/maintenance/list").text
    assert job["reference"][-6:] in both
    assert other["reference"][-6:] in both
    day = f"{monday(weeks=2):%Y-%m-%d}"
    for query, found in (
        ("kind=preventive", {"Grease"}),
        (f"person={cast.mechanic.user_id}", {"Grease"}),
        (f"q={cast.lorry.billun_id}", {"Brakes"}),
        (f"from={day}", set()),
        (f"to={day}", {"Brakes", "Grease"}),
        ("status=cancelled", set()),
        ("show=unplaced", set()),
        ("show=all&sort=newest", {"Brakes", "Grease"}),
    ):
        text = page.get(f"/maintenance/list?{query}").text
        assert {title for title in ("Brakes", "Grease") if f">{title} <" in text} == found, query


def test_the_list_takes_the_same_statements_for_many(
    app: Flask, page: Caller, supervisor: Caller, job: dict[str, Any], cast: Cast
) -> None:
    page.get("/maintenance/list")
    with statements(app) as few:
        page.get("/maintenance/list")
    for number in range(3):
        times = {
            "starts_at": monday("09:00", days=number + 1),
            "ends_at": monday("11:00", days=number + 1),
        }
        plan_job(
            supervisor, **job_body(cast, **{name: at.isoformat() for name, at in times.items()})
        )
    with statements(app) as many:
        assert page.get("/maintenance/list").status == 200
    assert len(many) <= len(few)


def test_the_table_holds_what_is_filtered_with_units_and_the_zone(
    page: Caller, job: dict[str, Any]
) -> None:
    answer = page.get("/maintenance/export?kind=corrective")
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=workshop-")
    heads, row = csv.reader(io.StringIO(answer.text.removeprefix("\ufeff")))
    told = dict(zip(heads, row, strict=True))
    assert told["Reference"] == job["reference"]
    assert told["Start (Europe/Paris)"].startswith(f"{monday():%Y-%m-%d}")
    assert "09:00" in told["Start (Europe/Paris)"]
    assert told["Cost without tax (EUR)"] == "0"
    assert (
        len(list(csv.reader(io.StringIO(page.get("/maintenance/export?kind=preventive").text))))
        == 1
    )
