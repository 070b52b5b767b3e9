"""An intervention takes on anomalies and deadlines; nothing else holds them meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask

from tests.fixtures.callers import Answer, Caller
from tests.fixtures.cast import Cast
from tests.fixtures.due import PutDue
from tests.fixtures.maintenance import job_body, monday, plan_job, utc
from tests.fixtures.reports import report, send_report, shots
from tests.operations.test_concurrency import all_at_once

Look = Callable[..., Any]


def reported(driver: Caller, cast: Cast, **what: Any) -> str:
    """The id of a report on the lorry, or on what is said."""
    id: str = send_report(driver, report(cast.lorry.id, shots(), **what)).body["id"]
    return id


def status_of(caller: Caller, id: str) -> str:
    status: str = caller.get(f"/api/anomalies/{id}").body["status"]
    return status


def timeline_of(caller: Caller, id: str) -> list[tuple[str | None, str | None]]:
    items = caller.get(f"/api/anomalies/{id}/timeline").body["items"]
    return [(one["from_status"], one["to_status"]) for one in items if one["kind"] == "transition"]


def elsewhen(cast: Cast, **changes: Any) -> dict[str, Any]:
    """A job of the afternoon, which is in nobody's way."""
    times = {"starts_at": utc(monday("14:00")), "ends_at": utc(monday("15:00"))}
    return job_body(cast, **times, **changes)


def change(caller: Caller, id: str, **changes: Any) -> Answer:
    return caller.patch(f"/api/maintenance/{id}", json=changes)


def test_an_acknowledged_anomaly_is_scheduled(driver: Caller, mechanic: Caller, cast: Cast) -> None:
    yellow = reported(driver, cast, criticality="yellow")
    mechanic.post(f"/api/anomalies/{yellow}/transitions", json={"to": "acknowledged"})
    job = plan_job(mechanic, **job_body(cast, anomaly_ids=[yellow]))
    assert job.status == 201, job.body
    assert [(one["id"], one["status"], one["outcome"]) for one in job.body["anomalies"]] == [
        (yellow, "scheduled", None)
    ]
    assert job.body["criticality"] == "yellow"
    assert job.body["equipment"]["fitness"] == "repair_planned"


def test_what_nobody_had_acknowledged_is_acknowledged_in_the_same_act(
    driver: Caller, mechanic: Caller, cast: Cast
) -> None:
    fresh = reported(driver, cast)
    assert plan_job(mechanic, **job_body(cast, anomaly_ids=[fresh])).status == 201
    assert timeline_of(driver, fresh) == [
        ("incoming", "acknowledged"),
        ("acknowledged", "scheduled"),
    ]


@pytest.mark.parametrize("to", ["dismissed", "resolved"])
def test_what_needs_no_repair_is_not_taken(
    driver: Caller, manager: Caller, cast: Cast, to: str
) -> None:
    over = reported(driver, cast)
    for step in ("acknowledged", to):
        body = {"to": step, "comment": "No damage"}
        assert manager.post(f"/api/anomalies/{over}/transitions", json=body).status == 200
    refused = plan_job(manager, **job_body(cast, anomaly_ids=[over]))
    assert refused.status == 409
    assert refused.body["present"]["status"] == to
    assert "ANO-" in refused.body["detail"]
    assert manager.get("/api/maintenance").body["total"] == 0


def test_what_another_job_holds_is_not_taken(
    driver: Caller, manager: Caller, cast: Cast, put_due: PutDue
) -> None:
    taken = reported(driver, cast)
    put_due(cast.lorry, "ct_heavy", 10)
    holding = {"anomaly_ids": [taken], "deadline_codes": ["ct_heavy"]}
    first = plan_job(manager, **job_body(cast, **holding)).body
    assert [one["code"] for one in first["deadlines"]] == ["ct_heavy"]
    for field, value in holding.items():
        refused = plan_job(manager, **elsewhen(cast, **{field: value}))
        assert (refused.status, list(refused.errors)) == (409, [field])
        assert first["reference"] in refused.body["detail"]
        assert refused.body["present"]["reference"] == first["reference"]


