"""Planning a job and changing it: what is written, what is told, what is over."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from billun.extensions import db
from billun.models import (
    Equipment,
    Intervention,
    InterventionEntry,
    InterventionKind,
    MaintenancePlan,
    Membership,
    PlanItem,
    Workshop,
)
from billun.models.maintenance_plan import IntervalUnit
from billun.operations.people import end_membership
from billun.operations.references import free_reference
from tests.fixtures.callers import Answer, Caller
from tests.fixtures.cast import Cast
from tests.fixtures.maintenance import job_body, monday, plan_job, utc
from tests.fixtures.reports import report, send_report, shots

Look = Callable[..., Any]


@pytest.fixture
def job(manager: Caller, cast: Cast, bays: list[str]) -> dict[str, Any]:
    """Planned in bay 1 for the mechanic."""
    body = job_body(cast, bay="1", assignee_ids=[str(cast.mechanic.user_id)])
    made: dict[str, Any] = plan_job(manager, **body).body
    return made


@pytest.fixture
def occurrence(cast: Cast, look: Look) -> str:
    """The id of a job that a plan made for the lorry and nobody has placed."""

    def make() -> str:
        plan = MaintenancePlan(
            company_id=cast.vauquelin,
            title="Oil",
            equipment_id=cast.lorry.id,
            every=6,
            unit=IntervalUnit.MONTHS,
            starts_on=date(2026, 1, 1),
        )
        item = PlanItem(company_id=cast.vauquelin, plan=plan, equipment_id=cast.lorry.id)
        made = Intervention(
            reference=free_reference("INT", Intervention.reference),
            company_id=cast.vauquelin,
            equipment_id=cast.lorry.id,
            plan_item=item,
            kind=InterventionKind.PREVENTIVE,
            title="Oil",
            due_on=date(2026, 12, 1),
        )
        db.session.add_all([plan, item, made])
        db.session.flush()
        return str(made.id)

    found: str = look(make)
    return found


def change(caller: Caller, id: str, **changes: Any) -> Answer:
    return caller.patch(f"/api/maintenance/{id}", json={"confirmed": ["closed"], **changes})


def entries(look: Look, id: str) -> list[tuple[str, dict[str, Any]]]:
    """What the timeline says, with its details."""
    query = select(InterventionEntry).where(InterventionEntry.intervention_id == UUID(id))
    ordered = query.order_by(InterventionEntry.at, InterventionEntry.id)
    found: list[tuple[str, dict[str, Any]]] = look(
        lambda: [(entry.kind.value, entry.detail) for entry in db.session.scalars(ordered)]
    )
    return found


def test_planning_is_on_the_timeline(job: dict[str, Any], cast: Cast, look: Look) -> None:
    mechanic = {"id": str(cast.mechanic.membership_id), "name": cast.mechanic.name}
    assert entries(look, job["id"]) == [
        (
            "planned",
            {
                "starts_at": job["starts_at"],
                "ends_at": job["ends_at"],
                "workshop": "Atelier",
                "bay": "1",
                "people": [mechanic],
            },
        )
    ]


def test_each_sort_of_change_is_an_entry_of_its_own(
    job: dict[str, Any], manager: Caller, cast: Cast, look: Look
) -> None:
    start = utc(monday("10:00"))
    changed = change(
        manager,
        job["id"],
        starts_at=start,
        bay="2",
        title="Brakes and discs",
        assignee_ids=[str(cast.supervisor.user_id)],
    )
    assert changed.status == 200, changed.body
    assert changed.body["version"] > job["version"]
    moved, assigned, edited = entries(look, job["id"])[1:]
    assert moved[0] == "moved"
    assert (moved[1]["from"]["bay"], moved[1]["to"]["bay"]) == ("1", "2")
    assert moved[1]["to"]["starts_at"] == start
    assert assigned[0] == "assigned"
    assert [one["name"] for one in assigned[1]["added"]] == [cast.supervisor.name]
    assert [one["name"] for one in assigned[1]["removed"]] == [cast.mechanic.name]
    assert edited == ("edited", {"changes": {"title": ["Brakes", "Brakes and discs"]}})


def test_the_same_again_changes_nothing(job: dict[str, Any], manager: Caller, look: Look) -> None:
    same = change(manager, job["id"], title=" Brakes ", bay="1", starts_at=job["starts_at"])
    assert (same.status, same.body["version"]) == (200, 1)
    assert len(entries(look, job["id"])) == 1


@pytest.mark.parametrize("steps", [["cancelled"], ["in_progress", "completed"]])
def test_what_is_over_is_neither_moved_nor_edited(
    job: dict[str, Any], manager: Caller, steps: list[str]
) -> None:
    path = f"/api/maintenance/{job['id']}"
    for to in steps:
        assert manager.post(f"{path}/transitions", json={"to": to}).status == 200
    late: list[dict[str, Any]] = [
        {"starts_at": utc(monday("08:00"))},
        {"title": "Late"},
        {"assignee_ids": []},
    ]
    for changes in late:
        answer = change(manager, job["id"], **changes)
        assert answer.status == 409
        assert answer.body["present"]["status"] == steps[-1]
    assert manager.get(path).body["title"] == "Brakes"


def test_what_runs_can_be_stretched(job: dict[str, Any], manager: Caller) -> None:
    path = f"/api/maintenance/{job['id']}/transitions"
    assert manager.post(path, json={"to": "in_progress"}).status == 200
    assert change(manager, job["id"], ends_at=utc(monday("16:00"))).status == 200


def test_of_two_editors_the_second_is_told_of_the_first(
    job: dict[str, Any], manager: Caller, supervisor: Caller
) -> None:
    path = f"/api/maintenance/{job['id']}"
    tag = supervisor.get(path).headers["ETag"]
    assert change(manager, job["id"], title="Mine", version=1).status == 200
    second = change(supervisor, job["id"], title="Mine as well", version=1)
    assert second.status == 409
    assert second.body["present"]["version"] == "2"
    stale = supervisor.patch(path, json={"title": "Mine"}, headers={"If-Match": tag})
    assert stale.status == 412
    fresh = {"If-Match": supervisor.get(path).headers["ETag"]}
    assert supervisor.patch(path, json={"title": "Both"}, headers=fresh).status == 200


def test_who_has_left_stays_on_it_and_can_be_taken_off(
    job: dict[str, Any], manager: Caller, cast: Cast, look: Look
) -> None:
    def leave() -> None:
        end_membership(db.session.get_one(Membership, cast.mechanic.membership_id))

    look(leave)
    assert change(manager, job["id"], starts_at=utc(monday("08:30"))).status == 200
    named = manager.get(f"/api/maintenance/{job['id']}").body["assignees"]
    assert [one["name"] for one in named] == [cast.mechanic.name]
    assert change(manager, job["id"], assignee_ids=[]).body["assignees"] == []
    again = change(manager, job["id"], assignee_ids=[str(cast.mechanic.user_id)])
    assert (again.status, list(again.errors)) == (422, ["assignee_ids"])


def test_a_bay_that_is_gone_is_asked_for_once_it_is_chosen(
    job: dict[str, Any], manager: Caller, cast: Cast, look: Look
) -> None:
    """A new title does not stumble over a bay that the workshop has no more; a move into it does."""

    def close() -> None:
        db.session.get_one(Workshop, cast.workshop_id).bays = ["2"]

    look(close)
    assert change(manager, job["id"], title="Still brakes").status == 200
    assert change(manager, job["id"], bay="2").status == 200
    assert list(change(manager, job["id"], bay="1").errors) == ["bay"]


def test_a_job_of_a_plan_is_placed_and_taken_out_again(
    occurrence: str, manager: Caller, cast: Cast, bays: list[str]
) -> None:
    waiting = manager.get("/api/maintenance/to-plan").body["occurrences"]
    assert [one["id"] for one in waiting] == [occurrence]
    times = {"starts_at": utc(monday("09:00")), "ends_at": utc(monday("10:00"))}
    assert list(change(manager, occurrence, **times).errors) == ["workshop_id"]
    placed = change(manager, occurrence, workshop_id=str(cast.workshop_id), bay="1", **times)
    assert placed.status == 200, placed.body
    assert manager.get("/api/maintenance/to-plan").body["occurrences"] == []
    half = change(manager, occurrence, starts_at=None)
    assert list(half.errors) == ["starts_at"]
    assert change(manager, occurrence, starts_at=None, ends_at=None).status == 200
    assert manager.get("/api/maintenance/to-plan").body["totals"]["occurrences"] == 1


def test_what_has_no_time_yet_takes_no_damage_and_no_bay(
    occurrence: str, driver: Caller, manager: Caller, cast: Cast
) -> None:
    id = send_report(driver, report(cast.lorry.id, shots())).body["id"]
    assert list(change(manager, occurrence, anomaly_ids=[id]).errors) == ["starts_at"]
    assert list(change(manager, occurrence, bay="1").errors) == ["workshop_id"]
    assert change(manager, occurrence, title="Oil and filters").status == 200


def test_only_a_job_of_a_plan_waits_without_a_time(job: dict[str, Any], manager: Caller) -> None:
    answer = change(manager, job["id"], starts_at=None, ends_at=None)
    assert (answer.status, list(answer.errors)) == (422, ["starts_at"])


def test_a_workshop_with_planned_jobs_is_not_given_up(
    job: dict[str, Any], manager: Caller, cast: Cast, second_workshop: UUID
) -> None:
    path = f"/api/workshops/{cast.workshop_id}?move_to={second_workshop}"
    refused = manager.delete(path)
    assert refused.status == 409
    assert "1 job is planned here." in refused.body["detail"]
    manager.post(f"/api/maintenance/{job['id']}/transitions", json={"to": "cancelled"})
    assert manager.delete(path).status == 204
    kept = manager.get(f"/api/maintenance/{job['id']}").body
    assert (kept["workshop_id"], kept["workshop_name"]) == (None, "Atelier")


def test_what_waits_for_a_time_goes_along_to_the_next_workshop(
    occurrence: str, manager: Caller, cast: Cast, second_workshop: UUID
) -> None:
    assert change(manager, occurrence, workshop_id=str(cast.workshop_id)).status == 200
    moved = manager.delete(f"/api/workshops/{cast.workshop_id}?move_to={second_workshop}")
    assert moved.status == 204
    found = manager.get(f"/api/maintenance/{occurrence}").body
    assert found["workshop_id"] == str(second_workshop)


def provisional(look: Look, cast: Cast) -> str:
    def make() -> str:
        from_report = Equipment(
            billun_id="BLN-2026-PPPPPP",
            company_id=cast.vauquelin,
            family="trailer",
            kind="",
            plate="PR-001-OV",
            status="provisional",
        )
        db.session.add(from_report)
        db.session.flush()
        return str(from_report.id)

    found: str = look(make)
    return found


def test_the_jobs_of_a_provisional_item_go_to_the_right_one(
    manager: Caller, cast: Cast, look: Look
) -> None:
    item = provisional(look, cast)
    job = plan_job(manager, **job_body(cast, equipment_id=item)).body
    right = {"equipment_id": str(cast.loner.id)}
    assert manager.put(f"/api/equipment/{item}/replacement", json=right).status == 200
    found = manager.get(f"/api/maintenance/{job['id']}").body
    assert found["equipment_id"] == str(cast.loner.id)
    taken = plan_job(manager, **job_body(cast, equipment_id=str(cast.loner.id)))
    assert taken.body["present"]["reference"] == job["reference"]


def test_an_item_is_not_replaced_into_a_second_booking(
    manager: Caller, cast: Cast, look: Look
) -> None:
    item = provisional(look, cast)
    job = plan_job(manager, **job_body(cast, equipment_id=item)).body
    other = plan_job(manager, **job_body(cast, equipment_id=str(cast.loner.id))).body
    right = {"equipment_id": str(cast.loner.id)}
    refused = manager.put(f"/api/equipment/{item}/replacement", json=right)
    assert refused.status == 409
    assert refused.body["present"]["reference"] == other["reference"]
    later = monday("09:00") + timedelta(days=1)
    times = {"starts_at": utc(later), "ends_at": utc(later + timedelta(hours=1))}
    assert change(manager, job["id"], **times).status == 200
    assert manager.put(f"/api/equipment/{item}/replacement", json=right).status == 200
