"""The manager's first page: every number leads to the list that it counts."""

from __future__ import annotations

import re
from collections.abc import Callable

from flask import Flask

from tests.fixtures.callers import Caller
from tests.fixtures.cast import Cast, Person
from tests.fixtures.reports import report, send_report
from tests.queries.test_statement_counts import MOST, statements

Browsing = Callable[[Person], Caller]
TILE = re.compile(r'<a href="([^"]+)">\s*<strong>(\d+)</strong>')


def test_every_number_is_a_link_to_a_page(browsing: Browsing, cast: Cast, driver: Caller) -> None:
    send_report(driver, report(cast.lorry.id, criticality="red"))
    page = browsing(cast.manager)
    tiles = dict(TILE.findall(page.get("/overview").text))
    assert tiles["/equipment?fitness=immobilised"] == "1"
    assert tiles["/deadlines?state=overdue"] == "0"
    assert {path: page.get(path).status for path in tiles} == dict.fromkeys(tiles, 200)


def test_what_is_incomplete_leads_to_where_it_is_completed(browsing: Browsing, cast: Cast) -> None:
    page = browsing(cast.manager)
    text = page.get("/overview").text
    for path in ("/equipment?missing=site", "/deadlines?state=unknown"):
        assert f'href="{path}"' in text
        assert page.get(path).status == 200
    assert "/equipment?missing=number" not in text


def test_an_empty_company_is_told_what_to_do_first(browsing: Browsing, cast: Cast) -> None:
    text = browsing(cast.outsider).get("/overview").text
    for path in ("/sites/new", "/imports/new", "/people/new", "/equipment/new"):
        assert f'href="{path}"' in text


def test_its_fragment_is_the_part_that_lives(browsing: Browsing, cast: Cast) -> None:
    page = browsing(cast.manager)
    fragment = page.get("/overview", headers={"HX-Target": "div#overview"}).text
    assert fragment.lstrip().startswith("<div")
    assert "<html" not in fragment
    assert "equipment from:body" in fragment


def test_it_is_for_managers(browsing: Browsing, cast: Cast) -> None:
    assert browsing(cast.driver).get("/overview").status == 403
    assert browsing(cast.mechanic).get("/overview").status == 403


def test_it_asks_the_database_few_questions(
    app: Flask, browsing: Browsing, cast: Cast, driver: Caller
) -> None:
    for item in (cast.lorry, cast.loner):
        send_report(driver, report(item.id))
    page = browsing(cast.manager)
    page.get("/overview")
    with statements(app) as seen:
        page.get("/overview")
    assert len(seen) <= MOST, seen
