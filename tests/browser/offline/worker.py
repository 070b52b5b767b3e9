"""A page behind the service worker, and what lies in its caches and in the phone's database."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Page

from tests.fixtures.browser import PHONE, Opening
from tests.fixtures.cast import Person
from tests.fixtures.live import House, wait_for

SHELLS = 10
KEPT = """async () => {
    const keys = await (await caches.open("billun-pages")).keys();
    return keys.map((one) => new URL(one.url).pathname);
}"""
COUNT = """async () => {
    return (await caches.has("billun-shells")) && (await (await caches.open("billun-shells")).keys()).length;
}"""
IS_CONTROLLED = "navigator.serviceWorker.controller?.state === 'activated'"
ROWS = "async store => (await (await import('billun/offline/database')).database()).count(store)"
UNSENT = """async () => {
    const { outbox } = await import("billun/offline/outbox");
    const { uuidv7 } = await import("uuidv7");
    const id = uuidv7();
    const equipment = { title: "FL-915-BT" };
    await outbox.add({ id, kind: "report", equipment, label: "Tyre", url: `/api/anomalies/${id}`, record: { id } });
}"""
DRAFT = """async () => {
    const { keepDraft } = await import("billun/offline/drafts");
    const { uuidv7 } = await import("uuidv7");
    const { membership } = document.documentElement.dataset;
    const empty = { equipment: null, answers: {}, step: "part", photos: 0 };
    await keepDraft({ id: uuidv7(), membership, path: "/drive/report", kind: "report", ...empty });
}"""


def controlled_page(
    opening: Opening, person: Person, path: str = "/drive", device: dict[str, Any] = PHONE
) -> Page:
    """A page that the service worker stands behind."""
    page = opening(person, device)
    page.goto(path)
    wait_for(lambda: page.evaluate(IS_CONTROLLED), seconds=60)
    return page


def kept_page(opening: Opening, person: Person) -> Page:
    """The driver's first page, once all that works without network is on the phone."""
    page = controlled_page(opening, person)
    wait_for(lambda: page.evaluate(COUNT) >= SHELLS, seconds=60)
    return page


def sign_out(page: Page) -> None:
    page.get_by_label("You and your settings").click()
    page.get_by_role("button", name="Sign out").click()


@contextmanager
def hanging(house: House) -> Iterator[None]:
    """A server that takes connections and never answers."""
    leader = house.running["web"].pid
    os.killpg(leader, signal.SIGSTOP)
    try:
        yield
    finally:
        os.killpg(leader, signal.SIGCONT)
