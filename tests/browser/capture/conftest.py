"""The driver's phone and what has arrived from it. An error in any of its pages fails the test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright
from sqlalchemy.orm import joinedload, selectinload

from billun.extensions import db
from billun.models import Anomaly
from tests.fixtures.browser import PHONE, enter, launched, launched_over
from tests.fixtures.cast import Cast, Person
from tests.fixtures.film import filming
from tests.fixtures.live import House

Reported = Callable[[], list[Anomaly]]
SignIn = Callable[[Page, Person], None]
Filming = Callable[[Path], Page]
Charged = Callable[..., Any]


@pytest.fixture
def errors() -> Iterator[list[str]]:
    """What went wrong in any page of the test."""
    found: list[str] = []
    yield found
    assert found == []


@pytest.fixture
def phone(browser: Browser, live: House, live_cast: Cast, errors: list[str]) -> Iterator[Page]:
    context = browser.new_context(base_url=live.url, service_workers="block", **PHONE)
    yield page_of(context, live, live_cast.driver, errors)
    context.close()


@pytest.fixture
def filmed(
    playwright: Playwright, live: House, live_cast: Cast, errors: list[str]
) -> Iterator[Filming]:
    """The driver's phone with a camera that sees another film."""
    with ExitStack() as open_ones:

        def seeing(film: Path) -> Page:
            started = launched(playwright, *filming(film))
            open_ones.callback(started.close)
            context = started.new_context(base_url=live.url, service_workers="block", **PHONE)
            return page_of(context, live, live_cast.driver, errors)

        yield seeing


@pytest.fixture
def blind(
    playwright: Playwright, live: House, live_cast: Cast, errors: list[str]
) -> Iterator[Page]:
    """The driver's phone without any camera."""
    started = launched(playwright)
    context = started.new_context(base_url=live.url, service_workers="block", **PHONE)
    yield page_of(context, live, live_cast.driver, errors)
    started.close()


@pytest.fixture
def charged(
    playwright: Playwright,
    film: Path,
    live: House,
    live_cast: Cast,
    errors: list[str],
    tmp_path: Path,
) -> Charged:
    """The driver's phone with its battery in: everything in memory goes when the block is left, the disk stays."""

    @contextmanager
    def with_power() -> Iterator[Page]:
        context = launched_over(
            playwright, tmp_path / "phone", live.url, *filming(film), service_workers="block"
        )
        try:
            yield page_of(context, live, live_cast.driver, errors)
        finally:
            context.close()

    return with_power


@pytest.fixture
def plain(browser: Browser, live: House, live_cast: Cast) -> Iterator[Page]:
    """The driver's phone with scripts turned off."""
    context = browser.new_context(base_url=live.url, java_script_enabled=False, **PHONE)
    enter(context, live, live_cast.driver)
    yield context.new_page()
    context.close()


@pytest.fixture
def reported(live: House) -> Reported:
    """What has arrived, with its photos."""
    return lambda: live.look(all_reports)


@pytest.fixture
def sign_in(live: House) -> SignIn:
    """Gives the browser of a page the session of a person, as the sign-in page would."""
    return lambda page, person: enter(page.context, live, person)


def page_of(context: BrowserContext, house: House, person: Person, errors: list[str]) -> Page:
    enter(context, house, person)
    context.on("weberror", lambda problem: errors.append(str(problem.error)))
    return context.new_page()


def all_reports() -> list[Anomaly]:
    asked = db.session.query(Anomaly).options(
        joinedload(Anomaly.equipment), selectinload(Anomaly.photos), selectinload(Anomaly.sightings)
    )
    found = asked.order_by(Anomaly.received_at).all()
    db.session.expunge_all()
    return found
