"""Every row of product.md's table, and every cell that it leaves empty.

The table stands here a second time, written as product.md says it and not as the code does.
"""

from __future__ import annotations

from itertools import product
from types import SimpleNamespace
from typing import Any, cast
from uuid import uuid4

import pytest

from billun.models import Anomaly, AnomalyStatus, Criticality, Membership, Role, Trade

PEOPLE = ("driver", "reporter", "mechanic", "supervisor", "manager", "foreign supervisor")
TEAM, ABOVE = ("mechanic", "supervisor", "manager"), ("supervisor", "manager")
MILD, GRAVE = ("green", "yellow"), ("orange", "red")
ALL = MILD + GRAVE
BEFORE = ("incoming", "reported")

# from, to, by whom, for which criticalities; a reason is needed where the last word says so.
TABLE: list[tuple[tuple[str, ...], str, tuple[str, ...], tuple[str, ...], bool]] = [
    (BEFORE, "acknowledged", TEAM, ALL, False),
    (BEFORE, "dismissed", TEAM, MILD, True),
    (BEFORE, "dismissed", ABOVE, GRAVE, True),
    (BEFORE, "withdrawn", ("reporter",), ALL, True),
    (("reported",), "resolved", ("mechanic", "supervisor"), ("green", "yellow", "orange"), False),
    (("reported",), "resolved", ("supervisor",), ("red",), False),
    (("acknowledged",), "resolved", TEAM, ("green", "yellow", "orange"), False),
    (("acknowledged",), "resolved", ABOVE, ("red",), False),
    (("acknowledged",), "dismissed", TEAM, MILD, True),
    (("acknowledged",), "dismissed", ABOVE, GRAVE, True),
    (("resolved",), "closed", ABOVE, ALL, False),
    (("resolved",), "acknowledged", ABOVE, ALL, False),
    (("dismissed", "closed"), "reported", ("manager",), ALL, True),
]


def expected(status: str, criticality: str, person: str) -> dict[str, bool]:
    """Where this person may bring it, and whether with a reason."""
    return {
        to: reason
        for sources, to, people, levels, reason in TABLE
        if status in sources and criticality in levels and person in people
    }


def member(person: str, own: bool = True) -> Membership:
    roles = {"manager": Role.MANAGER, "driver": Role.DRIVER, "reporter": Role.DRIVER}
    role = roles.get(person, Role.WORKSHOP)
    trade = Trade.SUPERVISOR if "supervisor" in person else None
    return Membership(id=uuid4(), company_id=OWN if own else uuid4(), role=role, trade=trade)


OWN = uuid4()
STAFF = {person: member(person, own="foreign" not in person) for person in PEOPLE}


def anomaly(status: str, criticality: str) -> Anomaly:
    return Anomaly(
        company_id=OWN,
        reporter_id=STAFF["reporter"].id,
        status=AnomalyStatus(status),
        criticality=Criticality(criticality),
    )


@pytest.mark.parametrize("person", PEOPLE)
def test_every_cell_of_the_table(person: str) -> None:
    for status, criticality in product(AnomalyStatus, Criticality):
        steps = anomaly(status, criticality).steps_open_to(STAFF[person])
        found = {str(step.target): step.needs_reason for step in steps}
        assert found == expected(status, criticality, person), (status, criticality)


def test_whoever_reports_and_repairs_may_what_both_may() -> None:
    mine = anomaly("reported", "yellow")
    mine.reporter_id = STAFF["mechanic"].id
    targets = {str(step.target) for step in mine.steps_open_to(STAFF["mechanic"])}
    assert targets == {"acknowledged", "dismissed", "withdrawn", "resolved"}


def test_open_is_what_is_neither_resolved_nor_given_up() -> None:
    done = {"resolved", "dismissed", "withdrawn", "closed"}
    for status in AnomalyStatus:
        assert anomaly(status, "green").is_open == (status not in done)


def test_a_withdrawn_report_is_over() -> None:
    for person, criticality in product(PEOPLE, Criticality):
        assert anomaly("withdrawn", criticality).steps_open_to(STAFF[person]) == []


def test_a_stranger_is_no_member_of_this_company() -> None:
    somebody = cast(Any, SimpleNamespace(id=uuid4(), company_id=uuid4(), role="manager",
                    is_workshop=True, is_supervisor=True, is_manager=True))  # fmt: skip
    assert anomaly("reported", "red").parts_of(somebody) == frozenset()
