"""Recurring work is made ahead: once for each time, wherever the company is, whoever else is at it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from threading import Barrier
from typing import Any
from uuid import UUID

import pytest
from flask import Flask

from billun.extensions import db
from billun.models import (
    Company,
    Equipment,
    IntervalUnit,
    Intervention,
    InterventionEntryKind,
    InterventionStatus,
)
from billun.models.base import now
from billun.operations.equipment import EquipmentForm, add_equipment, retire_equipment
from billun.operations.generating import generate_ahead
from billun.operations.intervention_steps import move_intervention
from billun.operations.maintenance_plans import note_done, remove_plan, resume_plan, set_last_done
from tests.fixtures.cast import Cast
from tests.fixtures.plans import (
    every_30000,
    item_of,
    jobs_of,
    made_ahead,
    manager_of,
    planned,
    read,
    today_of,
)

Look = Callable[[Callable[[], Any]], Any]
S = InterventionStatus


@pytest.fixture(autouse=True)
def _in_the_application(app: Flask, cast: Cast) -> Iterator[None]:
    with app.app_context():
        yield
        db.session.rollback()


def cancel(cast: Cast, job: Intervention) -> None:
    move_intervention(manager_of(cast), job, S.CANCELLED)


def complete(job: Intervention, days_ago: int = 0) -> None:
    job.status, job.completed_at = S.COMPLETED, now() - timedelta(days=days_ago)
    db.session.flush()
    note_done(job)


def standing(plan_id: UUID) -> list[tuple[str, date | None]]:
    return [(job.status.value, job.due_on) for job in jobs_of(plan_id)]


def all_make_ahead(app: Flask, cast: Cast) -> list[int]:
    """How much each of four workers made, who all start together."""
    gate = Barrier(4)

    def work(_number: int) -> int:
        with app.app_context():
            gate.wait()
            made = generate_ahead(db.session.get_one(Company, cast.vauquelin))
            db.session.commit()
            return made

    with ThreadPoolExecutor(4) as threads:
        return list(threads.map(work, range(4)))


def test_what_is_due_soon_stands_in_to_plan(cast: Cast) -> None:
    plan = planned(cast, estimated_minutes=90, description="With the long filter")
    made_ahead(cast)
    (job,) = jobs_of(plan.id)
    assert (job.status, job.starts_at, job.author) == (S.PLANNED, None, None)
    assert (job.title, job.description, job.estimated_minutes) == (
        "Oil and filters",
        "With the long filter",
        90,
    )
    assert (job.equipment_id, job.workshop_id) == (cast.lorry.id, cast.workshop_id)
    assert job.due_on == item_of(plan, cast.lorry).due_on
    assert job.reference.startswith("INT-")
    (entry,) = job.timeline
    assert (entry.kind, entry.actor) == (InterventionEntryKind.PLANNED, None)


def test_what_is_due_later_is_not_made_yet(cast: Cast) -> None:
    plan = planned(cast, every=2, unit=IntervalUnit.MONTHS, starts_on=today_of(cast))
    made_ahead(cast)
    assert jobs_of(plan.id) == []


def test_on_the_last_day_that_is_far_enough_it_is_made(cast: Cast) -> None:
    due = {"every": 30, "unit": IntervalUnit.DAYS, "starts_on": today_of(cast)}
    nearly = planned(cast, **due, ahead_days=29)
    soon = planned(cast, **due, ahead_days=30)
    made_ahead(cast)
    assert (jobs_of(nearly.id), len(jobs_of(soon.id))) == ([], 1)


def test_twice_makes_nothing_twice(cast: Cast) -> None:
    plan = planned(cast)
    for _night in range(3):
        made_ahead(cast)
    assert len(jobs_of(plan.id)) == 1


def test_two_workers_at_once_make_one(app: Flask, cast: Cast, look: Look) -> None:
    ids = look(lambda: [planned(cast).id for _plan in range(5)])
    assert sum(all_make_ahead(app, cast)) == 5
    assert look(lambda: [len(jobs_of(id)) for id in ids]) == [1] * 5


def test_the_next_comes_after_the_last_is_done_and_not_when_it_is_placed(cast: Cast) -> None:
    plan = planned(cast)
    made_ahead(cast)
    (first,) = jobs_of(plan.id)
    due_on = item_of(plan, cast.lorry).due_on
    first.starts_at, first.ends_at = now(), now() + timedelta(hours=1)
    made_ahead(cast)
    assert item_of(plan, cast.lorry).due_on == due_on
    complete(first)
    item, today = item_of(plan, cast.lorry), today_of(cast)
    assert item.last_done_on == today
    assert item.due_on is not None
    assert today + timedelta(days=28) <= item.due_on <= today + timedelta(days=31)
    plan.ahead_days = 31
    made_ahead(cast)
    assert standing(plan.id) == [("completed", due_on), ("planned", item.due_on)]


def test_one_that_is_cancelled_is_skipped_and_the_next_comes_in_time(cast: Cast) -> None:
    start = today_of(cast) - timedelta(days=20)
    plan = planned(cast, every=30, unit=IntervalUnit.DAYS, starts_on=start)
    made_ahead(cast)
    cancel(cast, jobs_of(plan.id)[0])
    for _night in range(2):
        made_ahead(cast)
    assert standing(plan.id) == [("cancelled", start + timedelta(days=30))]
    assert item_of(plan, cast.lorry).due_on == start + timedelta(days=60)
    plan.ahead_days = 60
    made_ahead(cast)
    assert standing(plan.id)[1:] == [("planned", start + timedelta(days=60))]


def test_two_workers_at_once_make_one_after_a_time_was_skipped(
    app: Flask, cast: Cast, look: Look
) -> None:
    def skip() -> tuple[UUID, date | None]:
        plan = planned(cast, ahead_days=60)
        made_ahead(cast)
        (job,) = jobs_of(plan.id)
        cancel(cast, job)
        return plan.id, job.due_on

    id, skipped = look(skip)
    all_make_ahead(app, cast)
    (_first, (status, due_on)) = look(lambda: standing(id))
    assert (status, due_on > skipped) == ("planned", True)


def test_one_that_was_due_when_it_was_last_done_can_be_skipped_too(cast: Cast) -> None:
    read(cast, cast.lorry, 430_000)
    plan = planned(cast, **every_30000())
    item, today = item_of(plan, cast.lorry), today_of(cast)
    set_last_done(manager_of(cast), item, today, Decimal(400_000))
    made_ahead(cast)
    (job,) = jobs_of(plan.id)
    assert job.due_on == today
    cancel(cast, job)
    made_ahead(cast)
    assert standing(plan.id) == [("cancelled", today)]
    assert item.due_meter == 460_000


def test_one_that_was_cancelled_as_it_had_been_done_that_day_was_not_skipped(cast: Cast) -> None:
    read(cast, cast.lorry, 430_000)
    plan = planned(cast, **every_30000())
    item, today = item_of(plan, cast.lorry), today_of(cast)
    set_last_done(manager_of(cast), item, None, Decimal(400_000))
    made_ahead(cast)
    cancel(cast, jobs_of(plan.id)[0])
    set_last_done(manager_of(cast), item, today, Decimal(430_000))
    assert item.due_meter == 460_000


def test_what_was_skipped_before_it_was_done_counts_no_more(cast: Cast) -> None:
    plan = planned(cast, every=30, unit=IntervalUnit.DAYS)
    made_ahead(cast)
    (job,) = jobs_of(plan.id)
    cancel(cast, job)
    job.created_at -= timedelta(days=9)
    day = today_of(cast) - timedelta(days=2)
    set_last_done(manager_of(cast), item_of(plan, cast.lorry), day, None)
    assert item_of(plan, cast.lorry).due_on == day + timedelta(days=30)


def test_a_plan_for_a_kind_follows_what_comes_and_goes(cast: Cast) -> None:
    plan = planned(cast, equipment_kind="tractor_unit")
    made_ahead(cast)
    (first,) = jobs_of(plan.id)
    form = EquipmentForm(kind="tractor_unit", plate="GH-789-JK")
    newcomer = add_equipment(manager_of(cast), form)[0]
    made_ahead(cast)
    assert {job.equipment_id for job in jobs_of(plan.id)} == {cast.lorry.id, newcomer.id}
    newcomer.kind = "rigid_truck"
    retire_equipment(manager_of(cast), db.session.get_one(Equipment, cast.lorry.id))
    made_ahead(cast)
    assert [job.status for job in jobs_of(plan.id)] == [S.CANCELLED, S.CANCELLED]
    assert not item_of(plan, cast.lorry).applies
    newcomer.kind = "tractor_unit"
    made_ahead(cast)
    assert [job.status for job in jobs_of(plan.id)].count(S.PLANNED) == 1
    (entry,) = [one for one in first.timeline if one.to_status == S.CANCELLED]
    assert (entry.actor, first.due_on) == (None, None)


def test_work_that_has_its_time_stays_when_the_plan_ends(cast: Cast) -> None:
    kept, gone = planned(cast), planned(cast)
    made_ahead(cast)
    (placed,), (unplaced,) = jobs_of(kept.id), jobs_of(gone.id)
    placed.starts_at, placed.ends_at = now(), now() + timedelta(hours=1)
    for plan in (kept, gone):
        remove_plan(manager_of(cast), plan)
    assert (placed.status, unplaced.status) == (S.PLANNED, S.CANCELLED)
    resume_plan(manager_of(cast), gone)
    made_ahead(cast)
    assert [job.status for job in jobs_of(gone.id)] == [S.CANCELLED, S.PLANNED]


@pytest.mark.parametrize(
    ("zone", "due"),
    [("Pacific/Kiritimati", True), ("Etc/GMT+12", False)],
)
def test_a_day_begins_where_the_company_is(cast: Cast, zone: str, due: bool) -> None:
    """There it is a day later than here at almost every hour, and on the other side a day earlier or the same."""
    company = db.session.get_one(Company, cast.vauquelin)
    company.time_zone = "Pacific/Kiritimati"
    ahead = company.today
    plan = planned(cast, every=10, unit=IntervalUnit.DAYS, starts_on=ahead, ahead_days=10)
    company.time_zone = zone
    made_ahead(cast)
    assert bool(jobs_of(plan.id)) is due


def test_what_is_done_late_in_the_evening_was_done_that_day(cast: Cast) -> None:
    company = db.session.get_one(Company, cast.vauquelin)
    plan = planned(cast)
    made_ahead(cast)
    (job,) = jobs_of(plan.id)
    job.status, job.completed_at = S.COMPLETED, datetime(2026, 10, 24, 23, 30, tzinfo=UTC)
    for zone, day in (("America/New_York", 24), ("Europe/Paris", 25)):
        company.time_zone = zone
        note_done(job)
        assert item_of(plan, cast.lorry).last_done_on == date(2026, 10, day)


def test_another_company_is_left_alone(cast: Cast) -> None:
    plan = planned(cast)
    outsiders = db.session.get_one(Company, cast.outsider.company_id)
    assert generate_ahead(outsiders) == 0
    assert jobs_of(plan.id) == []


def test_many_plans_on_one_item_are_each_their_own(cast: Cast) -> None:
    """So many that the statements are prepared, and planned for any parameters."""
    plans = [planned(cast, title=f"Work {number}") for number in range(14)]
    made_ahead(cast)
    assert [len(jobs_of(plan.id)) for plan in plans] == [1] * 14
