"""How PostgreSQL finds what a phone lacks among the rows of many companies: by indexes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import select, update

from billun.extensions import db
from billun.models import Equipment, Membership
from billun.queries.phone_copy import phone_copy
from tests.bench.large_company import fill
from tests.fixtures.services import emptied
from tests.queries.test_equipment_search_plan import plans_of

ITEMS, ANOMALIES, COMPANIES = 20_000, 20_000, 40


@pytest.fixture(scope="module")
def member_of_one(whole_app: Flask) -> Iterator[Membership]:
    """A manager of one of forty companies with 500 items each."""
    emptied(whole_app)
    with whole_app.app_context():
        fill(ITEMS, ANOMALIES, COMPANIES)
        yield db.session.scalars(select(Membership).limit(1)).one()
        db.session.rollback()
    emptied(whole_app)


def test_a_first_page_chooses_by_an_index(member_of_one: Membership) -> None:
    chosen, damage = plans_of(lambda: phone_copy(member_of_one))[1:3]
    assert "Seq Scan on equipment " not in chosen
    assert "Seq Scan on anomaly" not in damage


def test_a_synchronisation_reads_what_changed_alone(member_of_one: Membership) -> None:
    cursor = phone_copy(member_of_one).cursor
    ten = Equipment.visible_to(member_of_one).with_only_columns(Equipment.id).limit(10)
    db.session.execute(update(Equipment).where(Equipment.id.in_(ten)).values(make="x"))
    plans = plans_of(lambda: phone_copy(member_of_one, cursor))
    assert "ix_equipment_company_id_changed_in" in plans[1]
    assert "ix_anomaly_company_id_changed_in" in plans[1]
    assert "ix_anomaly_reporter_id_changed_in" in plans[3]
    for plan in plans:
        assert "Seq Scan on equipment " not in plan
        assert "Seq Scan on anomaly" not in plan
