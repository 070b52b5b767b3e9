"""A phone that keeps a copy of the fleet, and is taken out of the network."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.fixtures.cast import Cast
from tests.fixtures.live import House, wait_for
from tests.fixtures.reports import report, shots
from tests.flows.phone import Phone as Caller

KEPT = """
async ([store, key]) => {
  const { database } = await import("billun/offline/database");
  return key ? (await database()).get(store, key) : (await database()).getAll(store);
}
"""
SYNCHRONISE = """
async () => (await import("billun/offline/synchronising")).synchronise()
"""
FILL = """
async (count) => {
  const [{ writing }, { withKeys }] = await Promise.all(
    ["billun/offline/database", "billun/offline/fleet"].map((name) => import(name)));
  const item = (number) => ({
    id: crypto.randomUUID(), billun_id: `BLN-2020-${String(number).padStart(6, "0")}`, family: "trailer",
    kind: "curtain_sider", plate: `ZZ-${number}-XY`, title: `ZZ-${number}-XY`, fitness: "fit", status: "active",
    company_name: "Vauquelin", make: "Schmitz", codes: [`CODE-${number}`],
  });
  await writing(["equipment"], async (store) => {
    for (let number = 0; number < count; number += 1) store("equipment").put(withKeys(item(number)));
  });
}
"""


@dataclass
class Phone:
    page: Page
    house: House
    cast: Cast

    @property
    def context(self) -> BrowserContext:
        return self.page.context

    def open(self, path: str) -> Page:
        self.page.goto(path)
        return self.page

    def copied(self) -> Phone:
        """With all of the fleet on it."""
        self.open("/drive")
        self.await_copy()
        return self

    def await_copy(self) -> None:
        wait_for(lambda: self.kept("meta", "lastSync"))

    def synchronise(self) -> None:
        self.page.evaluate(SYNCHRONISE)

    def kept(self, store: str, key: str | None = None) -> Any:
        return self.page.evaluate(KEPT, [store, key])

    def plates(self) -> list[str]:
        return sorted(item.get("plate", "") for item in self.kept("equipment"))

    def fill_up(self, count: int) -> None:
        """So many items more, only in the copy."""
        self.page.evaluate(FILL, count)

    def leave_network(self, **shells: str) -> None:
        """From here on there is none.

        `shells` name what the phone kept for addresses like these; what the service worker would
        answer with is then answered here, static files with it.
        """
        kept = {
            re.compile(f"/drive/{pattern}$"): self.context.request.get(shell).text()
            for pattern, shell in shells.items()
        }
        if shells:
            self.context.route("**/*", without_network(kept))
        else:
            self.context.set_offline(True)

    def enter_network(self) -> None:
        self.context.unroute_all()
        self.context.set_offline(False)
        self.page.evaluate("dispatchEvent(new Event('online'))")

    def search(self, text: str) -> None:
        field = self.page.locator("#q")
        field.fill("")
        field.press_sequentially(text)

    @property
    def found(self) -> Any:
        return self.page.locator("#results .equipment-row")


def without_network(kept: dict[re.Pattern[str], str]) -> Callable[[Route], None]:
    def answer(route: Route) -> None:
        path = urlsplit(route.request.url).path
        found = [body for pattern, body in kept.items() if pattern.search(path)]
        if path.startswith("/static/"):
            route.continue_()
        elif found and route.request.is_navigation_request():
            route.fulfill(body=found[0], content_type="text/html; charset=utf-8")
        else:
            route.abort("internetdisconnected")

    return answer


def damaged(house: House, cast: Cast, **changes: Any) -> dict[str, Any]:
    """A report of the other driver on the lorry, its four photos there."""
    caller, taken = Caller(house, cast.other_driver), shots()
    made: dict[str, Any] = caller.send_report(
        str(uuid4()), report(cast.lorry.id, taken, **changes)
    ).json()
    for shot in taken:
        caller.send_photo(made["id"], shot)
    return made


def expect_item(page: Page, title: str) -> None:
    expect(page.locator(".equipment-head")).to_contain_text(title)
