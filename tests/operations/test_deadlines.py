"""Deadlines: made from the catalogue, renewed with proof, and what they do to fitness."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from billun.errors import Missing, Refused
from billun.extensions import db
from billun.models import (
    CheckOverride,
    Company,
    Deadline,
    DeadlineSource,
    DeadlineState,
    Equipment,
    EquipmentChange,
    Fitness,
    Membership,
    Renewal,
    Result,
    SafetyItem,
)
from billun.operations.deadlines import (
    bring_some_up_to_date,
    keep_expiry,
    refresh_deadlines,
    set_dates,
)
from billun.operations.equipment import EquipmentForm, add_equipment, edit_equipment, form_of
from billun.operations.overdue import immobilise_what_became_overdue
from billun.operations.renewals import RenewalForm, renew
from billun.queries.forgotten_work import companies_to_count_anew
from tests.fixtures.cast import Cast

pytestmark = pytest.mark.usefixtures("cast")


@pytest.fixture
def manager_of(cast: Cast) -> Callable[[], Membership]:
    return lambda: db.session.get_one(Membership, cast.manager.membership_id)


@pytest.fixture(autouse=True)
def _in_the_application(app: Flask) -> Iterator[None]:
    with app.app_context():
        yield
        db.session.rollback()


def lorry(cast: Cast) -> Equipment:
    return db.session.get_one(Equipment, cast.lorry.id)


def deadline(equipment: Equipment, code: str = "ct_heavy") -> Deadline:
    return db.session.scalars(
        select(Deadline).where(Deadline.equipment_id == equipment.id, Deadline.code == code)
    ).one()


def fitness(equipment: Equipment) -> str:
    return equipment.fitness.value


def test_equipment_gets_its_deadlines_when_it_is_added(cast: Cast) -> None:
    found = {d.code for d in lorry(cast).deadlines}
    assert {"ct_heavy", "tachograph", "insurance"} <= found


def test_what_nobody_has_dated_is_unknown_and_blocks_nothing(cast: Cast) -> None:
    tractor = lorry(cast)
    assert deadline(tractor).state_on(tractor.company.today) == DeadlineState.UNKNOWN
    assert tractor.unknown_deadlines == len(tractor.deadlines)
    assert tractor.fitness == Fitness.FIT


def test_a_changed_kind_withdraws_what_no_longer_applies_and_brings_what_does(
    cast: Cast, manager_of: Callable[[], Membership]
) -> None:
    tractor = lorry(cast)
    values = vars(form_of(tractor)) | {"kind": "coach", "family": None}
    edit_equipment(manager_of(), tractor, EquipmentForm(**values))
    assert not deadline(tractor, "ct_heavy").applies
    assert deadline(tractor, "ct_coach").applies


def test_a_passed_check_is_due_again_after_its_interval(
    cast: Cast, manager_of: Callable[[], Membership]
) -> None:
    tractor = lorry(cast)
    done_on = tractor.company.today - timedelta(days=10)
    renewed = renew(manager_of(), tractor, "ct_heavy", RenewalForm(done_on=done_on))
    assert renewed.due_on == done_on.replace(year=done_on.year + 1)
    assert renewed.state_on(tractor.company.today) == DeadlineState.OK
    assert tractor.next_due_on == renewed.due_on


def test_an_overdue_check_immobilises_and_its_renewal_frees(
    cast: Cast, manager_of: Callable[[], Membership]
) -> None:
    tractor, today = lorry(cast), lorry(cast).company.today
    long_ago = RenewalForm(done_on=today - timedelta(days=500))
    renew(manager_of(), tractor, "ct_heavy", long_ago)
    assert fitness(tractor) == "immobilised"
    renew(manager_of(), tractor, "ct_heavy", RenewalForm(done_on=today))
    assert fitness(tractor) == "fit"


def test_an_overdue_lift_check_does_not_stop_the_lift_from_being_driven_about(
    cast: Cast, manager_of: Callable[[], Membership]
) -> None:
    form = EquipmentForm(kind="tail_lift", serial="DH-1", parent_id=cast.loner.id)
    lift, _created = add_equipment(manager_of(), form)
    today = lift.company.today
    renewed = renew(manager_of(), lift, "vgp_6m", RenewalForm(done_on=today - timedelta(days=400)))
    assert renewed.is_blocking_on(today)
    assert (renewed.blocks, renewed.function) == ("function", "lift")
    assert lift.fitness == Fitness.FIT


def test_a_failed_check_blocks_from_midnight(
    cast: Cast, manager_of: Callable[[], Membership], monkeypatch: pytest.MonkeyPatch
) -> None:
    tractor, today = lorry(cast), lorry(cast).company.today
    failed = RenewalForm(done_on=today, result=Result.FAILED)
    renew(manager_of(), tractor, "ct_heavy", failed)
    assert fitness(tractor) == "fit"
    monkeypatch.setattr(Company, "today", today + timedelta(days=1))
    refresh_deadlines(tractor)
    assert fitness(tractor) == "immobilised"


def test_the_clock_immobilises_what_became_overdue_and_nothing_twice(
    cast: Cast, manager_of: Callable[[], Membership]
) -> None:
    tractor = lorry(cast)
    found = deadline(tractor)
    found.due_on, found.due_is_given = tractor.company.today - timedelta(days=1), True
    db.session.flush()
    assert immobilise_what_became_overdue() == 1
    assert tractor.fitness == Fitness.IMMOBILISED
    assert immobilise_what_became_overdue() == 0


def test_a_retest_is_due_within_two_months_unless_a_day_is_given(
    cast: Cast, manager_of: Callable[[], Membership]
) -> None:
    tractor = lorry(cast)
    done_on = date(tractor.company.today.year, tractor.company.today.month, 1)
    retest = RenewalForm(done_on=done_on, result=Result.RETEST)
    assert renew(manager_of(), tractor, "ct_heavy", retest).due_on == (
        date(done_on.year + (done_on.month + 2 > 12), (done_on.month + 1) % 12 + 1, 1)
    )
    named = RenewalForm(done_on=done_on, result=Result.RETEST, retest_by=done_on)
    assert renew(manager_of(), tractor, "ct_heavy", named).due_on == done_on


def test_saying_the_same_twice_is_one_renewal(
    cast: Cast, manager_of: Callable[[], Membership]
) -> None:
    tractor = lorry(cast)
    form = RenewalForm(done_on=tractor.company.today)
    for _time in range(2):
        renew(manager_of(), tractor, "ct_heavy", form)
    assert db.session.query(Renewal).count() == 1


def test_an_insurance_is_renewed_until_a_day(
    cast: Cast, manager_of: Callable[[], Membership]
) -> None:
    tractor, today = lorry(cast), lorry(cast).company.today
    with pytest.raises(Refused) as refused:
        renew(manager_of(), tractor, "insurance", RenewalForm(done_on=today))
    assert refused.value.field == "due_on"
    until = RenewalForm(done_on=today, due_on=today + timedelta(days=365))
    assert renew(manager_of(), tractor, "insurance", until).due_on == until.due_on


def test_the_history_tells_until_when_each_renewal_was_good(
    cast: Cast, manager_of: Callable[[], Membership]
) -> None:
    tractor, today = lorry(cast), lorry(cast).company.today
    renewed = renew(manager_of(), tractor, "ct_heavy", RenewalForm(done_on=today))
    assert [renewal.due_on for renewal in renewed.renewals] == [renewed.due_on]


def test_a_paper_that_comes_later_moves_no_nominal_day(
    cast: Cast, manager_of: Callable[[], Membership]
) -> None:
    tractor, today = lorry(cast), lorry(cast).company.today
    values = vars(form_of(tractor)) | {"specs": {"adr_vehicle_type": "fl"}}
    edit_equipment(manager_of(), tractor, EquipmentForm(**values))
    nominal = today + timedelta(days=5)
    set_dates(manager_of(), tractor, "adr_approval", due_on=nominal)
    for comment in ("", "with its paper"):
        form = RenewalForm(done_on=today, comment=comment)
        renewed = renew(manager_of(), tractor, "adr_approval", form)
        assert renewed.due_on == nominal.replace(year=nominal.year + 1)
    assert [renewal.comment for renewal in renewed.renewals] == ["with its paper"]


def test_the_same_said_again_after_an_older_one_changes_nothing(
    cast: Cast, manager_of: Callable[[], Membership]
) -> None:
    tractor, today = lorry(cast), lorry(cast).company.today
    for days in (0, 90, 0):
        done_on = today - timedelta(days=days)
        renew(manager_of(), tractor, "ct_heavy", RenewalForm(done_on=done_on))
    assert db.session.query(Renewal).count() == 2
    assert deadline(tractor).done_on == today


def test_a_retest_is_at_the_latest_when_the_law_says(
    cast: Cast, manager_of: Callable[[], Membership]
) -> None:
    today = lorry(cast).company.today
    late = RenewalForm(done_on=today, result=Result.RETEST, retest_by=today + timedelta(days=100))
    with pytest.raises(Refused) as refused:
        renew(manager_of(), lorry(cast), "ct_heavy", late)
    assert refused.value.field == "retest_by"


def test_a_renewed_piece_of_the_kit_is_good_as_long_on_its_own_page(
    cast: Cast, manager_of: Callable[[], Membership]
) -> None:
    tractor, today = lorry(cast), lorry(cast).company.today
    item = SafetyItem(
        company_id=cast.vauquelin, equipment_id=tractor.id, item="first_aid_kit", expires_on=today
    )
    db.session.add(item)
    keep_expiry(tractor, DeadlineSource.SAFETY_ITEM, "kit_first_aid_kit", today)
    later = today + timedelta(days=700)
    renew(manager_of(), tractor, "kit_first_aid_kit", RenewalForm(done_on=today, due_on=later))
    assert item.expires_on == later


def test_an_older_check_is_kept_as_history_and_moves_nothing(
    cast: Cast, manager_of: Callable[[], Membership]
) -> None:
    tractor, today = lorry(cast), lorry(cast).company.today
    renew(manager_of(), tractor, "ct_heavy", RenewalForm(done_on=today))
    due_on = deadline(tractor).due_on
    renew(manager_of(), tractor, "ct_heavy", RenewalForm(done_on=today - timedelta(days=700)))
    assert deadline(tractor).due_on == due_on
    assert db.session.query(Renewal).count() == 2


@pytest.mark.parametrize(
    ("field", "form"),
    [
        ("done_on", {"done_on": 1}),
        ("retest_by", {"done_on": 0, "retest_by": -1}),
        ("due_on", {"done_on": 0, "due_on": 0}),
    ],
)
def test_days_that_cannot_be_are_refused_by_name(
    cast: Cast, manager_of: Callable[[], Membership], field: str, form: dict[str, int]
) -> None:
    tractor = lorry(cast)
    days: dict[str, Any] = {
        name: tractor.company.today + timedelta(days=days) for name, days in form.items()
    }
    with pytest.raises(Refused) as refused:
        renew(manager_of(), tractor, "ct_heavy", RenewalForm(**days))
    assert refused.value.field == field


def test_a_check_that_does_not_apply_cannot_be_renewed(
    cast: Cast, manager_of: Callable[[], Membership]
) -> None:
    with pytest.raises(Missing):
        renew(manager_of(), lorry(cast), "ct_coach", RenewalForm(done_on=date(2026, 1, 1)))


def test_dates_are_completed_without_proof_and_can_be_left_to_the_rule_again(
    cast: Cast, manager_of: Callable[[], Membership]
) -> None:
    tractor, today = lorry(cast), lorry(cast).company.today
    given = set_dates(manager_of(), tractor, "insurance", due_on=today + timedelta(days=12))
    assert given.state_on(today) == DeadlineState.DUE_15
    assert set_dates(manager_of(), tractor, "insurance").state_on(today) == DeadlineState.UNKNOWN
    assert db.session.query(EquipmentChange).filter_by(kind="deadline_set").count() == 2


def test_an_expiry_is_a_deadline_while_there_is_one(cast: Cast) -> None:
    tractor, today = lorry(cast), lorry(cast).company.today
    code = "document_registration"
    keep_expiry(tractor, DeadlineSource.DOCUMENT, code, today + timedelta(days=3))
    assert deadline(tractor, code).state_on(today) == DeadlineState.DUE_15
    assert tractor.next_due_on == today + timedelta(days=3)
    keep_expiry(tractor, DeadlineSource.DOCUMENT, code, None)
    assert not deadline(tractor, code).applies
    assert tractor.next_due_on is None


def test_a_new_due_day_is_told_anew(cast: Cast) -> None:
    found = deadline(lorry(cast))
    found.due_on, found.told_at_days = date(2026, 12, 1), None
    found.told_at_days = 7
    found.due_on = date(2026, 12, 1)
    assert found.told_at_days == 7
    found.due_on = date(2027, 12, 1)
    assert found.told_at_days is None


def test_the_states_in_python_and_in_the_database_are_the_same(cast: Cast) -> None:
    tractor, today = lorry(cast), lorry(cast).company.today
    found = deadline(tractor)
    found.due_is_given = True
    for days in (-400, -1, 0, 1, 14, 15, 29, 30, 400, None):
        found.due_on = None if days is None else today + timedelta(days=days)
        db.session.flush()
        matching = [
            state
            for state in DeadlineState
            if db.session.scalar(
                select(Deadline.id).where(Deadline.id == found.id, Deadline.in_state(state, today))
            )
        ]
        assert matching == [found.state_on(today)], days


def test_what_is_done_once_for_all_is_ok_without_a_due_day(
    cast: Cast, manager_of: Callable[[], Membership]
) -> None:
    tractor, today = lorry(cast), lorry(cast).company.today
    renewed = renew(manager_of(), tractor, "blind_spot_stickers", RenewalForm(done_on=today))
    assert renewed.due_on is None
    assert renewed.state_on(today) == DeadlineState.OK
    db.session.flush()
    settled = select(Deadline.id).where(
        Deadline.id == renewed.id, Deadline.in_state(DeadlineState.OK, today)
    )
    assert db.session.scalar(settled) == renewed.id


def test_a_changed_interval_is_followed(cast: Cast, manager_of: Callable[[], Membership]) -> None:
    tractor, today = lorry(cast), lorry(cast).company.today
    renew(manager_of(), tractor, "ct_heavy", RenewalForm(done_on=today))
    company = tractor.company
    db.session.add(CheckOverride(company_id=company.id, check="ct_heavy", interval="90 days"))
    db.session.flush()
    items = bring_some_up_to_date(company, None)
    assert {item.id for item in items} == {cast.lorry.id, cast.loner.id}
    assert not bring_some_up_to_date(company, items[-1].id)
    assert deadline(tractor).due_on == today + timedelta(days=90)


def test_a_company_that_waits_for_its_new_intervals_is_found_by_the_sweep(cast: Cast) -> None:
    company = lorry(cast).company
    assert company.id not in companies_to_count_anew()
    company.deadlines_stale_since = company.created_at - timedelta(minutes=1)
    db.session.flush()
    assert company.id in companies_to_count_anew()
