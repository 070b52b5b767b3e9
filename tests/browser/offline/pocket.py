"""A phone in somebody's pocket: its outbox driven as the capture page drives it, and what the server made of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from playwright.sync_api import BrowserContext, Error, Page, expect
from sqlalchemy.orm import selectinload

from billun.extensions import db
from billun.models import Anomaly
from tests.fixtures.browser import enter
from tests.fixtures.cast import Cast, Item, Person
from tests.fixtures.live import House

Entry = dict[str, Any]
Changed = TypeVar("Changed")

SHOTS = """
globalThis.taken = async (count, side = 48) => {
  const { uuidv7 } = await import("uuidv7");
  const { fingerprint } = await import("billun/drive/fingerprint");
  const guides = ["overview", "plate_or_label", "whole_tyre", "tyre_close_up"];
  const shots = [];
  for (let number = 0; number < count; number += 1) {
    const canvas = Object.assign(document.createElement("canvas"), { width: side, height: side });
    const noise = new Uint8ClampedArray(side * side * 4);
    for (let start = 0; start < noise.length; start += 65536) {
      crypto.getRandomValues(noise.subarray(start, start + 65536));
    }
    noise.forEach((_, place) => place % 4 === 3 && (noise[place] = 255));
    canvas.getContext("2d").putImageData(new ImageData(noise, side), 0, 0);
    const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.95));
    const sha256 = await fingerprint(blob);
    shots.push({ id: uuidv7(), guide: guides[number] ?? null, blob, sha256, takenAt: new Date() });
  }
  return shots;
};
"""
REPORT = """
async ({ item, photos, side, changes, answers }) => {
  const [{ outbox }, { uuidv7 }, drafts] = await Promise.all(
    ["billun/offline/outbox", "uuidv7", "billun/offline/drafts"].map((name) => import(name)));
  const id = uuidv7();
  const shots = await taken(photos, side);
  const startedAt = new Date().toISOString();
  await drafts.keepDraft({ id, path: "/drive/report", kind: "report", startedAt, answers: {} });
  for (const shot of shots) await drafts.keepPhoto(id, shot);
  const record = {
    equipment_id: item, category: "tyres", sub_category: "wear", criticality: "orange", position: null,
    occurred_at: startedAt, ...(photos ? {} : { criticality: "red", photos_later: true }),
    photos: shots.map(({ id, sha256, guide }) => (guide ? { id, sha256, guide } : { id, sha256 })), ...answers,
  };
  await outbox.add({
    id, kind: "report", url: "/api/anomalies/" + id, method: "PUT", record, photos: shots,
    equipment: { id: item, title: "AB-123-CD" }, label: "Tyres and wheels · Wear",
    urgent: record.criticality === "red", ...changes,
  }, { draft: id });
  return id;
}
"""
ENTRIES = 'import("billun/offline/outbox").then(({ outbox }) => outbox.entries())'
ROWS = """
(store) => import("billun/offline/database").then(async ({ database }) => (await database()).getAll(store))
    .then((rows) => rows.map(({ bytes, ...row }) => row))
"""


@dataclass
class Pocket:
    """`page` is any page of the driver's; reports made here go out through its outbox."""

    page: Page
    house: House
    cast: Cast

    def report(
        self,
        photos: int = 4,
        *,
        item: Item | None = None,
        side: int = 48,
        changes: dict[str, Any] | None = None,
        **answers: Any,
    ) -> str:
        """Hand one report to the outbox, its photos kept before as the camera does; its id."""
        what = {
            "item": str((item or self.cast.lorry).id),
            "photos": photos,
            "side": side,
            "changes": changes or {},
            "answers": answers,
        }
        self.page.evaluate(SHOTS)
        return str(self.page.evaluate(REPORT, what))

    def entries(self) -> list[Entry]:
        found: list[Entry] = self.page.evaluate(ENTRIES)
        return found

    @property
    def entry(self) -> Entry:
        (one,) = self.entries()
        return one

    def rows(self, store: str) -> list[Entry]:
        found: list[Entry] = self.page.evaluate(ROWS, store)
        return found

    def run(self, script: str, argument: Any = None) -> Any:
        """Run a script that knows `outbox` and `given`."""
        program = (
            'async (given) => { const { outbox } = await import("billun/offline/outbox"); %s }'
        )
        return self.page.evaluate(program % script, argument)

    def flush(self) -> None:
        self.run("outbox.flush()")

    def shows(self, state: str) -> None:
        """Wait for the strip to say so."""
        expect(strip(self.page)).to_have_attribute("data-state", state)

    def is_all_sent(self) -> None:
        """Wait until nothing is left on the phone."""
        eventually(self.page, lambda: not self.entries(), tries=200)
        self.shows("empty")

    def arrived(self) -> list[Anomaly]:
        return self.house.look(all_reports)

    def sign_in(self, person: Person) -> None:
        enter(self.page.context, self.house, person)


def strip(page: Page) -> Any:
    return page.locator("[data-sync-strip]")


def pocket_of(context: BrowserContext, house: House, cast: Cast) -> Pocket:
    page = context.new_page()
    page.goto("/drive/unsent")
    expect(strip(page)).not_to_have_attribute("data-state", "unknown")
    return Pocket(page, house, cast)


def all_reports() -> list[Anomaly]:
    """What has arrived, with its photos, readable without the database."""
    asked = db.session.query(Anomaly).options(selectinload(Anomaly.photos))
    found = asked.order_by(Anomaly.received_at).all()
    db.session.expunge_all()
    return found


def eventually(page: Page, found: Callable[[], Changed], tries: int = 300) -> Changed:
    """What `found` finds as soon as it is something, while the page goes on, also to another one."""
    for _try in range(tries):
        try:
            if result := found():
                return result
        except Error as error:
            if "Execution context was destroyed" not in str(error):
                raise
        page.wait_for_timeout(100)
    raise AssertionError("it did not come")
