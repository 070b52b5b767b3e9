"""What a step of a job does to the reports, the deadlines, the meters and the equipment that it is about."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import partial
from itertools import product
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from billun.extensions import db
from billun.models import Document, Equipment, EquipmentStatus, Intervention, TakenDeadline
from billun.operations import completing_interventions
from tests.fixtures.callers import Caller
from tests.fixtures.cast import Cast
from tests.fixtures.jobs import damage, job, moved, outcomes, step
from tests.fixtures.papers import pdf, send_document
from tests.fixtures.reports import report, send_report
from tests.operations.test_concurrency import all_at_once

Look = Callable[..., Any]


def statuses(caller: Caller, *damages: Any) -> list[str]:
    return [caller.get(f"/api/anomalies/{one['id']}").body["status"] for one in damages]


def lorry(caller: Caller, cast: Cast) -> Any:
    return caller.get(f"/api/equipment/{cast.lorry.id}").body


def test_reports_move_along_with_their_job(manager: Caller, driver: Caller, cast: Cast) -> None:
    torn, bent = damage(driver, cast), damage(driver, cast)
    made = job(manager, cast, torn, bent)
    seen = [statuses(manager, torn, bent)]
    for to, said in (
        ("in_progress", {}),
        ("awaiting_parts", {"parts_awaited": "Rails"}),
        ("in_progress", {}),
        ("completed", {"outcomes": outcomes((torn, "repaired"), (bent, "deferred"))}),
    ):
        made = moved(manager, made, to, **said)
        seen.append(statuses(manager, torn, bent))
    assert seen == [
        ["scheduled", "scheduled"],
        ["in_repair", "in_repair"],
        ["awaiting_parts", "awaiting_parts"],
        ["in_repair", "in_repair"],
        ["resolved", "acknowledged"],
    ]
    assert {one["reference"]: one["outcome"] for one in made["anomalies"]} == {
        torn["reference"]: "repaired",
        bent["reference"]: "deferred",
    }


def test_each_outcome_of_each_level_leads_where_it_should(
    manager: Caller, driver: Caller, cast: Cast
) -> None:
    cells = list(product(("yellow", "red"), ("repaired", "not_found", "deferred")))
    found = {cell: damage(driver, cast, criticality=cell[0]) for cell in cells}
    made = job(manager, cast, *found.values(), to="in_progress")
    said = outcomes(*((one, cell[1]) for cell, one in found.items()))
    moved(manager, made, "completed", outcomes=said)
    for (_level, outcome), one in found.items():
        expected = "acknowledged" if outcome == "deferred" else "resolved"
        assert statuses(manager, one) == [expected]


def test_a_mechanic_puts_off_a_red_one_and_does_not_end_it(
    mechanic: Caller, supervisor: Caller, driver: Caller, cast: Cast
) -> None:
    red = damage(driver, cast, criticality="red")
    made = job(mechanic, cast, red, to="in_progress")
    for outcome in ("repaired", "not_found"):
        refused = step(mechanic, made, "completed", outcomes=outcomes((red, outcome)))
        assert refused.status == 403
        assert red["reference"] in refused.body["detail"]
    assert statuses(supervisor, red) == ["in_repair"]
    moved(mechanic, made, "completed", outcomes=outcomes((red, "deferred")))
    assert statuses(mechanic, red) == ["acknowledged"]
    again = job(mechanic, cast, red, to="in_progress")
    moved(supervisor, again, "completed", outcomes=outcomes((red, "repaired")))
    assert statuses(supervisor, red) == ["resolved"]


def test_the_equipment_is_fit_once_all_is_repaired(
    manager: Caller, driver: Caller, cast: Cast
) -> None:
    worst, mild = damage(driver, cast, criticality="red"), damage(driver, cast)
    made = job(manager, cast, worst, mild, to="in_progress")
    assert lorry(manager, cast)["fitness"] == "immobilised"
    said = outcomes((worst, "repaired"), (mild, "repaired"))
    done = moved(manager, made, "completed", outcomes=said)
    assert (done["equipment"]["fitness"], lorry(manager, cast)["fitness"]) == ("fit", "fit")


def test_cancelling_gives_everything_back(manager: Caller, driver: Caller, cast: Cast) -> None:
    torn = damage(driver, cast)
    for begun in ("planned", "in_progress", "awaiting_parts"):
        made = job(manager, cast, torn, to=begun, deadline_codes=["ct_heavy"])
        gone = moved(manager, made, "cancelled")
        assert statuses(manager, torn) == ["acknowledged"], begun
        assert [one["outcome"] for one in gone["anomalies"]] == ["deferred"]
        assert [one["renewed"] for one in gone["deadlines"]] == [False]
    again = job(manager, cast, torn, deadline_codes=["ct_heavy"])
    assert statuses(manager, torn) == ["scheduled"]
    assert len(again["deadlines"]) == 1


def test_equipment_stands_in_the_workshop_as_long_as_something_runs(
    manager: Caller, cast: Cast
) -> None:
    first, second, third = (job(manager, cast) for _one in range(3))
    moved(manager, third, "cancelled")
    seen = [lorry(manager, cast)["status"]]
    for made, to in (
        (first, "in_progress"),
        (first, "awaiting_parts"),
        (second, "in_progress"),
        (second, "completed"),
        (first, "cancelled"),
    ):
        said = {"parts_awaited": "Pads"} if to == "awaiting_parts" else {}
        moved(manager, made, to, **said)
        seen.append(lorry(manager, cast)["status"])
    assert seen == ["active", *["in_workshop"] * 4, "active"]


def test_nobody_starts_where_somebody_works(
    manager: Caller, cast: Cast, bays: list[str], look: Look
) -> None:
    """On one item, in one bay; what waits for parts is in nobody's way, and resumes once the other is done."""
    first, second = job(manager, cast), job(manager, cast)
    beside = job(manager, cast, equipment_id=str(cast.loner.id), bay="1")
    moved(manager, first, "in_progress")
    refused = step(manager, second, "in_progress")
    assert (refused.status, refused.body["present"]["reference"]) == (409, first["reference"])
    assert manager.put(f"/api/maintenance/{second['id']}/work").status == 409
    moved(manager, first, "awaiting_parts", parts_awaited="Pads")
    manager.patch(f"/api/maintenance/{second['id']}", json={"bay": "1"})
    moved(manager, second, "in_progress")
    assert step(manager, first, "in_progress").status == 409
    assert "bay" in step(manager, beside, "in_progress").errors
    moved(manager, second, "completed")
    moved(manager, first, "in_progress")
    moved(manager, beside, "in_progress")


