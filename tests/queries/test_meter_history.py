"""What meters showed last, and how much is usual of them in a day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask

from billun.extensions import db
from billun.models import Equipment, Meter, MeterReading
from billun.models.base import now
from billun.queries.meter_history import (
    NEWEST_FIRST,
    Usual,
    latest_readings,
    readings_of,
    usual_a_day,
    usual_of,
)
from tests.fixtures.cast import Cast
from tests.queries.test_statement_counts import statements

Look = Callable[..., Any]


@pytest.fixture
def kept(cast: Cast, look: Look) -> Callable[..., None]:
    """Keeps readings of the lorry's kilometres: so many days ago, so much."""

    def keep(*readings: tuple[float, float], meter: Meter = Meter.KM) -> None:
        def add() -> None:
            for days, value in readings:
                db.session.add(
                    MeterReading(
                        company_id=cast.vauquelin,
                        equipment_id=cast.lorry.id,
                        meter=meter,
                        value=Decimal(value),
                        read_at=now() - timedelta(days=days),
                    )
                )

        look(add)

    return keep


@pytest.fixture
def usual(cast: Cast, look: Look) -> Callable[[], Usual | None]:
    def asked() -> Usual | None:
        def question() -> Usual | None:
            item = db.session.get_one(Equipment, cast.lorry.id)
            newest_first = readings_of(item).order_by(*NEWEST_FIRST.clauses())
            return usual_of(db.session.scalars(newest_first).all()).get(Meter.KM)

        found: Usual | None = look(question)
        return found

    return asked


def test_the_last_of_each_meter_is_found_for_many_items_at_once(
    app: Flask, cast: Cast, kept: Callable[..., None]
) -> None:
    kept((1, 300), (3, 100), (2, 200))
    kept((5, 7), meter=Meter.HOURS)
    with app.app_context(), statements(app) as seen:
        found = latest_readings([cast.lorry.id, cast.loner.id])
        values = {meter: reading.value for meter, reading in found[cast.lorry.id].items()}
    assert values == {Meter.KM: 300, Meter.HOURS: 7}
    assert cast.loner.id not in found
    assert len(seen) == 1


def test_what_it_should_show_by_now_follows_what_is_usual(
    kept: Callable[..., None], usual: Callable[[], Usual | None]
) -> None:
    kept((50, 400_000), (20, 412_000), (10, 416_000))
    found = usual()
    assert found is not None
    assert round(found.a_day) == 400
    assert found.by_now == 420_000


def test_only_the_last_90_days_count(
    kept: Callable[..., None], usual: Callable[[], Usual | None]
) -> None:
    kept((300, 0), (95, 380_000), (60, 400_000), (10, 405_000))
    found = usual()
    assert found is not None
    assert round(found.a_day) == 294, "from the 95th day before today to the tenth"


@pytest.mark.parametrize("readings", [[(5, 400_000)], [(0.3, 400_000), (0.1, 400_100)], []])
def test_too_little_is_known_to_say(
    kept: Callable[..., None],
    usual: Callable[[], Usual | None],
    readings: list[tuple[float, float]],
) -> None:
    kept(*readings)
    assert usual() is None


def test_nothing_is_suggested_that_is_no_news(
    kept: Callable[..., None], usual: Callable[[], Usual | None]
) -> None:
    kept((20, 400_000), (0.1, 408_000))
    found = usual()
    assert found is not None
    assert found.by_now is None


def test_a_new_meter_does_not_spoil_the_average(
    cast: Cast, look: Look, kept: Callable[..., None]
) -> None:
    kept((30, 400_000), (20, 401_000), (19, 0), (10, 900))
    a_day = look(lambda: usual_a_day(cast.lorry.id, Meter.KM, now()))
    assert round(a_day) == 95
