"""POST /api/anomalies/<id>/transitions: who may take which step, and what is said where one may not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from billun.extensions import db
from billun.models import Anomaly, AnomalyStatus, Criticality, Equipment
from tests.fixtures.callers import Answer, Caller
from tests.fixtures.cast import Cast
from tests.fixtures.reports import Complete, report, send_report


def move(caller: Caller, anomaly: Any, to: str, comment: str | None = None) -> Answer:
    body = {"to": to} | ({"comment": comment} if comment is not None else {})
    return caller.post(f"/api/anomalies/{anomaly['id']}/transitions", json=body)


@pytest.fixture
def standing(driver: Caller, cast: Cast, look: Callable[..., Any]) -> Callable[..., Any]:
    """An anomaly that stands where the test wants it."""

    def put(status: str, criticality: str = "yellow") -> Any:
        made = send_report(driver, report(cast.lorry.id)).body

        def change() -> None:
            anomaly = db.session.get_one(Anomaly, UUID(made["id"]))
            anomaly.status = AnomalyStatus(status)
            anomaly.criticality = Criticality(criticality)

        look(change)
        return made

    return put


def test_the_common_way_from_report_to_closure(
    complete: Complete, mechanic: Caller, supervisor: Caller
) -> None:
    anomaly = complete()
    steps = [(mechanic, "acknowledged"), (mechanic, "resolved"), (supervisor, "closed")]
    assert [move(caller, anomaly, to).body["status"] for caller, to in steps] == [
        "acknowledged", "resolved", "closed",
    ]  # fmt: skip


def test_each_step_is_on_the_timeline(complete: Complete, mechanic: Caller, cast: Cast) -> None:
    anomaly = complete()
    move(mechanic, anomaly, "acknowledged", "I look at it at noon")
    step = mechanic.get(f"/api/anomalies/{anomaly['id']}/timeline").body["items"][-1]
    assert (step["from_status"], step["to_status"]) == ("reported", "acknowledged")
    assert (step["actor"]["name"], step["comment"]) == (cast.mechanic.name, "I look at it at noon")


def test_the_fourth_photo_is_a_step_of_the_system(complete: Complete, mechanic: Caller) -> None:
    items = mechanic.get(f"/api/anomalies/{complete()['id']}/timeline").body["items"]
    assert [(one["kind"], one["to_status"], one["actor"] is None) for one in items] == [
        ("reported", "incoming", False),
        ("transition", "reported", True),
    ]


# 403 by role comes first, then 409 by status, then 403 by row, then 422 by reason.
def test_a_role_that_never_reaches_a_status_is_refused_first(
    standing: Callable[..., Any], driver: Caller, mechanic: Caller
) -> None:
    assert move(driver, standing("closed"), "acknowledged").status == 403
    assert move(driver, standing("closed"), "resolved").status == 403
    assert move(mechanic, standing("dismissed"), "reported").status == 403


def test_a_step_that_is_not_there_is_a_conflict(
    standing: Callable[..., Any], mechanic: Caller, driver: Caller
) -> None:
    assert move(mechanic, standing("closed"), "acknowledged").status == 409
    assert move(mechanic, standing("incoming"), "resolved").status == 409
    assert move(driver, standing("acknowledged"), "withdrawn", "oops").status == 409


def test_a_step_of_somebody_else_is_refused(
    standing: Callable[..., Any], mechanic: Caller, calling: Callable[..., Caller], cast: Cast
) -> None:
    assert move(mechanic, standing("resolved"), "closed").status == 403
    assert move(mechanic, standing("acknowledged", "red"), "resolved").status == 403
    other = calling(cast.other_driver)
    assert move(other, standing("reported"), "withdrawn", "not mine").status == 403


def test_a_missing_reason_is_refused_last(standing: Callable[..., Any], mechanic: Caller) -> None:
    for comment in (None, "", "  "):
        answer = move(mechanic, standing("reported"), "dismissed", comment)
        assert (answer.status, list(answer.errors)) == (422, ["comment"])
    assert move(mechanic, standing("reported", "orange"), "dismissed").status == 403


@pytest.mark.parametrize("to", ["scheduled", "in_repair", "awaiting_parts"])
@pytest.mark.parametrize("who", ["mechanic", "supervisor", "manager"])
def test_only_an_intervention_plans(
    standing: Callable[..., Any], request: pytest.FixtureRequest, who: str, to: str
) -> None:
    caller: Caller = request.getfixturevalue(who)
    assert move(caller, standing("acknowledged"), to).status == 409


@pytest.mark.parametrize("status", ["scheduled", "in_repair", "awaiting_parts"])
def test_what_is_planned_is_resolved_by_its_intervention_alone(
    standing: Callable[..., Any], supervisor: Caller, status: str
) -> None:
    assert move(supervisor, standing(status), "resolved").status == 409
    assert move(supervisor, standing(status), "acknowledged").status == 409


def test_a_reporter_withdraws_with_a_reason(standing: Callable[..., Any], driver: Caller) -> None:
    assert move(driver, standing("reported"), "withdrawn", "wrong trailer").status == 200


def test_a_mechanic_withdraws_the_own_report(mechanic: Caller, cast: Cast) -> None:
    anomaly = send_report(mechanic, report(cast.lorry.id)).body
    assert move(mechanic, anomaly, "withdrawn", "was dirt").status == 200


def test_an_unknown_status_is_named(standing: Callable[..., Any], mechanic: Caller) -> None:
    assert list(move(mechanic, standing("reported"), "forgotten").errors) == ["to"]


def test_a_step_decided_on_another_status_is_a_conflict(
    standing: Callable[..., Any], supervisor: Caller
) -> None:
    anomaly = standing("acknowledged")
    path = f"/api/anomalies/{anomaly['id']}/transitions"
    body = {"to": "dismissed", "comment": "It is dirt"}
    late = supervisor.post(path, json=body | {"from": "reported"})
    assert (late.status, late.body["present"]["status"]) == (409, "acknowledged")
    assert list(supervisor.post(path, json=body | {"from": "lost"}).errors) == ["from"]
    assert supervisor.post(path, json=body | {"from": "acknowledged"}).status == 200


def test_photos_that_arrive_take_no_decision_back(
    standing: Callable[..., Any], mechanic: Caller
) -> None:
    path = f"/api/anomalies/{standing('reported')['id']}/transitions"
    answer = mechanic.post(path, json={"to": "acknowledged", "from": "incoming"})
    assert answer.status == 200


def test_who_read_it_before_it_changed_does_not_move_it(
    standing: Callable[..., Any], supervisor: Caller, driver: Caller
) -> None:
    path = f"/api/anomalies/{standing('reported')['id']}"
    read = {"If-Match": supervisor.get(path).headers["ETag"]}
    driver.put(f"{path}/criticality", json={"criticality": "red"})
    body = {"to": "acknowledged"}
    assert supervisor.post(f"{path}/transitions", json=body, headers=read).status == 412
    read = {"If-Match": supervisor.get(path).headers["ETag"]}
    assert supervisor.post(f"{path}/transitions", json=body, headers=read).status == 200


def test_another_company_sees_no_anomaly_to_move(
    standing: Callable[..., Any], partner: Caller
) -> None:
    assert move(partner, standing("reported"), "acknowledged").status == 404


def test_a_reference_names_it_too(standing: Callable[..., Any], mechanic: Caller) -> None:
    path = f"/api/anomalies/{standing('reported')['reference'].lower()}/transitions"
    assert mechanic.post(path, json={"to": "acknowledged"}).status == 200


def test_times_of_acknowledgement_and_resolution_are_kept(
    standing: Callable[..., Any], supervisor: Caller
) -> None:
    anomaly = standing("reported")
    first = move(supervisor, anomaly, "acknowledged").body["acknowledged_at"]
    resolved = move(supervisor, anomaly, "resolved").body
    again = move(supervisor, anomaly, "acknowledged").body
    assert resolved["resolved_at"] is not None
    assert first == again["acknowledged_at"]


def test_a_reopened_anomaly_is_not_resolved_any_more(
    standing: Callable[..., Any], manager: Caller
) -> None:
    anomaly = standing("acknowledged")
    move(manager, anomaly, "resolved")
    assert move(manager, anomaly, "acknowledged").body["resolved_at"] is None


def test_the_fitness_follows_each_step(
    standing: Callable[..., Any], manager: Caller, cast: Cast, look: Callable[..., Any]
) -> None:
    anomaly = standing("reported", "red")
    seen = []
    for to, comment in (("acknowledged", ""), ("resolved", ""), ("acknowledged", "")):
        move(manager, anomaly, to, comment)
        seen.append(look(lambda: db.session.get_one(Equipment, cast.lorry.id).fitness.value))
    assert seen == ["immobilised", "fit", "immobilised"]