def test_of_two_who_start_in_one_bay_at_once_one_does(
    app: Flask, manager: Caller, cast: Cast, bays: list[str]
) -> None:
    jobs = [
        job(manager, cast, bay="1", equipment_id=str(one.id)) for one in (cast.lorry, cast.loner)
    ]
    calls = [partial(step, made=one, to="in_progress") for one in jobs]
    assert sorted(all_at_once(app, calls, manager)) == [200, 409]


def test_equipment_with_jobs_on_it_is_not_retired(manager: Caller, cast: Cast, look: Look) -> None:
    made = job(manager, cast)
    path = f"/api/equipment/{cast.lorry.id}"
    for refused in (manager.delete(path), manager.patch(path, json={"status": "retired"})):
        assert refused.status == 409
        assert made["reference"] in refused.body["detail"]

    def retire() -> None:
        db.session.get_one(Equipment, cast.lorry.id).status = EquipmentStatus.RETIRED

    look(retire)
    assert step(manager, made, "in_progress").status == 409
    assert manager.patch(f"/api/maintenance/{made['id']}", json={"title": "Tyres"}).status == 409
    moved(manager, made, "cancelled")


def test_what_a_person_brought_in_meanwhile_stays_there(manager: Caller, cast: Cast) -> None:
    made = job(manager, cast, to="in_progress")
    path = f"/api/equipment/{cast.lorry.id}"
    for status in ("stood_down", "in_workshop"):
        assert manager.patch(path, json={"status": status}).status == 200
    moved(manager, made, "completed")
    assert lorry(manager, cast)["status"] == "in_workshop"


