"""The demo company: loaded once, and a second time changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from billun.demo.content import DEMO_PASSWORD
from billun.demo.drawing import photo
from billun.extensions import db
from billun.models import Anomaly, Base, Equipment, Photo, User
from tests.fixtures.callers import Caller


@pytest.fixture
def coarse_drawings(monkeypatch: pytest.MonkeyPatch) -> None:
    """The photos as they are, drawn without softened edges: a quarter of the points."""
    monkeypatch.setattr(photo, "FINE", 1)


def load(app: Flask) -> None:
    done = app.test_cli_runner().invoke(args=["demo", "load"])
    assert done.exit_code == 0, done.output


def rows(look: Callable[..., Any]) -> dict[str, int]:
    """How many rows each table has."""
    return {
        table.name: look(
            lambda table=table: db.session.scalar(select(func.count()).select_from(table))
        )
        for table in Base.metadata.sorted_tables
    }


@pytest.mark.usefixtures("coarse_drawings")
def test_it_is_a_haulier_to_look_at_and_a_second_time_changes_nothing(
    app: Flask, look: Callable[..., Any], anonymous: Caller
) -> None:
    load(app)
    first = rows(look)
    assert (first[Equipment.__tablename__], first[Anomaly.__tablename__]) >= (40, 25)
    assert first[Photo.__tablename__] >= 4 * 20
    load(app)
    assert rows(look) == first
    emails = look(
        lambda: db.session.scalars(select(User.email).where(User.email.is_not(None))).all()
    )
    for email in emails:
        body = {"login": email, "password": DEMO_PASSWORD}
        assert anonymous.post("/api/auth/login", json=body).status == 200, email
