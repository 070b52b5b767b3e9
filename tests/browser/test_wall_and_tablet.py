"""A wall that is paired follows the workshop until it is revoked; on a tablet a job is begun in the right name."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from billun.extensions import db
from billun.models import (
    Intervention,
    InterventionKind,
    InterventionStatus,
    Membership,
    WorkSession,
)
from billun.models.base import now
from billun.operations.pins import set_pin
from billun.operations.references import free_reference
from tests.browser.readable import faults
from tests.fixtures.browser import Opening
from tests.fixtures.cast import Cast
from tests.fixtures.live import House, wait_for
from tests.fixtures.people import path_of
from tests.fixtures.reports import report
from tests.fixtures.screens import PIN, speak_english
from tests.flows.phone import Phone

pytestmark = pytest.mark.browser

TELEVISION = {"viewport": {"width": 1920, "height": 1080}}
TABLET = {"viewport": {"width": 1024, "height": 768}, "has_touch": True}


RED = {"criticality": "red", "photos_later": True}


def test_a_wall_shows_a_red_report_at_once_and_goes_dark_when_it_is_revoked(
    opening: Opening, live: House, live_cast: Cast
) -> None:
    leader, driver = Phone(live, live_cast.supervisor), Phone(live, live_cast.driver)
    wall, made = opening(device=TELEVISION), screen(leader, "wall")
    live.look(lambda: speak_english(live_cast.vauquelin))
    pair(wall, made)
    expect(wall.locator("[data-live=live]")).to_be_visible()
    driver.send_report(str(uuid4()), report(live_cast.lorry.id, [], **RED))
    card = wall.locator(".wall-alarm")
    expect(card).to_contain_text("Stop now")
    expect(card).to_have_class("wall-card wall-red wall-alarm is-new")
    assert faults(wall, by_night=False) == []
    stays_above_the_rest(wall, driver, live_cast)
    comes_into_sight_among_many(wall, driver, live_cast)
    leader.call("DELETE", f"/api/screens/{made['id']}")
    expect(wall.get_by_role("heading", name="not paired any more")).to_be_visible()


def stays_above_the_rest(wall: Page, driver: Phone, cast: Cast) -> None:
    """What is seen, or less bad, turns below it."""
    for _number in range(6):
        driver.send_report(str(uuid4()), report(cast.loner.id, criticality="orange"))
    others = wall.locator("#wall-critical-others")
    expect(others.locator(".wall-card")).to_have_count(6)
    others.evaluate("column => column.scrollTo(0, column.scrollHeight)")
    assert others.evaluate("column => column.scrollTop") > 0
    expect(wall.locator(".wall-alarm")).to_be_in_viewport(ratio=1)


def comes_into_sight_among_many(wall: Page, driver: Phone, cast: Cast) -> None:
    """More of them than there is room for: the newest is shown."""
    for _number in range(6):
        driver.send_report(str(uuid4()), report(cast.lorry.id, [], **RED))
    expect(wall.locator(".wall-alarm")).to_have_count(7)
    expect(wall.locator(".wall-alarm").last).to_be_in_viewport(ratio=0.9)
    expect(wall.locator(".wall-alarm").first).not_to_be_in_viewport()


def test_a_mechanic_begins_a_job_on_the_tablet_and_leaves_it_to_the_next(
    opening: Opening, live: House, live_cast: Cast
) -> None:
    tablet, made = opening(device=TABLET), screen(Phone(live, live_cast.supervisor), "tablet")
    reference = live.look(lambda: work_for_marcel(live_cast))
    pair(tablet, made)
    assert faults(tablet) == []
    tablet.get_by_role("link", name="Marcel Martin").tap()
    for digit in PIN:
        tablet.get_by_role("button", name=digit, exact=True).tap()
    assert faults(tablet) == []
    tablet.get_by_role("button", name="Come in").tap()
    expect(tablet.get_by_text("Marcel Martin").first).to_be_visible()
    tablet.goto(f"/maintenance/{reference}")
    tablet.get_by_role("button", name="Start work").first.tap()
    worker = wait_for(lambda: live.look(lambda: db.session.scalar(select(WorkSession.worker_id))))
    assert worker == live_cast.mechanic.membership_id
    tablet.get_by_role("button", name="Leave", exact=True).tap()
    expect(tablet.get_by_role("heading", name="Who is there?")).to_be_visible()


def screen(leader: Phone, kind: str) -> Any:
    return leader.call("POST", "/api/screens", json={"name": "Hall 2", "kind": kind}).json()


def pair(device: Page, made: Any) -> None:
    device.goto(path_of(made["url"]))
    device.get_by_role("button", name="Pair this screen").click()
    device.wait_for_url("**/wall" if made["kind"] == "wall" else "**/tablet")


def work_for_marcel(cast: Cast) -> str:
    """The reference of a job that nobody has begun; and Marcel has a PIN."""
    speak_english(cast.vauquelin)
    marcel = db.session.get_one(Membership, cast.mechanic.membership_id)
    set_pin(marcel, marcel, PIN)
    job = Intervention(
        reference=free_reference("INT", Intervention.reference),
        company_id=cast.vauquelin,
        equipment_id=cast.lorry.id,
        workshop_id=cast.workshop_id,
        kind=InterventionKind.CORRECTIVE,
        status=InterventionStatus.PLANNED,
        title="Front brakes",
        starts_at=now(),
        ends_at=now() + timedelta(hours=1),
        assignees=[marcel],
    )
    db.session.add(job)
    return job.reference