@pytest.mark.parametrize("status", ["stood_down", "in_workshop"])
def test_what_somebody_else_says_of_the_equipment_stays(
    status: str, manager: Caller, cast: Cast, look: Look
) -> None:
    def put() -> None:
        db.session.get_one(Equipment, cast.lorry.id).status = EquipmentStatus(status)

    look(put)
    made = job(manager, cast)
    moved(manager, made, "cancelled")
    assert lorry(manager, cast)["status"] == status


def test_a_started_job_knows_when_once_and_for_all(manager: Caller, cast: Cast) -> None:
    made = job(manager, cast, to="in_progress")
    moved(manager, made, "awaiting_parts", parts_awaited="Pads")
    resumed = moved(manager, made, "in_progress")
    assert resumed["started_at"] == made["started_at"] is not None
    done = moved(manager, made, "completed")
    assert done["completed_at"] >= done["started_at"]


def test_a_job_without_a_time_is_not_started(manager: Caller, cast: Cast, look: Look) -> None:
    made = job(manager, cast)

    def unplace() -> None:
        intervention = db.session.get_one(Intervention, UUID(made["id"]))
        intervention.starts_at = intervention.ends_at = None

    look(unplace)
    assert step(manager, made, "in_progress").status == 409
    moved(manager, made, "cancelled")


