"""The map of what is open: the list beside it, and what it draws."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from billun.extensions import db
from billun.models import Site
from tests.fixtures.callers import Caller
from tests.fixtures.cast import Cast
from tests.fixtures.reports import report, send_report
from tests.queries.test_statement_counts import counted

MOST = 9


@pytest.fixture
def page(browsing: Callable[..., Caller], cast: Cast) -> Caller:
    return browsing(cast.mechanic)


@pytest.fixture
def reported(driver: Caller, cast: Cast) -> Callable[..., Any]:
    def sent(**changes: Any) -> Any:
        item = changes.pop("equipment_id", cast.lorry.id)
        return send_report(driver, report(item, **changes)).body

    return sent


Reported = Callable[..., Any]


def references(page: Caller, query: str = "") -> list[str]:
    return [mark["reference"] for mark in page.get(f"/anomalies/map/marks{query}").body]


def test_what_is_open_and_has_a_place_is_on_it(
    page: Caller, supervisor: Caller, reported: Reported
) -> None:
    mild, bad = reported(criticality="green"), reported(criticality="orange")
    reported(position=None)
    over = reported()
    supervisor.post(
        f"/api/anomalies/{over['id']}/transitions", json={"to": "dismissed", "comment": "Twice"}
    )
    marks = page.get("/anomalies/map/marks").body
    assert [mark["reference"] for mark in marks] == [bad["reference"], mild["reference"]]
    assert marks[0].items() >= {
        "criticality": "orange", "category": "bodywork", "latitude": 49.44, "longitude": 1.09,
    }.items()  # fmt: skip
    text = page.get("/anomalies/map").text
    assert text.index(f"row-{bad['reference']}") < text.index(f"row-{mild['reference']}")
    assert over["reference"] not in text
    assert "2 open reports with a place" in text
    assert "1 without" in text


def test_filters_narrow_the_list_and_the_marks(
    page: Caller, cast: Cast, reported: Reported
) -> None:
    first = reported(criticality="orange")["reference"]
    second = reported(
        equipment_id=cast.loner.id, category="other", sub_category=None, criticality="green"
    )["reference"]
    for query, found in (
        ("?criticality=orange", first),
        ("?category=other", second),
        (f"?site_id={cast.site_id}", first),
    ):
        assert references(page, query) == [found]
        text = page.get(f"/anomalies/map{query}").text
        assert (f"row-{first}" in text, f"row-{second}" in text) == (
            found == first,
            found == second,
        )
        assert query.split("=")[0].strip("?") in text.split("data-marks=")[1].split(">")[0]
    assert references(page, "?criticality=purple&category=x&site_id=y") == references(page)


def test_the_sites_of_the_company_are_named_on_it(
    page: Caller, cast: Cast, look: Callable[..., Any]
) -> None:
    assert "data-place" not in page.get("/anomalies/map").text

    def place() -> None:
        for id in (cast.site_id, cast.partner_site_id):
            site = db.session.get_one(Site, id)
            site.latitude, site.longitude = 49.44, 1.09

    look(place)
    text = page.get("/anomalies/map").text
    assert text.count("data-place ") == 1
    assert f'data-url="/sites/{cast.site_id}" data-latitude="49.44"' in text


def test_it_shows_nothing_of_another_company(
    browsing: Callable[..., Caller], cast: Cast, reported: Reported
) -> None:
    reported()
    partner = browsing(cast.partner)
    assert references(partner) == []
    assert partner.get(f"/anomalies/map?site_id={cast.site_id}").status == 404


def test_it_asks_no_more_when_there_are_more(app: Flask, page: Caller, reported: Reported) -> None:
    paths = ("/anomalies/map", "/anomalies/map/marks")
    reported()
    few = [counted(app, page, path) for path in paths]
    for _ in range(6):
        reported()
    assert [counted(app, page, path) for path in paths] == few
    assert max(few) <= MOST
