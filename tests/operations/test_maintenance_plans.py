"""Plans as people make and change them: what they are for, how often, and what that does to their work."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import event

from billun.errors import Conflict, Missing, Refused
from billun.extensions import db
from billun.models import (
    DueReason,
    Equipment,
    EquipmentStatus,
    IntervalUnit,
    InterventionEntryKind,
    InterventionStatus,
    Membership,
    Meter,
    PlanItem,
    Priority,
    Workshop,
)
from billun.models.base import now
from billun.operations.maintenance_plans import add_plan, edit_plan, note_done, set_last_done
from billun.operations.meters import record_reading
from billun.operations.plan_items import refresh_those
from billun.operations.plan_outlook import outlook
from billun.operations.plan_rules import PlanForm, form_of
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

MONTHLY: dict[str, Any] = {"title": "Grease", "every": 1, "unit": IntervalUnit.MONTHS}


@pytest.fixture(autouse=True)
def _in_the_application(app: Flask, cast: Cast) -> Iterator[None]:
    with app.app_context():
        yield
        db.session.rollback()


def lorry(cast: Cast) -> Equipment:
    return db.session.get_one(Equipment, cast.lorry.id)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": " "}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"every": None, "unit": None}, "every"),
        ({"every": 0}, "every"),
        ({"every": 121}, "every"),
        ({"unit": None}, "unit"),
        ({"every": None}, "every"),
        ({"meter_every": Decimal(0), "meter": Meter.KM}, "meter_every"),
        ({"meter_every": Decimal("NaN"), "meter": Meter.KM}, "meter_every"),
        ({"meter_every": Decimal(500)}, "meter"),
        ({"meter": Meter.HOURS}, "meter_every"),
        ({"ahead_days": -1}, "ahead_days"),
        ({"estimated_minutes": 0}, "estimated_minutes"),
        ({"equipment_kind": "tractor_unit"}, "equipment_id"),
        ({"equipment_id": None}, "equipment_id"),
        ({"equipment_id": None, "equipment_kind": "submarine"}, "equipment_kind"),
    ],
)
def test_a_plan_that_says_too_little_is_refused(
    cast: Cast, changes: dict[str, Any], field: str
) -> None:
    form = PlanForm(**(MONTHLY | {"equipment_id": cast.lorry.id} | changes))
    with pytest.raises(Refused) as refused:
        add_plan(manager_of(cast), form)
    assert refused.value.field == field


def test_what_is_another_companys_is_not_there(cast: Cast) -> None:
    theirs = Workshop(company_id=cast.partner.company_id, name="Garage", bays=[])
    db.session.add(theirs)
    db.session.flush()
    for form in (
        PlanForm(**MONTHLY, equipment_id=cast.partner_trailer.id),
        PlanForm(**MONTHLY, equipment_id=cast.lorry.id, workshop_id=theirs.id),
    ):
        with pytest.raises(Missing):
            add_plan(manager_of(cast), form)
    plan = planned(cast)
    outsider = db.session.get_one(Membership, cast.outsider.membership_id)
    with pytest.raises(Missing):
        add_plan(outsider, PlanForm(**MONTHLY, equipment_id=cast.lorry.id), plan.id)


def test_what_is_retired_is_planned_for_no_more(cast: Cast) -> None:
    lorry(cast).status = EquipmentStatus.RETIRED
    with pytest.raises(Refused, match="retired"):
        planned(cast)


def test_the_same_plan_sent_again_is_one_plan(cast: Cast) -> None:
    id, form = uuid4(), PlanForm(**MONTHLY, equipment_kind="tractor_unit")
    first = add_plan(manager_of(cast), form, id)
    assert add_plan(manager_of(cast), form, id) == (first[0], False)
    with pytest.raises(Conflict):
        add_plan(manager_of(cast), replace(form, every=2), id)


def test_a_plan_for_a_kind_takes_in_its_equipment_at_once(cast: Cast) -> None:
    plan = planned(cast, equipment_kind="tractor_unit")
    item = item_of(plan, cast.lorry)
    assert (item.due_on, item.reason) == (item.due_on, DueReason.INTERVAL)
    assert item.due_on is not None
    assert len(plan.items) == 1


def test_a_meter_counts_from_where_it_stood_when_the_plan_began(cast: Cast) -> None:
    read(cast, cast.lorry, 400_000, days_ago=50)
    read(cast, cast.lorry, 403_000, days_ago=20)
    read(cast, cast.lorry, 405_000)
    plan = planned(cast, **every_30000(starts_on=today_of(cast) - timedelta(days=30)))
    item = item_of(plan, cast.lorry)
    # It showed 402,000 then, and 27,000 km are left at 100 km a day.
    assert (item.due_meter, item.reason) == (Decimal(432_000), DueReason.METER)
    assert item.due_on == today_of(cast) + timedelta(days=270)


def test_a_reading_of_long_ago_says_nothing_of_where_the_plan_began(cast: Cast) -> None:
    read(cast, cast.lorry, 100_000, days_ago=700)
    plan = planned(cast, **every_30000())
    assert item_of(plan, cast.lorry).due_meter is None
    read(cast, cast.lorry, 400_000)
    refresh_those(PlanItem.plan_id == plan.id)
    assert item_of(plan, cast.lorry).due_meter == 430_000


def test_a_new_reading_moves_the_day_and_the_work_that_has_no_time(cast: Cast) -> None:
    read(cast, cast.lorry, 428_000, days_ago=40)
    plan = planned(cast, **every_30000())
    set_last_done(
        manager_of(cast),
        item_of(plan, cast.lorry),
        today_of(cast) - timedelta(days=300),
        Decimal(400_000),
    )
    assert item_of(plan, cast.lorry).due_on is None
    record_reading(manager_of(cast), lorry(cast), Meter.KM, Decimal(429_600))
    # 400 km are left at 40 km a day.
    assert item_of(plan, cast.lorry).due_on == today_of(cast) + timedelta(days=10)
    made_ahead(cast)
    record_reading(manager_of(cast), lorry(cast), Meter.KM, Decimal(430_100))
    assert [job.due_on for job in jobs_of(plan.id)] == [today_of(cast)]


def test_what_is_done_counts_on_from_its_meter(cast: Cast) -> None:
    read(cast, cast.lorry, 430_000, days_ago=30)
    read(cast, cast.lorry, 433_000)
    plan = planned(cast, **every_30000(every=6, unit=IntervalUnit.MONTHS))
    set_last_done(manager_of(cast), item_of(plan, cast.lorry), None, Decimal(400_500))
    made_ahead(cast)
    (job,) = jobs_of(plan.id)
    job.status = InterventionStatus.COMPLETED
    note_done(job)
    item = item_of(plan, cast.lorry)
    assert (item.last_meter, item.due_meter) == (Decimal(433_000), Decimal(463_000))
    assert (item.last_done_on, item.reason) == (today_of(cast), DueReason.INTERVAL)


def test_what_is_done_without_a_reading_is_due_again_a_whole_rhythm_later(cast: Cast) -> None:
    read(cast, cast.lorry, 10_000, days_ago=120)
    read(cast, cast.lorry, 40_000, days_ago=60)
    plan = planned(cast, **every_30000(meter_every=Decimal(15_000)))
    item, today = item_of(plan, cast.lorry), today_of(cast)
    set_last_done(manager_of(cast), item, today - timedelta(days=120), None)
    made_ahead(cast)
    (job,) = jobs_of(plan.id)
    job.status = InterventionStatus.COMPLETED
    note_done(job)
    # It shows 70,000 by now, at 500 km a day; nobody read that, so nobody is told so.
    assert (item.last_meter, item.due_meter) == (None, Decimal(85_000))
    assert item.due_on == today + timedelta(days=30)
    # Once it is read again, what it showed on the day lies between the two readings: 41,000 halfway.
    job.completed_at = now() - timedelta(days=30)
    item.last_done_on = None
    read(cast, cast.lorry, 42_000)
    note_done(job)
    assert (item.last_meter, item.due_meter) == (None, Decimal(56_000))
    assert item.due_on is not None
    assert item.due_on > today


def test_a_job_without_a_plan_is_done_and_nothing_else(cast: Cast) -> None:
    plan = planned(cast)
    made_ahead(cast)
    (job,) = jobs_of(plan.id)
    job.plan_item = None
    note_done(job)
    assert item_of(plan, cast.lorry).last_done_on is None


@pytest.mark.parametrize(
    ("days", "meter", "field"),
    [(1, None, "last_done_on"), (-20_000, None, "last_done_on"), (0, "1", "last_meter")],
)
def test_when_it_was_last_done_can_be_no_other_day(
    cast: Cast, days: int, meter: str | None, field: str
) -> None:
    item = item_of(planned(cast), cast.lorry)
    day = today_of(cast) + timedelta(days=days)
    with pytest.raises(Refused) as refused:
        set_last_done(manager_of(cast), item, day, Decimal(meter) if meter else None)
    assert refused.value.field == field


def test_what_was_done_without_a_job_takes_back_the_work(cast: Cast) -> None:
    plan = planned(cast, ahead_days=20)
    made_ahead(cast)
    item = item_of(plan, cast.lorry)
    set_last_done(manager_of(cast), item, today_of(cast), None)
    made_ahead(cast)
    (job,) = jobs_of(plan.id)
    assert job.status == InterventionStatus.CANCELLED
    assert item.due_on is not None
    assert item.due_on > today_of(cast) + timedelta(days=27)


def test_a_changed_plan_is_told_to_the_work_that_has_no_time(cast: Cast) -> None:
    plan, other = planned(cast), planned(cast)
    made_ahead(cast)
    (job,), (placed,) = jobs_of(plan.id), jobs_of(other.id)
    placed.starts_at, placed.ends_at = job.created_at, job.created_at + timedelta(hours=1)
    job.priority = Priority.URGENT
    for one in (plan, other):
        changed = replace(form_of(one), title="Oil", priority=Priority.HIGH, estimated_minutes=60)
        edit_plan(manager_of(cast), one, changed)
    assert (job.title, job.estimated_minutes, placed.title) == ("Oil", 60, "Oil and filters")
    # What somebody chose for this one job is left to them.
    assert job.priority == Priority.URGENT
    entry = job.timeline[-1]
    assert (entry.kind, job.version) == (InterventionEntryKind.EDITED, 2)
    assert entry.detail["changes"]["title"] == ["Oil and filters", "Oil"]


def test_a_longer_rhythm_takes_back_what_was_made(cast: Cast) -> None:
    plan = planned(cast)
    made_ahead(cast)
    edit_plan(manager_of(cast), plan, replace(form_of(plan), every=6))
    made_ahead(cast)
    assert [job.status for job in jobs_of(plan.id)] == [InterventionStatus.CANCELLED]
    assert plan.version == 2


def test_a_plan_keeps_what_it_is_for(cast: Cast) -> None:
    plan = planned(cast)
    with pytest.raises(Refused, match="keeps what it is for"):
        edit_plan(manager_of(cast), plan, replace(form_of(plan), equipment_id=cast.loner.id))
    edit_plan(manager_of(cast), plan, form_of(plan))
    assert plan.version == 1


def test_one_sees_what_a_plan_would_mean_before_it_is_kept(cast: Cast) -> None:
    form = PlanForm(**MONTHLY, equipment_kind="tractor_unit", starts_on=today_of(cast))
    seen = outlook(manager_of(cast), form, {})
    assert (seen.items, seen.dated, seen.already_due) == (1, 1, 0)
    plan = add_plan(manager_of(cast), form)[0]
    assert item_of(plan, cast.lorry).due_on == seen.first_on
    by_meter = PlanForm(title="Oil", equipment_id=cast.lorry.id, **every_30000())
    assert outlook(manager_of(cast), by_meter, {}).dated == 0


def test_many_items_are_counted_in_a_few_statements(cast: Cast) -> None:
    plan = planned(cast, equipment_kind="tractor_unit", **every_30000())
    item_of(plan, cast.lorry)
    statements: list[str] = []

    def note(_conn: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        statements.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    refresh_those(PlanItem.plan_id == plan.id)
    event.remove(db.engine, "before_cursor_execute", note)
    assert len(statements) <= 7, statements
