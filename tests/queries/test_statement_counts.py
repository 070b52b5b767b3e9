"""List pages ask the database the same few questions, however long they are."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event

from billun.extensions import db
from billun.models.base import new_id
from tests.fixtures.callers import Caller
from tests.fixtures.cast import Cast
from tests.fixtures.reports import report, send_photo, send_report, shots

MOST, MOST_OF_ONE = 8, 14
LISTS = (
    "/equipment",
    "/board",
    "/drive",
    "/drive?q=krone",
    "/drive/reports",
    "/api/equipment?limit=100",
    "/api/anomalies?limit=100",
)
OF_THE_MANAGER = (
    "/overview",
    "/deadlines",
    "/deadlines?view=dates",
    "/deadlines?view=year",
    "/people",
    "/sites",
    "/workshops",
    "/imports",
    "/api/users",
    "/api/sites",
    "/api/workshops",
    "/api/reports/deadlines?within=30",
    "/api/dashboard/manager",
)
OF_ONE = ("/drive/equipment/{lorry}", "/equipment/{lorry}")


@contextmanager
def statements(app: Flask) -> Iterator[list[str]]:
    """The SQL that is sent meanwhile, transaction control aside."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        seen.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)


@pytest.fixture
def grow(driver: Caller, manager: Caller, cast: Cast) -> Callable[[int], None]:
    """Adds items, each with a report of which one photo is there, and as many on the lorry."""

    def add(count: int) -> None:
        for _ in range(count):
            body = {"family": "trailer", "kind": "box", "make": "Krone", "vin": str(new_id())}
            item = manager.post("/api/equipment", json=body).body["id"]
            for where in (item, str(cast.lorry.id)):
                taken = shots()
                id = send_report(driver, report(None, taken, equipment_id=where)).body["id"]
                send_photo(driver, id, taken[0])

    return add


def test_a_list_asks_no_more_when_it_grows(
    app: Flask, browsing: Callable[..., Caller], cast: Cast, grow: Callable[[int], None]
) -> None:
    """Nor does the page of one item, which may ask more than a list."""
    driver, manager = browsing(cast.driver), browsing(cast.manager)
    pages = [(driver, path) for path in LISTS] + [(manager, path) for path in OF_THE_MANAGER]
    pages += [(driver, path.format(lorry=cast.lorry.billun_id)) for path in OF_ONE]
    grow(3)
    few = {path: counted(app, reader, path) for reader, path in pages}
    grow(17)
    many = {path: counted(app, reader, path) for reader, path in pages}
    assert many == few
    lists = (*LISTS, *OF_THE_MANAGER)
    assert {path: many[path] for path in lists if many[path] > MOST} == {}
    assert {path: count for path, count in many.items() if count > MOST_OF_ONE} == {}


def counted(app: Flask, reader: Caller, path: str) -> int:
    reader.get(path)
    with statements(app) as seen:
        assert reader.get(path).status == 200, path
    return len(seen)
