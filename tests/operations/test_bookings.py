"""No bay and no equipment is ever booked twice, however many book at the same moment."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import or_, select
from sqlalchemy.orm import aliased

from billun.extensions import db
from billun.models import Intervention, Membership
from billun.models.intervention_transitions import OPEN_INTERVENTIONS
from billun.operations.equipment import EquipmentForm, add_equipment
from tests.fixtures.callers import Answer, Caller
from tests.fixtures.cast import Cast
from tests.fixtures.maintenance import job_body, monday, plan_job, utc
from tests.operations.test_concurrency import all_at_once

Look = Callable[..., Any]


@pytest.fixture
def fleet(cast: Cast, look: Look) -> list[UUID]:
    """Ten more items of the company."""

    def add() -> list[UUID]:
        actor = db.session.get_one(Membership, cast.manager.membership_id)
        forms = [EquipmentForm(kind="box", plate=f"ZZ-{100 + n}-ZZ") for n in range(10)]
        return [add_equipment(actor, form)[0].id for form in forms]

    found: list[UUID] = look(add)
    return found


def booked_twice() -> int:
    """How many pairs of open jobs have the same bay or the same equipment at the same time."""
    one, other = aliased(Intervention), aliased(Intervention)
    same_bay = (one.workshop_id == other.workshop_id) & (one.bay == other.bay)
    pairs = select(one.id).join(
        other,
        (one.id < other.id)
        & (one.starts_at < other.ends_at)
        & (other.starts_at < one.ends_at)
        & or_(same_bay, one.equipment_id == other.equipment_id),
    )
    wanted = pairs.where(one.status.in_(OPEN_INTERVENTIONS), other.status.in_(OPEN_INTERVENTIONS))
    return len(db.session.execute(wanted).all())


def plan(caller: Caller, body: dict[str, Any]) -> Answer:
    return plan_job(caller, **body)


def move(caller: Caller, id: str, changes: dict[str, Any]) -> Answer:
    return caller.patch(f"/api/maintenance/{id}", json=changes)


def test_of_fifty_who_book_one_bay_one_has_it(
    app: Flask, manager: Caller, cast: Cast, bays: list[str], fleet: Sequence[UUID], look: Look
) -> None:
    bodies = [job_body(cast, equipment_id=str(item), bay="1") for item in fleet]
    found = all_at_once(app, [partial(plan, body=body) for body in bodies * 5], manager)
    assert sorted(found) == [201] + [409] * 49
    assert look(booked_twice) == 0


def test_of_fifty_who_book_one_item_one_has_it(
    app: Flask,
    manager: Caller,
    cast: Cast,
    bays: list[str],
    second_workshop: UUID,
    look: Look,
) -> None:
    """In two workshops, each in its own bay or in none: the item is what they share."""
    places = [(cast.workshop_id, "1"), (cast.workshop_id, None), (second_workshop, "A")]
    bodies = [job_body(cast, workshop_id=str(id), bay=bay) for id, bay in places]
    calls = [partial(plan, body=bodies[number % 3]) for number in range(50)]
    assert sorted(all_at_once(app, calls, manager)) == [201] + [409] * 49
    assert look(booked_twice) == 0


def test_of_fifty_who_move_into_one_hour_one_comes_in(
    app: Flask, manager: Caller, cast: Cast, bays: list[str], fleet: Sequence[UUID], look: Look
) -> None:
    start, hour = monday("08:00", weeks=2), timedelta(hours=1)
    ids = [
        plan(
            manager,
            job_body(
                cast,
                equipment_id=str(item),
                bay="2",
                starts_at=utc(start + number * hour),
                ends_at=utc(start + (number + 1) * hour),
            ),
        ).body["id"]
        for number, item in enumerate(fleet)
    ]
    changes = {"bay": "1", "starts_at": utc(start), "ends_at": utc(start + hour)}
    confirmed = {"confirmed": ["closed"]}
    calls = [partial(move, id=id, changes=changes | confirmed) for id in ids * 5]
    # The one that came in is where it wants to be each time that it is asked again.
    assert sorted(all_at_once(app, calls, manager)) == [200] * 5 + [409] * 45
    assert look(booked_twice) == 0


def test_two_who_change_places_at_once_do_not_wait_for_each_other_for_ever(
    app: Flask, manager: Caller, cast: Cast, bays: list[str], second_workshop: UUID, look: Look
) -> None:
    """Each moves into the other's workshop: nobody is answered with an error of the database."""
    one = plan(manager, job_body(cast, bay="1")).body["id"]
    other = plan(
        manager,
        job_body(cast, equipment_id=str(cast.loner.id), workshop_id=str(second_workshop), bay="A"),
    ).body["id"]
    there = {"workshop_id": str(second_workshop), "bay": "B", "confirmed": ["closed"]}
    here = {"workshop_id": str(cast.workshop_id), "bay": "2", "confirmed": ["closed"]}
    calls = [partial(move, id=one, changes=there), partial(move, id=other, changes=here)] * 10
    assert set(all_at_once(app, calls, manager)) == {200}
    assert look(booked_twice) == 0


def times(start: datetime, hours: float) -> dict[str, str]:
    return {"starts_at": utc(start), "ends_at": utc(start + timedelta(hours=hours))}


@pytest.mark.parametrize(
    ("start", "hours", "status"),
    [
        ("07:00", 2, 201),
        ("11:00", 1, 201),
        ("07:00", 2.25, 409),
        ("10:45", 1, 409),
        ("09:30", 0.5, 409),
        ("08:00", 8, 409),
        ("09:00", 2, 409),
    ],
)
def test_two_times_may_touch_and_not_overlap(
    manager: Caller, cast: Cast, bays: list[str], start: str, hours: float, status: int
) -> None:
    assert plan(manager, job_body(cast, bay="1")).status == 201
    body = job_body(cast, equipment_id=str(cast.loner.id), bay="1", **times(monday(start), hours))
    assert plan(manager, body).status == status


