"""What a row of an import says of a meter."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask

from billun.errors import Refused
from billun.extensions import db
from billun.models import Equipment, Membership, Meter
from billun.operations.meters import imported_reading
from billun.queries.meter_history import latest_readings
from tests.fixtures.cast import Cast
from tests.queries.test_statement_counts import statements

Look = Callable[..., Any]


@pytest.fixture
def saying(app: Flask, cast: Cast, look: Look) -> Callable[..., tuple[Any, ...] | None]:
    """Imports one row for the lorry: the value and source that were kept, or None where nothing was."""

    def said(value: float, days_ago: int | None = None) -> tuple[Any, ...] | None:
        def row() -> tuple[Any, ...] | None:
            item = db.session.get_one(Equipment, cast.lorry.id)
            manager = db.session.get_one(Membership, cast.manager.membership_id)
            day = None if days_ago is None else item.company.today - timedelta(days=days_ago)
            last = latest_readings([item.id]).get(item.id, {}).get(Meter.KM)
            reading = imported_reading(manager, item, Meter.KM, Decimal(value), day, last)
            if reading is None:
                return None
            db.session.add(reading)
            return reading.value, reading.source.value

        found: tuple[Any, ...] | None = look(row)
        return found

    return said


def test_the_first_value_is_kept(saying: Callable[..., Any]) -> None:
    assert saying(412_300.5) == (Decimal("412300.5"), "import")


@pytest.mark.parametrize("days_ago", [None, 0, 3])
def test_the_same_file_again_says_nothing_new(
    saying: Callable[..., Any], days_ago: int | None
) -> None:
    assert saying(412_300, days_ago) is not None
    assert saying(412_300, days_ago) is None


def test_what_is_older_than_the_last_reading_is_left_out(saying: Callable[..., Any]) -> None:
    saying(412_300, 3)
    assert saying(400_000, 5) is None


@pytest.mark.parametrize(
    ("value", "days_ago", "wrong"),
    [
        (412_299, None, "value"),
        (900_000, None, "value"),
        (-1, None, "value"),
        (412_400, -1, "read_on"),
    ],
)
def test_a_bad_row_is_refused(
    saying: Callable[..., Any], value: float, days_ago: int | None, wrong: str
) -> None:
    saying(412_300, 3)
    with pytest.raises(Refused) as refused:
        saying(value, days_ago)
    assert refused.value.field == wrong


def test_nothing_is_asked_of_the_database(app: Flask, cast: Cast, look: Look) -> None:
    """The item and its company are loaded; then a thousand rows cost no statement."""
    with app.app_context():
        item = db.session.get_one(Equipment, cast.lorry.id)
        manager = db.session.get_one(Membership, cast.manager.membership_id)
        assert item.company.today >= date(2026, 1, 1)
        last = None
        with statements(app) as seen, db.session.no_autoflush:
            for number in range(1000):
                last = imported_reading(manager, item, Meter.KM, Decimal(number), None, last)
        assert seen == []
