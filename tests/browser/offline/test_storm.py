"""The worst day: a dozen reports offline, the browser closed, a new version, a network that loses things."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from flask.sessions import SecureCookieSessionInterface
from playwright.sync_api import BrowserContext, Page, Playwright, expect

from billun.adapters.storage import storage
from billun.extensions import db
from billun.models import Anomaly, Channel, Photo
from tests.browser.capture.answering import answer_from_category, report_page, send, sending
from tests.browser.offline.pocket import ENTRIES, Pocket, eventually, strip
from tests.fixtures.bad_network import BadNetwork
from tests.fixtures.browser import launched_over
from tests.fixtures.callers import signed_in
from tests.fixtures.cast import Cast
from tests.fixtures.film import filming
from tests.fixtures.live import House, answers, wait_for

pytestmark = pytest.mark.browser

# Some by hand, through camera and questions; the others are handed to the outbox as the page hands them.
REPORTS, BY_HAND, PHOTOS_OF_EACH = 12, 3, 4
KEPT_PHOTOS = """
import("billun/offline/database").then(async ({ database }) => {
  const rows = await (await database()).getAll("photos");
  const hex = (digest) => Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
  return Promise.all(rows.map(async ({ id, of, sha256, bytes }) =>
    [id, of, sha256, hex(await crypto.subtle.digest("SHA-256", bytes))]));
})
"""
SHELLS_KEPT = """
caches.keys().then((names) => Promise.all(names.map(async (name) => (await (await caches.open(name)).keys())
  .map(({ url }) => new URL(url).pathname)))).then((lists) => lists.flat().includes("/drive/report"))
"""


class Storm:
    """One driver's phone behind a network that can be made bad; closing it empties its memory, not its disk."""

    def __init__(
        self, playwright: Playwright, film: Path, network: BadNetwork, cast: Cast, disk: Path
    ) -> None:
        self.playwright, self.film, self.network, self.cast, self.disk = (
            playwright, film, network, cast, disk,
        )  # fmt: skip

    @contextmanager
    def phone(self) -> Iterator[BrowserContext]:
        context = launched_over(self.playwright, self.disk, self.network.url, *filming(self.film))
        try:
            yield context
        finally:
            context.close()

    def sign_in(self, context: BrowserContext) -> None:
        house = self.network.house
        with house.app.app_context():
            session = {
                "_user_id": str(signed_in(self.cast.driver, Channel.PAGES).id),
                "_fresh": True,
            }
        signer = SecureCookieSessionInterface().get_signing_serializer(house.app)
        assert signer is not None
        url = self.network.url
        context.add_cookies([{"name": "billun", "value": signer.dumps(session), "url": url}])


@pytest.fixture
def storm(
    playwright: Playwright, film: Path, bad_network: BadNetwork, live_cast: Cast, tmp_path: Path
) -> Iterator[Storm]:
    house = bad_network.house
    workers = house.environ["WEB_WORKERS"]
    yield Storm(playwright, film, bad_network, live_cast, tmp_path / "phone")
    if house.environ.pop("APP_VERSION", None):
        house.environ["WEB_WORKERS"] = workers
        restart(house)


def test_nothing_is_lost_and_nothing_comes_twice(storm: Storm) -> None:
    with storm.phone() as context:
        storm.sign_in(context)
        page = context.new_page()
        be_ready_for_no_network(page)
        context.set_offline(True)
        for number in range(BY_HAND):
            report(page, storm.cast)
            is_kept(page, number + 1)
        pocket = Pocket(page, storm.network.house, storm.cast)
        for _number in range(BY_HAND, REPORTS):
            pocket.report(PHOTOS_OF_EACH)
        is_kept(page, REPORTS)
        taken = page.evaluate(KEPT_PHOTOS)
    assert len(taken) == REPORTS * PHOTOS_OF_EACH
    assert all(announced == computed for _id, _of, announced, computed in taken)

    update_the_app(storm.network.house)
    storm.network.is_bad, storm.network.busy_for = True, 12
    with storm.phone() as context:
        storm.sign_in(context)
        page = context.new_page()
        page.goto("/drive/unsent")
        eventually(page, lambda: not page.evaluate(ENTRIES), tries=6000)
        expect(strip(page)).to_have_attribute("data-state", "empty")
        page.goto("/drive")
        expect(page.locator("html")).to_have_attribute("data-app-version", "9.0.0")
        assert page.evaluate(KEPT_PHOTOS) == []

    happened = storm.network.happened
    assert all(happened[fate] > 0 for fate in ("busy", "cut", "unheard", "unanswered")), happened
    arrived = storm.network.house.look(what_arrived)
    assert len(arrived) == REPORTS
    assert sorted(photo for photos in arrived.values() for photo in photos) == sorted(
        (id, announced, announced) for id, _of, announced, _computed in taken
    )
    assert {of for _id, of, *_hashes in taken} == set(arrived)


def be_ready_for_no_network(page: Page) -> None:
    """As after a few minutes of use: the worker is in charge and the shells are on the phone."""
    page.goto("/drive")
    page.evaluate("navigator.serviceWorker.ready.then(() => null)")
    eventually(page, lambda: bool(page.evaluate(SHELLS_KEPT)), tries=300)
    page.reload()


def report(page: Page, cast: Cast) -> None:
    page.goto(report_page(cast))
    answer_from_category(page)
    send(page)
    expect(sending(page)).to_be_visible()


def is_kept(page: Page, count: int) -> None:
    eventually(page, lambda: len(page.evaluate(ENTRIES)) == count)


def update_the_app(house: House) -> None:
    """The server goes on with a newer release, in one process: it starts in half the work."""
    house.environ |= {"APP_VERSION": "9.0.0", "WEB_WORKERS": "1"}
    restart(house)


def restart(house: House) -> None:
    house.start("web")
    wait_for(lambda: answers(f"{house.url}/health/ready"), seconds=150)


def what_arrived() -> dict[str, list[tuple[str, str, str]]]:
    """The photos of each report: id, the hash that was announced, and that of the bytes in the storage."""
    found: dict[str, list[tuple[str, str, str]]] = {}
    for anomaly in db.session.query(Anomaly):
        found[str(anomaly.id)] = [as_kept(photo) for photo in anomaly.photos]
    return found


def as_kept(photo: Photo) -> tuple[str, str, str]:
    with storage().open(photo.original_key) as file:
        kept: Any = file.read()
    return str(photo.id), photo.sha256, sha256(kept).hexdigest()
