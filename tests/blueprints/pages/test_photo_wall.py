"""All photos of an item by month, sixty at a time."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from tests.fixtures.callers import Answer, Caller
from tests.fixtures.cast import Cast
from tests.fixtures.photos import add_ready_photos, make_ready
from tests.fixtures.reports import Complete
from tests.queries.test_statement_counts import counted

Look = Callable[..., Any]
MOST = 12
NEXT = {"HX-Request": "true", "HX-Target": "nav#photos-next"}


@pytest.fixture
def page(browsing: Callable[..., Caller], cast: Cast) -> Caller:
    return browsing(cast.mechanic)


def photos_in(answer: Answer) -> list[str]:
    return re.findall(r'class="wall-photo" id="photo-([0-9a-f-]+)"', answer.text)


def next_of(answer: Answer) -> str:
    found = re.search(r'rel="next" href="([^"]+)"', answer.text)
    return found[1].replace("&amp;", "&") if found else ""


def test_sixty_come_at_first_and_the_rest_as_one_scrolls(
    app: Flask, page: Caller, cast: Cast, complete: Complete, look: Look
) -> None:
    anomaly = complete()
    path = f"/equipment/{cast.lorry.billun_id}/photos"
    made = [str(id) for id in look(lambda: add_ready_photos(anomaly["id"], 20, days_apart=2))]
    few = counted(app, page, path)
    made = [str(id) for id in look(lambda: add_ready_photos(anomaly["id"], 80, days_apart=2))][20:]
    assert counted(app, page, path) == few <= MOST
    first = page.get(path)
    assert len(photos_in(first)) == 60
    assert "100 photos" in first.text
    rest = page.get(next_of(first), headers=NEXT)
    assert "<html" not in rest.text
    assert photos_in(rest)[-10:] == made[-10:]
    assert len(photos_in(rest)) == 40
    assert not set(photos_in(first)) & set(photos_in(rest))
    assert next_of(rest) == ""
    months = re.findall(r"<h3>([^<]+)</h3>", first.text + rest.text)
    assert len(months) == len(set(months)) > 4
    assert page.get(next_of(first)).text.count("<html") == 1


def test_what_was_taken_away_or_cannot_be_seen_is_not_there(
    page: Caller, driver: Caller, cast: Cast, complete: Complete, look: Look
) -> None:
    complete()
    sent = complete()["id"]
    ids = [str(id) for id in look(lambda: make_ready(sent))]
    driver.put(f"/api/photos/{ids[0]}/removal", json={"kind": "withdrawn", "reason": "A face"})
    found = photos_in(page.get(f"/equipment/{cast.lorry.billun_id}/photos"))
    assert sorted(found) == sorted(ids[1:])


def test_an_item_without_photos_says_how_they_come(page: Caller, cast: Cast) -> None:
    assert "Photos come with reports" in page.get(f"/equipment/{cast.loner.billun_id}/photos").text


def test_another_company_does_not_see_them(browsing: Callable[..., Caller], cast: Cast) -> None:
    assert browsing(cast.partner).get(f"/equipment/{cast.lorry.billun_id}/photos").status == 404


def test_a_cursor_of_nobody_is_refused(page: Caller, cast: Cast) -> None:
    answer = page.get(f"/equipment/{cast.lorry.billun_id}/photos?cursor=no&month=x")
    assert answer.status == 422
