"""The copy of the fleet on a phone: whole after interruptions, without what went, one's own alone."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Route, expect
from sqlalchemy import insert

from billun.extensions import db
from billun.models import Equipment
from billun.models.base import new_id
from tests.browser.drive.with_copy import Phone, damaged
from tests.fixtures.browser import enter
from tests.fixtures.live import wait_for
from tests.flows.phone import Phone as Caller

pytestmark = pytest.mark.browser

A_PAGE, MORE_THAN_A_PAGE = 1_000, 1_200


def fleet(phone: Phone) -> None:
    """So many trailers more that they do not come in one page."""

    def added() -> None:
        db.session.execute(insert(Equipment), [trailer(phone, n) for n in range(MORE_THAN_A_PAGE)])

    phone.house.look(added)


def trailer(phone: Phone, number: int) -> dict[str, Any]:
    billun_id = f"BLN-2020-{number:06}"
    return {
        "id": new_id(),
        "company_id": phone.cast.vauquelin,
        "billun_id": billun_id,
        "billun_id_key": billun_id.replace("-", ""),
        "family": "trailer",
        "kind": "box",
    }


def test_an_interrupted_run_leaves_what_it_has_and_goes_on_from_there(phone: Phone) -> None:
    fleet(phone)
    phone.context.route("**/api/mobile/sync*", lambda route: route.abort())
    phone.open("/drive")
    cursor = wait_for(lambda: phone.kept("meta", "cursor"))
    assert len(phone.kept("equipment")) == A_PAGE
    assert phone.kept("meta", "lastSync") is None
    asked: list[str] = []

    def goes_on(route: Route) -> None:
        asked.append(route.request.url)
        route.continue_()

    phone.context.unroute_all()
    phone.context.route("**/api/mobile/**", goes_on)
    phone.open("/drive")
    phone.await_copy()
    assert len(phone.kept("equipment")) == MORE_THAN_A_PAGE + 2
    assert cursor in asked[0].replace("%3D", "=")
    assert not any("bootstrap" in url for url in asked)


def test_what_was_retired_leaves_the_phone(phone: Phone) -> None:
    phone.copied()
    Caller(phone.house, phone.cast.manager).call("DELETE", f"/api/equipment/{phone.cast.loner.id}")
    phone.synchronise()
    assert phone.plates() == ["AB-123-CD"]
    phone.search("ef-456")
    expect(phone.page.get_by_role("heading", name="Nothing found for")).to_be_visible()


def test_somebody_elses_copy_goes_when_ones_own_comes(phone: Phone) -> None:
    phone.copied()
    enter(phone.context, phone.house, phone.cast.partner_driver)
    phone.open("/drive")
    phone.search("ab 123")
    expect(phone.page.get_by_role("heading", name="Nothing found for")).to_be_visible()
    wait_for(
        lambda: phone.kept("meta", "membership") == str(phone.cast.partner_driver.membership_id)
    )
    assert phone.plates() == ["FR-001-IG"]


def test_a_page_of_somebody_who_has_left_changes_nothing_of_the_copy(phone: Phone) -> None:
    phone.copied()
    enter(phone.context, phone.house, phone.cast.partner_driver)
    phone.synchronise()
    assert phone.plates() == ["AB-123-CD", "EF-456-GH"]


def test_by_what_an_item_is_read_follows_the_catalogue(phone: Phone) -> None:
    phone.copied()
    name = phone.cast.lorry.billun_id
    assert phone.page.evaluate(METERS, [name, None]) == ["km", "hours"]
    assert phone.page.evaluate(METERS, [name, ["hours"]]) == ["hours"]


METERS = """
async ([name, meters]) => {
  const [{ writing }, { byBillunId }] = await Promise.all(
    ["billun/offline/database", "billun/offline/fleet"].map((one) => import(one)));
  if (meters) {
    await writing(["meta"], async (store) => {
      const catalogue = await store("meta").get("catalogue");
      for (const kind of catalogue.kinds) Object.assign(kind, { meters });
      await store("meta").put(catalogue, "catalogue");
    });
    window.dispatchEvent(new CustomEvent("billun:synchronised", { detail: { changed: 1 } }));
  }
  return (await byBillunId(name)).meters;
}
"""


def test_damage_that_somebody_reports_arrives_by_itself(phone: Phone) -> None:
    phone.copied()
    made = damaged(phone.house, phone.cast, criticality="orange")
    phone.search("ab-123")
    expect(phone.found).to_contain_text("Restricted", timeout=30_000)
    lorry = next(one for one in phone.kept("equipment") if one["id"] == str(phone.cast.lorry.id))
    assert [one["reference"] for one in lorry["anomalies"]] == [made["reference"]]


def test_a_cursor_that_the_server_cannot_read_is_forgotten(phone: Phone) -> None:
    phone.copied()
    phone.page.evaluate(
        "async () => (await (await import('billun/offline/database')).database()).put('meta', 'rubbish', 'cursor')"
    )
    phone.synchronise()
    assert phone.plates() == ["AB-123-CD", "EF-456-GH"]
    assert phone.kept("meta", "cursor") != "rubbish"
