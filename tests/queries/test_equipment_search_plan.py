"""How PostgreSQL answers the list among the rows of many companies: by the one index that holds all of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, select

from billun.extensions import db
from billun.models import Fitness, Membership
from billun.queries.equipment_facets import count_facets
from billun.queries.equipment_filter import DEADLINE_STATES, EquipmentFilter
from billun.queries.equipment_search import SORTS, search_equipment
from tests.bench.large_company import fill
from tests.fixtures.services import emptied

LIST_INDEX = "ix_equipment_company_id_list"
ITEMS, COMPANIES = 20_000, 40
FILTERS = (
    EquipmentFilter(),
    EquipmentFilter(q="AA-12"),
    EquipmentFilter(fitness=Fitness.IMMOBILISED, kind="box"),
    *(EquipmentFilter(deadline=state) for state in DEADLINE_STATES),
)


@pytest.fixture(scope="module")
def member_of_one(whole_app: Flask) -> Iterator[Membership]:
    """A manager of one of forty companies with 500 items each."""
    emptied(whole_app)
    with whole_app.app_context():
        fill(ITEMS, 0, COMPANIES)
        yield db.session.scalars(select(Membership).limit(1)).one()
        db.session.rollback()
    emptied(whole_app)


@pytest.mark.parametrize("sort", SORTS)
def test_every_order_reads_the_list_index(member_of_one: Membership, sort: str) -> None:
    plans = plans_of(lambda: search_equipment(member_of_one, EquipmentFilter(), 50, None, sort))
    assert LIST_INDEX in plans[0]
    assert LIST_INDEX in plans[1]
    assert all("Seq Scan on equipment" not in plan for plan in plans)


@pytest.mark.parametrize("wanted", FILTERS, ids=str)
def test_no_filter_reads_the_rows_of_other_companies(
    member_of_one: Membership, wanted: EquipmentFilter
) -> None:
    plans = plans_of(lambda: search_equipment(member_of_one, wanted, 50))
    plans += plans_of(lambda: count_facets(member_of_one, wanted))
    for plan in plans:
        assert "Seq Scan on equipment" not in plan
        assert "Seq Scan on deadline" not in plan


def test_a_search_needs_no_row_but_those_it_shows(member_of_one: Membership) -> None:
    plan = plans_of(lambda: search_equipment(member_of_one, EquipmentFilter(q="AA-12"), 50))[1]
    assert f"Index Only Scan using {LIST_INDEX}" in plan


def plans_of(question: Any) -> list[str]:
    """The plans of the statements that the question sends, in their order."""
    sent: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_more: Any) -> None:
        sent.append((statement, parameters))

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        question()
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    return [plan_of(statement, parameters) for statement, parameters in sent]


def plan_of(statement: str, parameters: Any) -> str:
    rows = db.session.connection().exec_driver_sql(f"EXPLAIN {statement}", parameters)
    return "\n".join(row[0] for row in rows)
