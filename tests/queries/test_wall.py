"""What hangs on the wall: today's work by state, who is on it, and damage that cannot wait."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from billun.extensions import db
from billun.models import (
    Company,
    Equipment,
    Intervention,
    InterventionKind,
    InterventionStatus,
    Membership,
    WorkSession,
)
from billun.models.base import now
from billun.operations.references import free_reference
from billun.queries.wall import Wall, wall_of
from tests.fixtures.callers import Caller
from tests.fixtures.cast import Cast, Item
from tests.fixtures.reports import report, send_photo, send_report, shots
from tests.queries.test_statement_counts import statements

Look = Callable[..., Any]
S = InterventionStatus


def job(cast: Cast, item: Item, status: S, **what: Any) -> Intervention:
    """A job of an hour on this item, in the workshop, starting now if nothing else is said."""
    starts_at = what.pop("starts_at", now())
    made = Intervention(
        reference=free_reference("INT", Intervention.reference),
        company_id=cast.vauquelin,
        equipment_id=item.id,
        workshop_id=what.pop("workshop_id", cast.workshop_id),
        kind=InterventionKind.CORRECTIVE,
        title="Front brakes",
        status=status,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=1),
        **what,
    )
    db.session.add(made)
    db.session.flush()
    return made


def wall(cast: Cast, workshop: Any = None) -> Wall:
    db.session.flush()
    return wall_of(db.session.get_one(Company, cast.vauquelin), workshop)


def test_todays_jobs_hang_by_their_state(cast: Cast, look: Look) -> None:
    def question() -> None:
        late = job(cast, cast.lorry, S.PLANNED, starts_at=now() - timedelta(days=2))
        job(cast, cast.lorry, S.PLANNED, starts_at=now() + timedelta(days=2))
        running = job(cast, cast.loner, S.IN_PROGRESS, starts_at=now() - timedelta(days=3))
        waiting = job(cast, cast.lorry, S.AWAITING_PARTS, parts_awaited="Brake pads")
        done = job(cast, cast.lorry, S.COMPLETED, completed_at=now())
        job(cast, cast.lorry, S.COMPLETED, completed_at=now() - timedelta(days=2))
        job(cast, cast.lorry, S.CANCELLED)
        shown = wall(cast)
        assert shown.jobs == {
            S.PLANNED: [late],
            S.IN_PROGRESS: [running],
            S.AWAITING_PARTS: [waiting],
            S.COMPLETED: [done],
        }
        assert shown.late == 2

    look(question)


def test_a_workshops_wall_shows_its_own_jobs(cast: Cast, look: Look) -> None:
    def question() -> None:
        own = job(cast, cast.lorry, S.IN_PROGRESS)
        job(cast, cast.loner, S.IN_PROGRESS, workshop_id=None)
        assert wall(cast, cast.workshop_id).jobs[S.IN_PROGRESS] == [own]
        assert len(wall(cast).jobs[S.IN_PROGRESS]) == 2

    look(question)


def test_people_stand_once_with_the_clock_that_runs_before_what_waits_for_them(
    cast: Cast, look: Look
) -> None:
    def question() -> None:
        marcel = db.session.get_one(Membership, cast.mechanic.membership_id)
        suzanne = db.session.get_one(Membership, cast.supervisor.membership_id)
        begun, waits = job(cast, cast.lorry, S.IN_PROGRESS), job(cast, cast.loner, S.PLANNED)
        waits.assignees = [marcel, suzanne]
        clock = WorkSession(intervention=begun, worker=marcel)
        db.session.add(clock)
        found = [(one.person, one.job, one.since) for one in wall(cast).at_work]
        assert found == [(marcel, begun, clock.started_at), (suzanne, waits, None)]

    look(question)


def test_red_hangs_before_orange_and_what_nobody_saw_first(
    driver: Caller, mechanic: Caller, cast: Cast, look: Look
) -> None:
    sent = {}
    for level in ("orange", "red", "yellow"):
        body = report(cast.lorry.id, shots(), criticality=level)
        sent[level] = send_report(driver, body).body["id"]
    seen = send_report(
        driver, report(cast.loner.id, [], criticality="red", photos_later=True)
    ).body["id"]
    mechanic.post(f"/api/anomalies/{seen}/transitions", json={"to": "acknowledged"})
    expected = [sent["red"], seen, sent["orange"]]
    assert look(lambda: [str(one.id) for one in wall(cast).alarms]) == expected


def test_a_workshop_sees_damage_on_its_equipment_and_on_what_nobody_looks_after(
    driver: Caller, cast: Cast, look: Look
) -> None:
    for item in (cast.lorry, cast.loner):
        send_report(driver, report(item.id, [], criticality="red", photos_later=True))

    def question() -> tuple[int, int]:
        with_both = len(wall(cast, cast.workshop_id).alarms)
        db.session.get_one(Equipment, cast.lorry.id).workshop_id = None
        return with_both, len(wall(cast, cast.workshop_id).alarms)

    assert look(question) == (2, 2)


@pytest.mark.parametrize("items", [1, 6])
def test_it_asks_the_database_few_questions_however_much_hangs_there(
    app: Flask, driver: Caller, cast: Cast, look: Look, items: int
) -> None:
    def fill() -> None:
        marcel = db.session.get_one(Membership, cast.mechanic.membership_id)
        for _number in range(items):
            job(cast, cast.lorry, S.PLANNED).assignees = [marcel]

    look(fill)
    taken = shots()
    anomaly = send_report(driver, report(cast.lorry.id, taken, criticality="red")).body
    send_photo(driver, anomaly["id"], taken[0])
    with app.app_context():
        company = db.session.get_one(Company, cast.vauquelin)
        with statements(app) as sent:
            shown = wall_of(company)
            assert [one.job.equipment.plate for one in shown.at_work] == ["AB-123-CD"]
            assert [len(one.photos) for one in shown.alarms] == [4]
    assert len(sent) <= 8, "\n".join(sent)


def test_only_photos_that_hang_there_are_served(
    driver: Caller, manager: Caller, partner: Caller, cast: Cast
) -> None:
    taken = shots()
    anomaly = send_report(driver, report(cast.lorry.id, taken, criticality="yellow")).body
    photo = send_photo(driver, anomaly["id"], taken[0]).body["id"]
    assert manager.get(f"/wall/photos/{photo}").status == 404
    assert partner.get(f"/wall/photos/{photo}").status == 404