class TestDeadlines:
    """A job for the yearly test of the lorry, overdue since yesterday."""

    @pytest.fixture(autouse=True)
    def overdue(self, manager: Caller, cast: Cast, today: date) -> None:
        body = {"due_on": str(today - timedelta(days=1))}
        path = f"/api/equipment/{cast.lorry.id}/deadlines/ct_heavy"
        assert manager.put(path, json=body).status == 200

    @pytest.fixture
    def made(self, manager: Caller, cast: Cast) -> Any:
        return job(manager, cast, to="in_progress", deadline_codes=["ct_heavy"])

    def test_it_is_renewed_today_unless_somebody_says_otherwise(
        self, made: Any, mechanic: Caller, cast: Cast, today: date
    ) -> None:
        assert lorry(mechanic, cast)["fitness"] == "immobilised"
        done = moved(mechanic, made, "completed")
        assert [one["renewed"] for one in done["deadlines"]] == [True]
        assert lorry(mechanic, cast)["fitness"] == "fit"
        assert renewal(mechanic, cast)["done_on"] == str(today)
        assert renewal(mechanic, cast)["document_id"] is None

    def test_its_newest_proof_goes_with_it(
        self, made: Any, manager: Caller, cast: Cast, look: Look
    ) -> None:
        papers = [
            send_document(manager, cast.lorry.id, pdf(kind), kind=kind).body["id"]
            for kind in ("roadworthiness_report", "roadworthiness_report", "other")
        ]

        def hand_in() -> None:
            for id in papers:
                db.session.get_one(Document, UUID(id)).intervention_id = UUID(made["id"])

        look(hand_in)
        moved(manager, made, "completed")
        assert renewal(manager, cast)["document_id"] == papers[1]

    def test_it_is_renewed_as_somebody_says(
        self, made: Any, manager: Caller, cast: Cast, today: date
    ) -> None:
        said = {"done_on": str(today), "result": "retest", "retest_by": str(today + timedelta(30))}
        moved(manager, made, "completed", renewals={"ct_heavy": said})
        assert renewal(manager, cast)["result"] == "retest"
        shown = manager.get(f"/api/maintenance/{made['id']}").body["deadlines"]
        assert [(one["renewed"], one["result"]) for one in shown] == [(False, "retest")]
        told = manager.get(f"/api/maintenance/{made['id']}/timeline").body["items"]
        (detail,) = [one["detail"] for one in told if one["to_status"] == "completed"]
        assert detail["renewed"] == {"ct_heavy": False}
        assert detail["results"] == {"ct_heavy": "retest"}
        assert lorry(manager, cast)["fitness"] == "fit"

    def test_a_paper_waits_for_the_next_one(self, manager: Caller, cast: Cast, today: date) -> None:
        soon = {"kind": "adr_approval", "expires_on": str(today + timedelta(days=3))}
        assert send_document(manager, cast.lorry.id, pdf(), **soon).status == 201
        code = "document_adr_approval"
        paper = job(manager, cast, to="in_progress", deadline_codes=[code])
        done = moved(manager, paper, "completed")
        assert [(one["code"], one["renewed"]) for one in done["deadlines"]] == [(code, False)]

    def test_what_was_not_done_is_given_back(self, made: Any, manager: Caller, cast: Cast) -> None:
        done = moved(manager, made, "completed", renewals={"ct_heavy": None})
        assert [one["renewed"] for one in done["deadlines"]] == [False]
        assert renewals(manager, cast) == []
        assert lorry(manager, cast)["fitness"] == "immobilised"

    def test_what_a_renewal_refuses_keeps_the_whole_step_back(
        self, manager: Caller, driver: Caller, cast: Cast, today: date
    ) -> None:
        torn = damage(driver, cast)
        made = job(manager, cast, torn, to="in_progress", deadline_codes=["insurance"])
        late = {"done_on": str(today + timedelta(days=1))}
        refused = step(
            manager,
            made,
            "completed",
            outcomes=outcomes((torn, "repaired")),
            readings={"km": 412_000},
            renewals={"insurance": late},
        )
        assert refused.errors.keys() == {"renewals.insurance.done_on"}
        assert statuses(manager, torn) == ["in_repair"]
        readings = manager.get(f"/api/equipment/{cast.lorry.id}/meter-readings").body
        assert readings["items"] == []
        open_end = step(manager, made, "completed", outcomes=outcomes((torn, "repaired")))
        assert open_end.errors.keys() == {"renewals.insurance.due_on"}
        until = {"done_on": str(today), "due_on": str(today + timedelta(days=365))}
        said = {"outcomes": outcomes((torn, "repaired")), "renewals": {"insurance": until}}
        moved(manager, made, "completed", **said)

    @pytest.mark.parametrize("result", ["passed", "failed"])
    def test_silence_overwrites_no_check_that_was_recorded_meanwhile(
        self, made: Any, result: str, manager: Caller, cast: Cast, today: date
    ) -> None:
        said = {"done_on": str(today - timedelta(days=2)), "result": result}
        path = f"/api/equipment/{cast.lorry.id}/deadlines/ct_heavy/renewal"
        assert manager.post(path, json=said).status == 201
        done = moved(manager, made, "completed")
        shown = [(one["renewed"], one["result"]) for one in done["deadlines"]]
        assert shown == [(False, None)]
        assert renewal(manager, cast)["result"] == result

    def test_what_is_not_needed_any_more_is_given_back(
        self, made: Any, manager: Caller, cast: Cast, look: Look
    ) -> None:
        def forget() -> None:
            for held in db.session.scalars(select(TakenDeadline)):
                held.deadline.applies = False

        look(forget)
        done = moved(manager, made, "completed")
        assert [one["renewed"] for one in done["deadlines"]] == [False]

    def test_a_paper_of_another_company_is_no_proof(
        self, made: Any, manager: Caller, partner: Caller, cast: Cast, today: date
    ) -> None:
        paper = send_document(partner, cast.partner_trailer.id, pdf()).body["id"]
        said = {"ct_heavy": {"done_on": str(today), "document_id": paper}}
        assert step(manager, made, "completed", renewals=said).status == 404


def renewals(caller: Caller, cast: Cast) -> list[Any]:
    path = f"/api/equipment/{cast.lorry.id}/deadlines/ct_heavy/renewals"
    found: list[Any] = caller.get(path).body["items"]
    return found


def renewal(caller: Caller, cast: Cast) -> Any:
    (one,) = renewals(caller, cast)
    return one


