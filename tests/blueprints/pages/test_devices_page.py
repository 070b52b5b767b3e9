"""The managers' page of phones: who has which, how old it is, what waits on it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import update

from billun.extensions import db
from billun.models import Device
from billun.models.base import now
from tests.blueprints.api.test_mobile_devices import register
from tests.fixtures.callers import Caller
from tests.fixtures.cast import Cast
from tests.queries.test_statement_counts import statements

Look = Callable[..., Any]
PAGE = "/people/devices"


@pytest.fixture
def page(browsing: Callable[..., Caller], cast: Cast) -> Caller:
    return browsing(cast.manager)


def test_without_phones_it_says_when_there_will_be_some(page: Caller) -> None:
    assert "No phone yet" in page.get(PAGE).text


def test_it_names_person_phone_and_version(page: Caller, driver: Caller) -> None:
    register(driver, uuid4(), unsent_count=0)
    text = page.get(PAGE).text
    assert "1 phone" in text
    assert "Pixel 9a" in text
    assert "Android 16" in text
    assert "Denise" in text
    assert "update offered" in text
    assert "All sent" in text


def test_what_waits_for_a_day_is_called_out(page: Caller, driver: Caller, look: Look) -> None:
    register(driver, uuid4(), unsent_count=3)
    assert "3 unsent" in page.get(PAGE).text
    assert "ask them to open Billun" not in page.get(PAGE).text
    earlier = now() - timedelta(days=2)
    look(lambda: db.session.execute(update(Device).values(last_seen_at=earlier)))
    assert "ask them to open Billun" in page.get(PAGE).text


def test_it_is_searched_and_narrowed(page: Caller, driver: Caller, mechanic: Caller) -> None:
    register(driver, uuid4(), model="Pixel 9a", unsent_count=0, app_version="0.1.0")
    register(mechanic, uuid4(), model="iPhone 17", unsent_count=1, app_version="99.10.0")
    found = {
        query: ("Pixel" in text, "iPhone" in text)
        for query in ("", "q=denise+pixel", "q=IPHONE", "show=unsent", "show=old", "show=x")
        for text in [page.get(f"{PAGE}?{query}").text]
    }
    assert found == {
        "": (True, True),
        "q=denise+pixel": (True, False),
        "q=IPHONE": (False, True),
        "show=unsent": (False, True),
        "show=old": (True, False),
        "show=x": (True, True),
    }
    assert "No phone matches" in page.get(f"{PAGE}?q=nokia").text


def test_versions_that_say_nothing_are_old_and_do_no_harm(
    page: Caller, driver: Caller, look: Look
) -> None:
    register(driver, uuid4())
    for strange in ("٣.٢.١", "", "new", "1.2", "1..2", "99999999999.1.1", "99.0.0\n"):
        look(lambda said=strange: db.session.execute(update(Device).values(app_version=said)))
        assert "Pixel 9a" in page.get(f"{PAGE}?show=old").text


def test_the_fragment_is_the_list_alone(page: Caller, driver: Caller) -> None:
    register(driver, uuid4())
    fragment = page.get(PAGE, headers={"HX-Target": "section#devices"})
    assert fragment.text.lstrip().startswith("<section")


def test_managers_alone_get_there(
    browsing: Callable[..., Caller], page: Caller, cast: Cast
) -> None:
    assert 'href="/people/devices"' in page.get("/people").text
    supervisor = browsing(cast.supervisor)
    assert 'href="/people/devices"' not in supervisor.get("/people").text
    assert supervisor.get(PAGE).status == 403
    assert browsing(cast.driver).get(PAGE).status == 403


def test_strange_pages_do_no_harm(page: Caller) -> None:
    assert page.get(f"{PAGE}?q=%00").status < 500
    assert page.get(f"{PAGE}?cursor=x").status == 422


def test_many_phones_ask_no_more_than_one(
    app: Flask, page: Caller, driver: Caller, mechanic: Caller
) -> None:
    counts = []
    for _round in range(2):
        for caller in (driver, mechanic):
            register(caller, uuid4())
        with statements(app) as seen:
            page.get(PAGE)
        counts.append(len(seen))
    assert counts[0] == counts[1]
