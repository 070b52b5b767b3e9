"""What is asked back: somebody on leave, somebody elsewhere, a closed hour."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

import pytest
from flask import Flask

from billun.extensions import db
from billun.models import Absence, AbsenceKind, Workshop
from tests.fixtures.callers import Answer, Caller
from tests.fixtures.cast import Cast, Person
from tests.fixtures.maintenance import job_body, plan_job
from tests.operations.test_concurrency import all_at_once

Look = Callable[..., Any]

# A Wednesday and its Sunday of a week without holidays, while Paris has summer time.
WEDNESDAY = {"starts_at": "2027-06-09T07:00:00Z", "ends_at": "2027-06-09T09:00:00Z"}
SUNDAY = {"starts_at": "2027-06-13T07:00:00Z", "ends_at": "2027-06-13T09:00:00Z"}
BASTILLE_DAY = {"starts_at": "2027-07-14T07:00:00Z", "ends_at": "2027-07-14T09:00:00Z"}
BEFORE_OPENING = {"starts_at": "2027-06-09T05:59:00Z", "ends_at": "2027-06-09T09:00:00Z"}


@pytest.fixture
def away(cast: Cast, look: Look) -> Callable[..., None]:
    """Somebody is away from one day to another, both included."""

    def put(person: Person, first: date, last: date, kind: AbsenceKind = AbsenceKind.LEAVE) -> None:
        absence = Absence(
            company_id=cast.vauquelin,
            member_id=person.membership_id,
            kind=kind,
            starts_on=first,
            ends_on=last,
        )
        look(lambda: db.session.add(absence))

    return put


def body_for(cast: Cast, *people: Person, **changes: Any) -> dict[str, Any]:
    ids = [str(person.user_id) for person in people]
    return job_body(cast, **{"assignee_ids": ids, "confirmed": [], **WEDNESDAY, **changes})


def asked(answer: Answer) -> list[tuple[str, str]]:
    """The codes of the questions, and about whom or what each is."""
    assert answer.status == 409, answer.body
    return [(question["code"], question["about"]) for question in answer.body["questions"]]


def test_nothing_speaks_against_an_open_hour_with_people_who_are_there(
    manager: Caller, cast: Cast
) -> None:
    assert plan_job(manager, **body_for(cast, cast.mechanic)).status == 201


@pytest.mark.parametrize(
    ("first", "last", "is_asked"),
    [
        (date(2027, 6, 1), date(2027, 6, 8), False),
        (date(2027, 6, 1), date(2027, 6, 9), True),
        (date(2027, 6, 9), date(2027, 6, 9), True),
        (date(2027, 6, 10), date(2027, 6, 20), False),
    ],
)
def test_leave_is_asked_about_on_its_days(
    manager: Caller,
    cast: Cast,
    away: Callable[..., None],
    first: date,
    last: date,
    is_asked: bool,
) -> None:
    away(cast.mechanic, first, last)
    body = body_for(cast, cast.mechanic, cast.supervisor)
    if not is_asked:
        assert plan_job(manager, **body).status == 201
        return
    answer = plan_job(manager, **body)
    assert asked(answer) == [("on_leave", str(cast.mechanic.user_id))]
    assert cast.mechanic.name in answer.body["detail"]
    assert plan_job(manager, **body | {"confirmed": ["on_leave"]}).status == 201


def test_a_job_through_the_night_meets_the_leave_of_the_next_day(
    manager: Caller, cast: Cast, away: Callable[..., None]
) -> None:
    away(cast.mechanic, date(2027, 6, 10), date(2027, 6, 10))
    overnight = body_for(cast, cast.mechanic, ends_at="2027-06-10T08:00:00Z")
    assert asked(plan_job(manager, **overnight)) == [("on_leave", str(cast.mechanic.user_id))]
    until_midnight = body_for(cast, cast.mechanic, ends_at="2027-06-09T22:00:00Z")
    assert plan_job(manager, **until_midnight).status == 201


def test_leave_is_not_asked_about_when_somebody_else_does_it(
    manager: Caller, cast: Cast, away: Callable[..., None]
) -> None:
    away(cast.mechanic, date(2027, 6, 9), date(2027, 6, 9))
    assert plan_job(manager, **body_for(cast, cast.supervisor)).status == 201


def test_who_is_elsewhere_is_asked_about_and_the_other_job_named(
    manager: Caller, cast: Cast
) -> None:
    first = plan_job(manager, **body_for(cast, cast.mechanic)).body
    body = body_for(cast, cast.mechanic, equipment_id=str(cast.loner.id))
    answer = plan_job(manager, **body)
    assert asked(answer) == [("booked_elsewhere", str(cast.mechanic.user_id))]
    assert first["reference"] in answer.body["questions"][0]["detail"]
    assert plan_job(manager, **body | {"confirmed": ["booked_elsewhere"]}).status == 201


def test_of_two_who_book_one_person_in_two_workshops_at_once_one_is_asked(
    app: Flask, manager: Caller, cast: Cast, second_workshop: UUID
) -> None:
    here = body_for(cast, cast.mechanic, cast.supervisor)
    there = here | {"equipment_id": str(cast.loner.id), "workshop_id": str(second_workshop)}
    calls = [
        partial(lambda caller, body: plan_job(caller, **body), body=body) for body in (here, there)
    ]
    assert sorted(all_at_once(app, calls * 5, manager)) == [201] + [409] * 9


@pytest.mark.parametrize(
    ("times", "reason"),
    [(SUNDAY, "Sun 13 Jun"), (BASTILLE_DAY, "National Day"), (BEFORE_OPENING, "07:59")],
)
def test_a_start_in_a_closed_hour_is_asked_about(
    manager: Caller, cast: Cast, times: dict[str, str], reason: str
) -> None:
    answer = plan_job(manager, **body_for(cast, **times))
    assert asked(answer) == [("closed", str(cast.workshop_id))]
    assert reason in answer.body["detail"]
    assert plan_job(manager, **body_for(cast, **times, confirmed=["closed"])).status == 201


def test_an_end_in_a_closed_hour_is_not(manager: Caller, cast: Cast) -> None:
    overnight = body_for(cast, ends_at="2027-06-10T03:00:00Z")
    assert plan_job(manager, **overnight).status == 201


def test_a_closure_is_asked_about_by_its_name(manager: Caller, cast: Cast, look: Look) -> None:
    def close() -> None:
        workshop = db.session.get_one(Workshop, cast.workshop_id)
        workshop.closures = [{"from": "2027-06-07", "until": "2027-06-11", "name": "Stock-taking"}]

    look(close)
    answer = plan_job(manager, **body_for(cast))
    assert asked(answer) == [("closed", str(cast.workshop_id))]
    assert "Stock-taking" in answer.body["detail"]


def test_a_workshop_outside_is_not_asked_about(manager: Caller, cast: Cast) -> None:
    garage = manager.post("/api/workshops", json={"name": "Garage", "external": True}).body["id"]
    assert plan_job(manager, **body_for(cast, workshop_id=garage, **SUNDAY)).status == 201


def test_all_is_asked_at_once_and_nothing_is_kept_before_all_is_confirmed(
    manager: Caller, cast: Cast, away: Callable[..., None]
) -> None:
    away(cast.mechanic, date(2027, 6, 13), date(2027, 6, 13), AbsenceKind.TRAINING)
    body = body_for(cast, cast.mechanic, **SUNDAY)
    assert {code for code, _about in asked(plan_job(manager, **body))} == {"closed", "on_leave"}
    half = plan_job(manager, **body | {"confirmed": ["closed"]})
    assert {code for code, _about in asked(half)} == {"closed", "on_leave"}
    assert manager.get("/api/maintenance").body["total"] == 0
    assert plan_job(manager, **body | {"confirmed": ["closed", "on_leave"]}).status == 201


def test_a_conflict_is_told_before_anything_is_asked(manager: Caller, cast: Cast) -> None:
    assert plan_job(manager, **body_for(cast, **SUNDAY, confirmed=["closed"])).status == 201
    answer = plan_job(manager, **body_for(cast, **SUNDAY))
    assert (answer.status, "questions" in answer.body) == (409, False)


def test_only_what_is_changed_is_asked_about(
    manager: Caller, cast: Cast, away: Callable[..., None]
) -> None:
    """The leave and the closed hour were confirmed before: a new title asks nothing, a new time does."""
    away(cast.mechanic, date(2027, 6, 13), date(2027, 6, 13))
    body = body_for(cast, cast.mechanic, **SUNDAY, confirmed=["closed", "on_leave"])
    path = f"/api/maintenance/{plan_job(manager, **body).body['id']}"
    assert manager.patch(path, json={"title": "Clutch", "priority": "high"}).status == 200
    longer = {"ends_at": "2027-06-13T10:00:00Z"}
    assert {code for code, _about in asked(manager.patch(path, json=longer))} == {"on_leave"}
    later = {"starts_at": "2027-06-13T08:00:00Z"}
    assert {code for code, _about in asked(manager.patch(path, json=later))} == {
        "closed",
        "on_leave",
    }
    both = {"assignee_ids": [str(cast.mechanic.user_id), str(cast.supervisor.user_id)]}
    assert manager.patch(path, json=both).status == 200


def test_a_question_that_nobody_asks_cannot_be_confirmed(manager: Caller, cast: Cast) -> None:
    answer = plan_job(manager, **body_for(cast, confirmed=["whatever"]))
    assert (answer.status, list(answer.errors)) == (422, ["confirmed.0"])
