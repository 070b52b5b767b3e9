"""The steps of a job by HTTP: every cell of the issue's table for every role, and what each one asks for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest

from tests.fixtures.callers import Caller
from tests.fixtures.cast import Cast, Person
from tests.fixtures.jobs import WAY_TO, damage, job, moved, outcomes, step

STATUSES = tuple(WAY_TO)
# The table of the issue, word for word.
TABLE = {
    "planned": {"in_progress", "cancelled"},
    "in_progress": {"awaiting_parts", "completed", "cancelled"},
    "awaiting_parts": {"in_progress", "cancelled"},
    "completed": set(),
    "cancelled": set(),
}
SAID = {"awaiting_parts": {"parts_awaited": "Brake pads"}}
TEAM = ("mechanic", "supervisor", "manager")


@pytest.mark.parametrize("source", STATUSES)
def test_every_cell_of_the_table_for_every_role(
    source: str, calling: Callable[[Person], Caller], cast: Cast, manager: Caller, driver: Caller
) -> None:
    callers = {name: calling(cast.people[name]) for name in TEAM}
    resting = job(manager, cast, to=source)
    for to in STATUSES:
        said = SAID.get(to, {})
        assert step(driver, resting, to, **said).status == 403, to
        for name, caller in callers.items():
            if to in TABLE[source]:
                made = job(manager, cast, to=source, equipment_id=str(cast.loner.id))
                assert moved(caller, made, to, **said)["status"] == to, (to, name)
                if to == "in_progress":
                    # Nothing else would start on the same item.
                    moved(manager, made, "cancelled")
            else:
                refused = step(caller, resting, to, **said)
                assert (refused.status, refused.body["present"]["status"]) == (409, source), to


def test_a_word_that_is_no_status_is_refused(manager: Caller, cast: Cast) -> None:
    made = job(manager, cast)
    for body in ({"to": "closed"}, {"to": None}, {}):
        path = f"/api/maintenance/{made['id']}/transitions"
        assert manager.post(path, json=body).errors.keys() == {"to"}


def test_another_companys_job_is_not_there(
    manager: Caller, outsider: Caller, partner: Caller, cast: Cast
) -> None:
    made = job(manager, cast)
    for caller in (outsider, partner):
        assert step(caller, made, "in_progress").status == 404
        assert caller.put(f"/api/maintenance/{made['id']}/work").status == 404
        assert caller.get(f"/api/maintenance/{made['reference']}/lines").status == 404
        assert caller.get(f"/api/maintenance/{made['reference']}/timeline").status == 404


def test_who_is_second_is_told_how_it_stands(manager: Caller, mechanic: Caller, cast: Cast) -> None:
    made = job(manager, cast)
    moved(mechanic, made, "in_progress")
    late = step(manager, made, "cancelled", **{"from": "planned"})
    assert (late.status, late.body["present"]["status"]) == (409, "in_progress")


def test_a_step_decided_on_an_older_state_is_not_taken(manager: Caller, cast: Cast) -> None:
    made = job(manager, cast)
    path = f"/api/maintenance/{made['id']}"
    old = {"If-Match": manager.get(path).headers["ETag"]}
    moved(manager, made, "in_progress")
    late = manager.post(f"{path}/transitions", json={"to": "cancelled"}, headers=old)
    assert late.status == 412
    fresh = {"If-Match": manager.get(path).headers["ETag"]}
    again = manager.post(f"{path}/transitions", json={"to": "cancelled"}, headers=fresh)
    assert again.status == 200


def test_nothing_is_completed_without_an_outcome_for_each_report(
    manager: Caller, driver: Caller, cast: Cast
) -> None:
    torn, bent = damage(driver, cast), damage(driver, cast)
    made = job(manager, cast, torn, bent, to="in_progress")
    none, one = (step(manager, made, "completed", outcomes=said) for said in (
        {}, outcomes((torn, "repaired"))
    ))  # fmt: skip
    assert (none.status, one.status) == (422, 422)
    assert torn["reference"] in none.errors["outcomes"][0]
    assert bent["reference"] in none.errors["outcomes"][0]
    assert torn["reference"] not in one.errors["outcomes"][0]
    assert manager.get(f"/api/maintenance/{made['id']}").body["status"] == "in_progress"


def test_an_outcome_of_something_else_is_refused_where_it_stands(
    manager: Caller, driver: Caller, cast: Cast
) -> None:
    torn, other = damage(driver, cast), damage(driver, cast)
    made = job(manager, cast, torn, to="in_progress")
    foreign = step(
        manager, made, "completed", outcomes=outcomes((torn, "repaired"), (other, "repaired"))
    )
    assert foreign.errors.keys() == {f"outcomes.{other['id']}"}
    unknown = str(uuid4())
    said = outcomes((torn, "repaired")) | {unknown: "repaired"}
    assert step(manager, made, "completed", outcomes=said).errors.keys() == {f"outcomes.{unknown}"}
    wrong = step(manager, made, "completed", outcomes=outcomes((torn, "painted")))
    assert wrong.errors.keys() == {f"outcomes.{torn['id']}"}
    garbled = step(manager, made, "completed", outcomes={"\0": "repaired"})
    assert garbled.status == 422


def test_waiting_says_for_what_and_resuming_forgets_it(
    manager: Caller, cast: Cast, today: date
) -> None:
    made = job(manager, cast, to="in_progress")
    assert step(manager, made, "awaiting_parts").errors.keys() == {"parts_awaited"}
    gone = {"parts_awaited": "Pads", "parts_expected_on": str(today - timedelta(days=1))}
    assert step(manager, made, "awaiting_parts", **gone).errors.keys() == {"parts_expected_on"}
    soon = {"parts_awaited": " Brake  pads ", "parts_expected_on": str(today)}
    waiting = moved(manager, made, "awaiting_parts", **soon)
    assert (waiting["parts_awaited"], waiting["parts_expected_on"]) == ("Brake pads", str(today))
    resumed = moved(manager, made, "in_progress")
    assert (resumed["parts_awaited"], resumed["parts_expected_on"]) == ("", None)


REFUSED: list[tuple[str, dict[str, Any], str]] = [
    ("cancelled", {"outcomes": {str(uuid4()): "repaired"}}, "outcomes"),
    ("cancelled", {"renewals": {"ct_heavy": None}}, "renewals"),
    ("cancelled", {"parts_awaited": "Pads"}, "parts_awaited"),
    ("awaiting_parts", {"parts_awaited": "Pads", "readings": {"km": 5}}, "readings"),
    ("completed", {"renewals": {"ct_heavy": None}}, "renewals.ct_heavy"),
    ("completed", {"parts_awaited": "Pads"}, "parts_awaited"),
    ("completed", {"comment": "x" * 4001}, "comment"),
    ("completed", {"readings": {"km": "NaN"}}, "readings.km"),
    ("completed", {"readings": {"km": -1}}, "readings.km"),
    ("completed", {"readings": {"miles": 1}}, "readings.miles"),
]


def test_what_a_step_does_not_ask_for_is_not_passed_over(manager: Caller, cast: Cast) -> None:
    made = job(manager, cast, to="in_progress")
    for to, said, field in REFUSED:
        assert step(manager, made, to, **said).errors.keys() == {field}, said


def test_the_timeline_names_who_took_each_step(
    manager: Caller, mechanic: Caller, cast: Cast
) -> None:
    made = job(manager, cast)
    moved(mechanic, made, "in_progress")
    moved(manager, made, "cancelled", comment="Sold yesterday")
    entries = manager.get(f"/api/maintenance/{made['id']}/timeline").body["items"]
    taken = [one for one in entries if one["kind"] == "transition"]
    assert [(one["from_status"], one["to_status"], one["actor"]["name"]) for one in taken] == [
        ("planned", "in_progress", cast.mechanic.name),
        ("in_progress", "cancelled", cast.manager.name),
    ]
    assert taken[1]["comment"] == "Sold yesterday"


def test_a_comment_sent_twice_is_one_comment(manager: Caller, driver: Caller, cast: Cast) -> None:
    made = job(manager, cast, to="completed")
    path, id = f"/api/maintenance/{made['id']}/timeline", str(uuid4())
    said = ["Look at the other side", "Look at the other side", "No"]
    sent = [manager.post(path, json={"id": id, "comment": words}) for words in said]
    assert [one.status for one in sent] == [201, 200, 409]
    assert manager.post(path, json={"comment": "  "}).status == 422
    assert driver.get(path).status == 403
