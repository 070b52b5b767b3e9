"""Phones for the tests of the outbox. An error in any of their pages fails the test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from io import BytesIO
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext

from tests.browser.offline.pocket import Pocket, pocket_of
from tests.fixtures.browser import PHONE, enter
from tests.fixtures.cast import Cast, Person
from tests.fixtures.live import House

Phones = Callable[..., Pocket]


@pytest.fixture
def phones(browser: Browser, live: House, live_cast: Cast) -> Iterator[Phones]:
    """Gives a phone to the driver, or to somebody else, prepared by a script before any page."""
    errors: list[str] = []
    with ExitStack() as open_ones:

        def phone_of(
            person: Person | None = None, script: str = "", storage: int | None = None
        ) -> Pocket:
            context = browser.new_context(base_url=live.url, service_workers="block", **PHONE)
            open_ones.callback(context.close)
            prepared(context, live, person or live_cast.driver, script, errors)
            if storage:
                make_room(context, live, storage)
            return pocket_of(context, live, live_cast)

        yield phone_of
    assert errors == []


@pytest.fixture
def pocket(phones: Phones) -> Pocket:
    """The driver's phone."""
    return phones()


def make_room(context: BrowserContext, house: House, storage: int | None) -> None:
    """Let the phone keep so many bytes for us, or as many as it likes.

    Less room must be said before the first page that keeps something: Chromium remembers for half a
    minute how much there was. But after entering: the icon that it asks for by itself comes with a
    cookie of somebody who is not signed in.
    """
    page = context.new_page()
    page.goto(f"{house.url}/health/live")
    limit = {} if storage is None else {"quotaSize": storage}
    context.new_cdp_session(page).send(
        "Storage.overrideQuotaForOrigin", {"origin": house.url} | limit
    )


def prepared(
    context: BrowserContext, house: House, person: Person, script: str, errors: list[str]
) -> Any:
    enter(context, house, person)
    if script:
        context.add_init_script(script)
    context.on("weberror", lambda problem: errors.append(str(problem.error)))
    return context


@pytest.fixture
def picture() -> bytes:
    """A photo as some camera writes it."""
    written = BytesIO()
    Image.effect_noise((400, 300), 60).convert("RGB").save(written, "JPEG")
    return written.getvalue()
