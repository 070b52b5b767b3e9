"""The day on which a check is due, by the rules of domain.md §3."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from billun.catalogue import catalogue
from billun.models import CheckOverride, Company, Deadline, Equipment, Result
from billun.operations.due_days import counted_from, due_day, schedules_of

TODAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def _on_that_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Company, "today", TODAY)


def item(kind: str, registered: date | None = None, **specs: Any) -> Equipment:
    return Equipment(
        company=Company(name="Vauquelin"),
        family=catalogue.kinds[kind].family,
        kind=kind,
        first_registered_on=registered,
        specs=specs,
    )


def due(equipment: Equipment, code: str, **known: Any) -> date | None:
    schedules = schedules_of(equipment, {})
    deadlines = {other: Deadline(code=other) for other in schedules}
    for name, value in known.items():
        setattr(deadlines[code], name, value)
    return due_day(equipment, deadlines[code], schedules[code], deadlines)


def test_a_new_tractor_has_its_first_check_a_year_after_registration() -> None:
    assert due(item("tractor_unit", date(2026, 3, 1)), "ct_heavy") == date(2027, 3, 1)


def test_a_new_van_has_four_years() -> None:
    van = item("van", date(2024, 2, 29), gross_mass_kg=3000)
    assert due(van, "ct_light") == date(2028, 2, 29)


def test_a_first_check_that_was_over_before_billun_knew_of_the_item_is_unknown() -> None:
    assert due(item("tractor_unit", date(2020, 3, 1)), "ct_heavy") is None


def test_a_first_check_that_billun_saw_coming_stays_due_when_it_is_missed() -> None:
    tractor = item("tractor_unit", date(2025, 11, 1))
    assert due(tractor, "ct_heavy", due_on=date(2026, 11, 1)) == date(2026, 11, 1)


def test_without_a_first_registration_nobody_knows() -> None:
    assert due(item("tractor_unit"), "ct_heavy") is None


def test_the_interval_runs_from_the_day_it_was_done() -> None:
    tractor = item("tractor_unit", date(2020, 3, 1))
    assert due(tractor, "ct_heavy", counted_from=date(2026, 2, 10)) == date(2027, 2, 10)


@pytest.mark.parametrize(
    ("done_on", "next_due"),
    [
        (date(2026, 2, 1), date(2029, 3, 1)),  # for the age of six, a month early
        (date(2026, 3, 2), date(2029, 3, 1)),
        (date(2029, 1, 15), date(2032, 3, 1)),
        (date(2032, 3, 1), None),  # beyond twelve years an official station says until when
    ],
)
def test_the_attestation_of_a_refrigerated_body_follows_its_age(
    done_on: date, next_due: date | None
) -> None:
    reefer = item("refrigerated", date(2020, 3, 1))
    assert due(reefer, "atp", counted_from=done_on) == next_due


def test_the_pollution_visit_follows_the_roadworthiness_test() -> None:
    van = item("van", date(2019, 5, 1), gross_mass_kg=3000, energy="GO", commercial_use=True)
    schedules = schedules_of(van, {})
    tested = Deadline(code="ct_light", done_on=date(2026, 4, 1), due_on=date(2028, 4, 1))
    visit = Deadline(code="pollution_visit")
    both = {"ct_light": tested, "pollution_visit": visit}
    assert due_day(van, visit, schedules["pollution_visit"], both) == date(2027, 4, 1)
    visit.counted_from = date(2027, 3, 10)
    assert due_day(van, visit, schedules["pollution_visit"], both) == date(2029, 4, 1)


def test_a_company_may_check_more_often() -> None:
    tractor = item("tractor_unit", date(2020, 3, 1))
    override = CheckOverride(check="ct_heavy", interval="6 months", first=None, off=False)
    schedule = schedules_of(tractor, {"ct_heavy": override})["ct_heavy"]
    deadline = Deadline(code="ct_heavy", counted_from=date(2026, 6, 30))
    assert due_day(tractor, deadline, schedule, {}) == date(2026, 12, 30)


def test_a_company_may_leave_a_check_out() -> None:
    override = CheckOverride(check="ct_heavy", off=True)
    assert "ct_heavy" not in schedules_of(item("tractor_unit"), {"ct_heavy": override})


NOMINAL = date(2026, 11, 30)


@pytest.mark.parametrize(
    ("done_on", "counted"),
    [
        (date(2026, 11, 5), NOMINAL),
        (date(2026, 12, 20), NOMINAL),
        (date(2026, 9, 1), date(2026, 9, 1)),
        (date(2027, 2, 1), date(2027, 2, 1)),
    ],
)
def test_an_adr_certificate_keeps_its_nominal_day_within_a_month(
    done_on: date, counted: date
) -> None:
    tanker = item("tanker", date(2020, 1, 1), adr_vehicle_type="fl")
    schedule = schedules_of(tanker, {})["adr_approval"]
    assert counted_from(tanker, Deadline(due_on=NOMINAL), done_on, schedule) == counted


def test_a_failed_test_does_not_move_the_nominal_day() -> None:
    tanker = item("tanker", date(2020, 1, 1), adr_vehicle_type="fl")
    schedule = schedules_of(tanker, {})["adr_approval"]
    failed = Deadline(
        due_on=date(2026, 11, 21), result=Result.FAILED, counted_from=date(2025, 11, 30)
    )
    assert counted_from(tanker, failed, date(2026, 11, 23), schedule) == NOMINAL


def test_a_first_registration_mended_by_a_day_keeps_what_is_overdue() -> None:
    tractor = item("tractor_unit", date(2025, 10, 31))
    assert due(tractor, "ct_heavy", due_on=date(2026, 11, 1)) == date(2026, 10, 31)
    long_ago = item("tractor_unit", date(2015, 10, 31))
    assert due(long_ago, "ct_heavy", due_on=date(2026, 11, 1)) is None


def test_what_was_last_done_at_the_end_of_a_month_is_due_at_the_end_of_one() -> None:
    lift = item("tail_lift", date(2020, 1, 1))
    assert due(lift, "vgp_6m", counted_from=date(2026, 8, 31)) == date(2027, 2, 28)