def test_the_other_one_is_named(
    manager: Caller, cast: Cast, bays: list[str], second_workshop: UUID
) -> None:
    first = plan(manager, job_body(cast, bay="1", title="New brakes")).body
    about = {name: first[name] for name in ("id", "reference", "title", "starts_at", "ends_at")}
    same_bay = plan(manager, job_body(cast, equipment_id=str(cast.loner.id), bay="1"))
    assert same_bay.body["present"] == about | {"bay": "1"}
    assert "bay" in same_bay.errors
    for told in (first["reference"], "AB-123-CD", "09:00", "11:00"):
        assert told in same_bay.body["detail"]
    same_item = plan(manager, job_body(cast, workshop_id=str(second_workshop), bay="A"))
    assert same_item.body["present"]["reference"] == first["reference"]
    assert "equipment_id" in same_item.errors


def test_a_bay_of_the_same_name_elsewhere_is_another_one(
    manager: Caller, cast: Cast, bays: list[str], look: Look, second_workshop: UUID
) -> None:
    manager.patch(f"/api/workshops/{second_workshop}", json={"bays": ["1"]})
    assert plan(manager, job_body(cast, bay="1")).status == 201
    body = job_body(
        cast, equipment_id=str(cast.loner.id), workshop_id=str(second_workshop), bay="1"
    )
    assert plan(manager, body).status == 201


def test_work_without_a_bay_is_in_nobody_s_way(
    manager: Caller, cast: Cast, bays: list[str]
) -> None:
    assert plan(manager, job_body(cast)).status == 201
    assert plan(manager, job_body(cast, equipment_id=str(cast.loner.id))).status == 201


def test_what_runs_late_holds_its_bay_until_now(
    manager: Caller, cast: Cast, bays: list[str], look: Look
) -> None:
    late = plan(manager, job_body(cast, bay="1")).body["id"]
    path = f"/api/maintenance/{late}/transitions"
    assert manager.post(path, json={"to": "in_progress"}).status == 200
    now = datetime.now(UTC)

    def let_it_be_late() -> None:
        job = db.session.get_one(Intervention, UUID(late))
        job.starts_at, job.ends_at = now - timedelta(hours=5), now - timedelta(hours=3)

    look(let_it_be_late)
    beside = job_body(cast, equipment_id=str(cast.loner.id), bay="1")
    assert plan(manager, beside | times(now - timedelta(hours=2), 1)).status == 409
    assert plan(manager, beside | times(now + timedelta(hours=1), 1)).status == 201


def test_a_booking_lasts_a_minute_at_least(manager: Caller, cast: Cast) -> None:
    start = monday("09:00")
    half = {"starts_at": utc(start), "ends_at": utc(start + timedelta(seconds=30))}
    assert plan(manager, job_body(cast, **half)).errors.keys() == {"ends_at"}
    whole = half | {"ends_at": utc(start + timedelta(minutes=1))}
    assert plan(manager, job_body(cast, **whole)).status == 201


def test_what_is_over_is_in_nobody_s_way(manager: Caller, cast: Cast, bays: list[str]) -> None:
    for last_steps in (["cancelled"], ["in_progress", "completed"]):
        job = plan(manager, job_body(cast, bay="1"))
        assert job.status == 201
        for to in last_steps:
            path = f"/api/maintenance/{job.body['id']}/transitions"
            assert manager.post(path, json={"to": to}).status == 200
    assert plan(manager, job_body(cast, bay="1")).status == 201


def test_the_longest_booking_is_found_from_its_last_hour(
    manager: Caller, cast: Cast, bays: list[str]
) -> None:
    start = monday("08:00")
    long = {"starts_at": utc(start), "ends_at": utc(start + timedelta(days=60))}
    assert plan(manager, job_body(cast, bay="1", **long)).status == 201
    late = times(start + timedelta(days=60, hours=-1), 2)
    assert plan(manager, job_body(cast, bay="1", **late)).status == 409


def test_it_is_not_in_its_own_way(manager: Caller, cast: Cast, bays: list[str]) -> None:
    job = plan(manager, job_body(cast, bay="1")).body
    longer = times(monday("08:00"), 4)
    assert move(manager, job["id"], longer).status == 200


def test_a_night_with_one_hour_less_is_booked_by_moments(
    manager: Caller, cast: Cast, bays: list[str]
) -> None:
    """From Saturday evening to Sunday morning, through the hour that does not exist."""
    body = job_body(cast, bay="1", starts_at="2027-03-27T22:00:00Z", ends_at="2027-03-28T01:00:00Z")
    assert plan(manager, body).status == 201
    touching = {"starts_at": "2027-03-28T01:00:00Z", "ends_at": "2027-03-28T02:00:00Z"}
    loner = str(cast.loner.id)
    assert plan(manager, job_body(cast, equipment_id=loner, bay="1", **touching)).status == 201
    last_hour = {"starts_at": "2027-03-28T00:30:00Z", "ends_at": "2027-03-28T01:00:00Z"}
    assert plan(manager, job_body(cast, equipment_id=loner, bay="1", **last_hour)).status == 409


def test_the_other_company_s_calendar_is_its_own(
    manager: Caller, partner: Caller, cast: Cast, look: Look
) -> None:
    there = partner.post("/api/workshops", json={"name": "Nantes", "bays": ["1"]}).body["id"]
    body = job_body(cast, equipment_id=str(cast.partner_trailer.id), workshop_id=there, bay="1")
    assert plan(manager, job_body(cast)).status == 201
    assert plan(partner, body).status == 201
