"""The company's deadlines: what the list holds, in which order, and its counts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from billun.extensions import db
from billun.models import (
    Blocks,
    Deadline,
    DeadlineState,
    Equipment,
    EquipmentStatus,
    Membership,
)
from billun.queries.deadline_list import (
    DeadlineCounts,
    DeadlineFilter,
    count_deadlines,
    list_deadlines,
)
from billun.queries.deadline_year import year_of
from tests.fixtures.cast import Cast
from tests.fixtures.due import PutDue

Listing = Callable[..., list[tuple[str, str]]]


@pytest.fixture
def listed(look: Callable[..., Any], cast: Cast) -> Listing:
    """Plate and check of what is found, as the manager sees it."""

    def asked(**wanted: Any) -> list[tuple[str, str]]:
        def read() -> list[tuple[str, str]]:
            member = db.session.get_one(Membership, cast.manager.membership_id)
            page = list_deadlines(member, DeadlineFilter(**wanted), 200)
            assert page.total == len(page.items)
            return [(str(one.equipment.plate), one.code) for one in page.items]

        found: list[tuple[str, str]] = look(read)
        return found

    return asked


@pytest.fixture
def counted(look: Callable[..., Any], cast: Cast) -> Callable[..., DeadlineCounts]:
    def asked(**wanted: Any) -> DeadlineCounts:
        def read() -> DeadlineCounts:
            member = db.session.get_one(Membership, cast.manager.membership_id)
            return count_deadlines(member, DeadlineFilter(**wanted))

        found: DeadlineCounts = look(read)
        return found

    return asked


LORRY, LONER = "AB-123-CD", "EF-456-GH"


@pytest.fixture(autouse=True)
def five_days(put_due: PutDue, cast: Cast) -> None:
    """One deadline in each state but unknown, which all others are."""
    put_due(cast.lorry, "ct_heavy", -3)
    put_due(cast.loner, "ct_heavy", 0)
    put_due(cast.lorry, "tachograph", 14)
    put_due(cast.lorry, "insurance", 15)
    put_due(cast.loner, "insurance", 30)


def test_what_has_a_day_comes_by_day(listed: Listing) -> None:
    assert listed() == [
        (LORRY, "ct_heavy"),
        (LONER, "ct_heavy"),
        (LORRY, "tachograph"),
        (LORRY, "insurance"),
        (LONER, "insurance"),
    ]


@pytest.mark.parametrize(
    ("state", "found"),
    [
        ("overdue", [(LORRY, "ct_heavy")]),
        ("due_15", [(LONER, "ct_heavy"), (LORRY, "tachograph")]),
        ("due_30", [(LORRY, "insurance")]),
        ("ok", [(LONER, "insurance")]),
    ],
)
def test_each_state_holds_its_days(
    listed: Listing, state: str, found: list[tuple[str, str]]
) -> None:
    assert listed(state=DeadlineState(state)) == found


def test_the_unknown_ones_come_check_by_check(listed: Listing) -> None:
    found = listed(state=DeadlineState.UNKNOWN)
    assert found == sorted(found, key=lambda one: (one[1], one[0]))
    assert (LORRY, "extinguishers") in found
    assert (LORRY, "ct_heavy") not in found


def test_within_thirty_days_takes_the_overdue_along(listed: Listing) -> None:
    assert len(listed(within=30)) == 4
    assert listed(within=0) == [(LORRY, "ct_heavy")]


def test_filters_narrow_together(listed: Listing, cast: Cast, today: date) -> None:
    assert listed(site_id=cast.site_id, code="insurance") == [(LORRY, "insurance")]
    assert listed(family="trailer", blocks=Blocks.DRIVING) == [
        (LONER, "ct_heavy"),
        (LONER, "insurance"),
    ]
    assert listed(q="ab 123") == listed(workshop_id=cast.workshop_id)
    assert listed(since=today, until=today + timedelta(days=14)) == [
        (LONER, "ct_heavy"),
        (LORRY, "tachograph"),
    ]


def test_what_is_retired_is_due_no_more(
    listed: Listing, look: Callable[..., Any], cast: Cast
) -> None:
    def retire() -> None:
        db.session.get_one(Equipment, cast.lorry.id).status = EquipmentStatus.RETIRED

    look(retire)
    assert {plate for plate, _code in listed()} == {LONER}


def test_counts_are_those_of_the_lists(
    listed: Listing, counted: Callable[..., DeadlineCounts]
) -> None:
    counts = counted()
    assert counts.total == counts.dated == len(listed())
    for state in DeadlineState:
        assert counts.by_state[state] == len(listed(state=state)), state
    for code, number in counts.by_code.items():
        assert number == len(listed(code=code)), code
    assert counted(code="insurance").by_state[DeadlineState.DUE_30] == 1
    assert counted(state=DeadlineState.OVERDUE).by_code == {"ct_heavy": 1}


def test_a_page_begins_where_the_last_one_ended(look: Callable[..., Any], cast: Cast) -> None:
    def read(wanted: DeadlineFilter) -> list[Any]:
        member = db.session.get_one(Membership, cast.manager.membership_id)
        met, cursor = [], None
        while True:
            page = list_deadlines(member, wanted, 2, cursor)
            met += [one.id for one in page.items]
            if not (cursor := page.next_cursor):
                return met

    for state in (None, DeadlineState.UNKNOWN):
        met = look(lambda state=state: read(DeadlineFilter(state=state)))
        assert len(met) == len(set(met)) > 2


def test_a_year_counts_what_the_list_of_its_days_holds(
    look: Callable[..., Any], cast: Cast, today: date, listed: Listing
) -> None:
    def read() -> dict[date, tuple[int, str]]:
        member = db.session.get_one(Membership, cast.manager.membership_id)
        years = sorted({(today + timedelta(days=days)).year for days in (-3, 30)})
        return {
            day.day: (day.number, day.state)
            for year in years
            for month in year_of(member, DeadlineFilter(), year)
            for day in month.days
            if day.number
        }

    found = look(read)
    assert found == {
        today + timedelta(days=days): (1, state)
        for days, state in [
            (-3, "overdue"),
            (0, "due_15"),
            (14, "due_15"),
            (15, "due_30"),
            (30, "ok"),
        ]
    }


def test_a_month_begins_on_monday_and_ends_on_its_last_day(
    look: Callable[..., Any], cast: Cast
) -> None:
    def read() -> Any:
        member = db.session.get_one(Membership, cast.manager.membership_id)
        return year_of(member, DeadlineFilter(), 2028)[1]

    february = look(read)
    assert february.last == date(2028, 2, 29)
    assert [day and day.day.day for day in february.weeks[0]] == [None, 1, 2, 3, 4, 5, 6]


def test_no_other_company_is_counted(look: Callable[..., Any], cast: Cast) -> None:
    def read() -> tuple[int, int]:
        member = db.session.get_one(Membership, cast.partner.membership_id)
        own = db.session.scalar(
            select(func.count()).where(Deadline.company_id == cast.partner.company_id)
        )
        counts = count_deadlines(member, DeadlineFilter())
        return own or 0, sum(counts.by_state.values())

    own, seen = look(read)
    assert 0 < seen <= own
