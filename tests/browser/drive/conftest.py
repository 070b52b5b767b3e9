"""Phones with a copy of the fleet. An error in any of their pages fails the test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browser.drive.with_copy import Phone
from tests.fixtures.browser import PHONE, enter
from tests.fixtures.cast import Cast, Person
from tests.fixtures.live import House

Phones = Callable[..., Phone]


@pytest.fixture
def phones(browser: Browser, live: House, live_cast: Cast) -> Iterator[Phones]:
    """Gives a phone to the driver, or to somebody else; `device` changes what it can."""
    errors: list[str] = []
    with ExitStack() as open_ones:

        def phone_of(
            person: Person | None = None, of: Browser | None = None, **device: Any
        ) -> Phone:
            what = {**PHONE, "service_workers": "block", **device}
            context = (of or browser).new_context(base_url=live.url, **what)
            open_ones.callback(context.close)
            context.on("weberror", lambda problem: errors.append(str(problem.error)))
            enter(context, live, person or live_cast.driver)
            return Phone(context.new_page(), live, live_cast)

        yield phone_of
    assert errors == []


@pytest.fixture
def phone(phones: Phones) -> Phone:
    """The driver's phone."""
    return phones()
