"""Lists of places ask the database the same few questions, however many places there are."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from tests.fixtures.callers import Caller
from tests.fixtures.cast import Cast, Person
from tests.queries.test_statement_counts import MOST, counted

PATHS = ("/sites", "/workshops", "/api/sites", "/api/workshops", "/company/checks")


@pytest.mark.parametrize("path", PATHS)
def test_a_list_asks_no_more_when_it_grows(
    app: Flask, browsing: Callable[[Person], Caller], cast: Cast, manager: Caller, path: str
) -> None:
    page = browsing(cast.manager)
    before = counted(app, page, path)
    for number in range(4):
        site = {"name": f"S{number}", "address": "1", "postcode": "1", "city": "x"}
        made = manager.post(
            "/api/sites", json=site | {"manager_id": str(cast.site_manager.user_id)}
        )
        workshop = manager.post(
            "/api/workshops", json={"name": f"W{number}", "site_id": made.body["id"]}
        )
        body = {"members": [{"user_id": str(cast.mechanic.user_id)}]}
        team = f"/api/workshops/{workshop.body['id']}/team"
        assert manager.put(team, json=body).status == 200
    assert counted(app, page, path) == before
    assert before <= MOST