def test_of_ten_jobs_that_take_one_anomaly_one_has_it(
    app: Flask, driver: Caller, manager: Caller, cast: Cast
) -> None:
    wanted = reported(driver, cast)
    bodies = [
        job_body(
            cast,
            anomaly_ids=[wanted],
            starts_at=utc(monday(f"{8 + number:02}:00")),
            ends_at=utc(monday(f"{9 + number:02}:00")),
        )
        for number in range(10)
    ]
    calls = [lambda caller, body=body: plan_job(caller, **body) for body in bodies]
    assert sorted(all_at_once(app, calls, manager)) == [201] + [409] * 9


def test_what_is_left_out_is_acknowledged_again_and_free(
    driver: Caller, manager: Caller, cast: Cast, put_due: PutDue
) -> None:
    one, other = reported(driver, cast), reported(driver, cast)
    put_due(cast.lorry, "ct_heavy", 10)
    job = plan_job(
        manager, **job_body(cast, anomaly_ids=[one, other], deadline_codes=["ct_heavy"])
    ).body
    changed = change(manager, job["id"], anomaly_ids=[other], deadline_codes=[])
    assert changed.status == 200, changed.body
    assert [taken["id"] for taken in changed.body["anomalies"]] == [other]
    assert changed.body["deadlines"] == []
    assert [status_of(manager, id) for id in (one, other)] == ["acknowledged", "scheduled"]
    again = elsewhen(cast, anomaly_ids=[one], deadline_codes=["ct_heavy"])
    assert plan_job(manager, **again).status == 201


def test_what_joins_a_running_job_comes_as_far_as_it_is(
    driver: Caller, manager: Caller, cast: Cast
) -> None:
    job = plan_job(manager, **job_body(cast)).body
    path = f"/api/maintenance/{job['id']}/transitions"
    assert manager.post(path, json={"to": "in_progress"}).status == 200
    found = reported(driver, cast)
    assert change(manager, job["id"], anomaly_ids=[found]).status == 200
    assert status_of(manager, found) == "in_repair"
    waiting = {"to": "awaiting_parts", "parts_awaited": "Discs"}
    assert manager.post(path, json=waiting).status == 200
    late = reported(driver, cast)
    assert change(manager, job["id"], anomaly_ids=[found, late]).status == 200
    assert status_of(manager, late) == "awaiting_parts"


def test_damage_of_other_equipment_is_refused_by_name(
    driver: Caller, manager: Caller, cast: Cast
) -> None:
    elsewhere = send_report(driver, report(cast.loner.id, shots())).body
    refused = plan_job(manager, **job_body(cast, anomaly_ids=[elsewhere["id"]]))
    assert (refused.status, list(refused.errors)) == (422, ["anomaly_ids"])
    assert elsewhere["reference"] in refused.body["detail"]


def test_damage_that_another_company_owns_is_not_there(
    manager: Caller, partner: Caller, cast: Cast
) -> None:
    theirs = send_report(partner, report(cast.partner_trailer.id, shots())).body["id"]
    for unknown in (theirs, str(uuid4())):
        assert plan_job(manager, **job_body(cast, anomaly_ids=[unknown])).status == 404


def test_a_deadline_that_the_equipment_does_not_have_is_refused(
    manager: Caller, cast: Cast
) -> None:
    refused = plan_job(manager, **job_body(cast, deadline_codes=["no_such_check"]))
    assert (refused.status, list(refused.errors)) == (422, ["deadline_codes"])


def test_a_report_is_planned_while_somebody_acknowledges_it(
    app: Flask, driver: Caller, manager: Caller, cast: Cast
) -> None:
    """The mechanic acknowledges the same report at the same moment: it is scheduled all the same, or told."""
    wanted = reported(driver, cast)
    acknowledge = f"/api/anomalies/{wanted}/transitions"
    body = job_body(cast, anomaly_ids=[wanted])
    calls: list[Callable[[Caller], Answer]] = [
        lambda caller: plan_job(caller, **body),
        lambda caller: caller.post(acknowledge, json={"to": "acknowledged"}),
    ]
    planned, _acknowledged = all_at_once(app, calls, manager)
    assert planned == 201
    assert status_of(manager, wanted) == "scheduled"
