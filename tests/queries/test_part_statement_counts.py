"""The parts of an item's page ask the database the same few questions, however much there is of each."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask

from billun.catalogue import catalogue
from billun.extensions import db
from billun.models import Document, Meter, MeterReading, SafetyItem
from billun.models.base import now
from tests.fixtures.callers import Caller
from tests.fixtures.cast import Cast
from tests.queries.test_statement_counts import counted

MOST = 9


@pytest.fixture
def grow(cast: Cast, look: Callable[..., Any]) -> Callable[[range], None]:
    """Adds documents, readings and items of the kit to the lorry."""

    def add(numbers: range) -> None:
        of_lorry = {"company_id": cast.vauquelin, "equipment_id": cast.lorry.id}
        items = list(catalogue.safety_kit)

        def rows() -> None:
            for number in numbers:
                db.session.add_all([
                    Document(
                        kind="photo", file_name="x", media_type="image/png", byte_size=1,
                        sha256="0" * 64, author_id=cast.manager.membership_id, **of_lorry,
                    ),
                    MeterReading(
                        meter=Meter.KM, value=Decimal(number), author_id=cast.driver.membership_id,
                        read_at=now() - timedelta(days=100 - number), **of_lorry,
                    ),
                    SafetyItem(item=items[number], **of_lorry),
                ])  # fmt: skip

        look(rows)

    return add


def test_a_part_asks_no_more_when_it_grows(
    app: Flask,
    browsing: Callable[..., Caller],
    calling: Callable[..., Caller],
    cast: Cast,
    grow: Callable[[range], None],
) -> None:
    page, api = browsing(cast.manager), calling(cast.manager)
    parts = {
        **{f"/equipment/{cast.lorry.billun_id}/{part}": page for part in PARTS},
        f"/drive/equipment/{cast.lorry.billun_id}/documents": page,
        **{f"/api/equipment/{cast.lorry.id}/{part}": api for part in API_PARTS},
    }
    grow(range(1))
    few = {path: counted(app, caller, path) for path, caller in parts.items()}
    grow(range(1, 12))
    many = {path: counted(app, caller, path) for path, caller in parts.items()}
    assert many == few
    assert {path: count for path, count in many.items() if count > MOST} == {}


PARTS = ("documents", "meters", "safety-kit")
API_PARTS = ("documents", "meter-readings", "safety-items")