def test_the_meters_are_read_when_the_job_is_done(manager: Caller, cast: Cast) -> None:
    made = job(manager, cast, to="in_progress")
    moved(manager, made, "completed", readings={"km": 412_000.4, "hours": "1200"})
    readings = manager.get(f"/api/equipment/{cast.lorry.id}/meter-readings").body["items"]
    assert {(one["meter"], one["value"], one["source"]) for one in readings} == {
        ("km", 412_000.4, "intervention"),
        ("hours", 1200.0, "intervention"),
    }


def test_a_meter_that_went_back_needs_its_reason(manager: Caller, cast: Cast) -> None:
    body = {"meter": "km", "value": 400_000}
    assert manager.post(f"/api/equipment/{cast.lorry.id}/meter-readings", json=body).status == 201
    made = job(manager, cast, to="in_progress")
    less = {"readings": {"km": 12}}
    assert step(manager, made, "completed", **less).errors.keys() == {"readings.km"}
    sure = less | {"confirmed": ["readings"]}
    assert step(manager, made, "completed", **sure).errors.keys() == {"readings.km"}
    moved(manager, made, "completed", comment="New instrument", **sure)
    readings = manager.get(f"/api/equipment/{cast.lorry.id}/meter-readings").body["items"]
    assert [one["reason"] for one in readings] == ["New instrument", ""]


def test_what_breaks_in_the_middle_leaves_nothing(
    manager: Caller, driver: Caller, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a process does that is killed before the commit."""
    torn, bent = damage(driver, cast), damage(driver, cast)
    made = job(manager, cast, torn, bent, to="in_progress", deadline_codes=["ct_heavy"])
    usual, calls = completing_interventions.let_go, []

    def breaks(*what: Any) -> None:
        calls.append(what)
        if len(calls) == 2:
            raise KeyboardInterrupt
        usual(*what)

    monkeypatch.setattr(completing_interventions, "let_go", breaks)
    said = outcomes((torn, "repaired"), (bent, "repaired"))
    with pytest.raises(KeyboardInterrupt):
        step(manager, made, "completed", outcomes=said)
    assert statuses(manager, torn, bent) == ["in_repair", "in_repair"]
    assert renewals(manager, cast) == []
    assert manager.get(f"/api/maintenance/{made['id']}").body["status"] == "in_progress"


def test_of_many_who_take_a_step_at_once_one_does(
    app: Flask, manager: Caller, driver: Caller, cast: Cast, look: Look
) -> None:
    torn = damage(driver, cast)
    made = job(manager, cast, torn, to="in_progress", deadline_codes=["ct_heavy"])
    said = {"to": "completed", "outcomes": outcomes((torn, "repaired")), "from": "in_progress"}
    path = f"/api/maintenance/{made['id']}/transitions"
    calls = [lambda caller: caller.post(path, json=said)] * 5
    stop = [lambda caller: caller.post(path, json={"to": "cancelled", "from": "in_progress"})] * 5
    found = all_at_once(app, [*calls, *stop], manager)
    assert sorted(found) == [200] + [409] * 9
    after = manager.get(f"/api/maintenance/{made['id']}").body
    assert statuses(manager, torn) == [
        "resolved" if after["status"] == "completed" else "acknowledged"
    ]
    assert lorry(manager, cast)["status"] == "active"


def test_steps_of_one_lorrys_jobs_do_not_wait_for_each_other_for_ever(
    app: Flask, manager: Caller, driver: Caller, cast: Cast
) -> None:
    made = [job(manager, cast, damage(driver, cast)) for _one in range(4)]
    calls: Sequence[Callable[[Caller], Any]] = [
        partial(step, made=one, to=to) for one in made for to in ("in_progress", "cancelled")
    ]
    calls = [*calls, *(partial(send_report, body=report(cast.lorry.id)) for _one in range(4))]
    found = all_at_once(app, calls, manager)
    assert set(found) <= {200, 201, 409}
    held = select(TakenDeadline)
    with app.app_context():
        assert db.session.scalars(held).all() == []
