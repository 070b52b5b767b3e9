"""How PostgreSQL answers the list of anomalies among those of many companies."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from billun.extensions import db
from billun.models import Criticality, Membership
from billun.queries.anomaly_list import SORTS, AnomalyFilter, list_anomalies
from tests.bench.large_company import fill
from tests.fixtures.services import emptied
from tests.queries.test_equipment_search_plan import plans_of

ITEMS, ANOMALIES, COMPANIES = 2_000, 40_000, 40
FILTERS = {
    "triage": AnomalyFilter(triage=True),
    "open": AnomalyFilter(open=True),
    "a kind": AnomalyFilter(open=True, kind="box"),
    "words": AnomalyFilter(open=True, q="AA-12"),
    "old and red": AnomalyFilter(triage=True, criticality=Criticality.RED, older_than_days=1),
    "somebody's": AnomalyFilter(category="bodywork", reporter_id=UUID(int=1)),
}


@pytest.fixture(scope="module")
def member_of_one(whole_app: Flask) -> Iterator[Membership]:
    """A manager of one of forty companies with 1,000 anomalies each."""
    emptied(whole_app)
    with whole_app.app_context():
        fill(ITEMS, ANOMALIES, COMPANIES)
        yield db.session.scalars(select(Membership).limit(1)).one()
        db.session.rollback()
    emptied(whole_app)


@pytest.mark.parametrize("sort", ["newest", "oldest"])
def test_by_time_no_more_is_read_than_is_shown(member_of_one: Membership, sort: str) -> None:
    """Also on a later page: the index has this order."""
    first = list_anomalies(member_of_one, AnomalyFilter(), sort=sort)
    for cursor in (None, first.next_cursor):
        _count, page = plans_of(
            lambda at=cursor: list_anomalies(member_of_one, AnomalyFilter(), 25, at, sort)
        )[:2]
        assert "ix_anomaly_company_id_received_at" in page
        assert "Sort" not in page


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("name", FILTERS)
def test_no_filter_reads_the_rows_of_other_companies(
    member_of_one: Membership, name: str, sort: str
) -> None:
    for plan in plans_of(lambda: list_anomalies(member_of_one, FILTERS[name], sort=sort)):
        assert "Seq Scan on anomaly" not in plan
        assert "Seq Scan on equipment" not in plan


@pytest.mark.parametrize("name", ["triage", "open"])
def test_the_queue_needs_no_report_that_is_over(member_of_one: Membership, name: str) -> None:
    plans = plans_of(lambda: list_anomalies(member_of_one, FILTERS[name], sort="worst"))
    assert "ix_anomaly_open" in plans[0]
    assert "ix_anomaly_open" in plans[1]
