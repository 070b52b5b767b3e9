"""A week is planned: by mouse from the list, by keys, with a second supervisor who sees it at once."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import FloatRect, Page, Route, expect

from billun.extensions import db
from billun.models import Workshop
from tests.browser.readable import faults
from tests.fixtures.browser import Opening
from tests.fixtures.cast import Cast
from tests.fixtures.live import House
from tests.fixtures.maintenance import job_body, monday, utc
from tests.fixtures.reports import report, shots
from tests.flows.phone import Phone

pytestmark = pytest.mark.browser

DAY_WIDTH = ".ec-body .ec-day"


@pytest.fixture
def supervisor(live: House, live_cast: Cast) -> Phone:
    """Who has three bays, and calls the API from elsewhere."""

    def build() -> None:
        db.session.get_one(Workshop, live_cast.workshop_id).bays = ["1", "2", "Pit"]

    live.look(build)
    return Phone(live, live_cast.supervisor)


def planned(supervisor: Phone, cast: Cast, **changes: Any) -> Any:
    answer = supervisor.call("POST", "/api/maintenance", json=job_body(cast, **changes))
    assert answer.status_code == 201, answer.text
    return answer.json()


def at_the_week(opening: Opening, cast: Cast, lane: str = "bay") -> Page:
    page = opening(cast.supervisor)
    page.goto(f"/maintenance?date={monday():%Y-%m-%d}&lane={lane}")
    expect(page.locator("[data-calendar=ready]")).to_be_visible()
    expect(page.locator(".live-mark")).to_have_attribute("data-live", "live")
    return page


def drag(page: Page, start: tuple[float, float], end: tuple[float, float]) -> None:
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move(*end, steps=6)
    page.mouse.up()


def cell(page: Page, lane: int, day: int) -> FloatRect:
    """The box of a day in a lane of the week, from Monday on."""
    box = page.locator(DAY_WIDTH).nth(lane * 5 + day).bounding_box()
    assert box
    return box


def hours_at(cell: FloatRect, hours: float) -> tuple[float, float]:
    """The point of a cell so many hours after eight; a day is drawn until six in the evening."""
    return cell["x"] + cell["width"] * hours / 10 + 2, cell["y"] + 20


def event(page: Page, reference: str) -> Any:
    return page.locator(".job-event", has=page.locator(f"[data-job='{reference}']"))


def test_a_week_is_planned_with_the_mouse_and_every_step_undone(
    opening: Opening, supervisor: Phone, live_cast: Cast, complaints: list[str]
) -> None:
    driver = Phone(supervisor.house, live_cast.driver)
    anomaly = driver.send_report(str(uuid4()), report(live_cast.lorry.id, shots())).json()
    supervisor.call(
        "POST", f"/api/anomalies/{anomaly['id']}/transitions", json={"to": "acknowledged"}
    )
    page = at_the_week(opening, live_cast)
    card = page.locator("[data-plan]").first
    box = card.bounding_box()
    assert box
    drag(page, (box["x"] + 20, box["y"] + 20), hours_at(cell(page, 0, 1), 1))
    notice = page.locator("#notices [data-notice]")
    expect(notice).to_contain_text("is planned")
    expect(page.locator("[data-plan]")).to_have_count(0)
    job = supervisor.get("/api/maintenance")["items"][0]
    assert (job["bay"], job["kind"]) == ("1", "corrective")
    assert [one["id"] for one in job["anomalies"]] == [anomaly["id"]]
    lies = event(page, job["reference"])
    assert faults(page) == []
    lane = cell(page, 1, 1)
    box = lies.bounding_box()
    assert box
    drag(page, (box["x"] + 10, box["y"] + box["height"] - 8), (box["x"] + 10, lane["y"] + 20))
    expect(notice).to_contain_text(": 2")
    box = lies.bounding_box()
    assert box
    edge = box["x"] + box["width"] - 3
    drag(page, (edge, box["y"] + 10), (edge + lane["width"] / 5, box["y"] + 10))
    expect(notice).to_contain_text("13:")
    moved = supervisor.get(f"/api/maintenance/{job['id']}")
    assert (moved["bay"], moved["starts_at"]) == ("2", job["starts_at"])
    assert moved["ends_at"] > job["ends_at"]
    for _step in range(2):
        page.get_by_role("button", name="Undo").click() if not _step else page.keyboard.press("z")
        expect(page.get_by_text("Undone.")).to_be_visible()
        page.get_by_role("button", name="Close").first.click()
    page.keyboard.press("z")
    expect(lies).to_have_count(0)
    expect(page.locator("[data-plan]")).to_have_count(1)
    assert supervisor.get(f"/api/maintenance/{job['id']}")["status"] == "cancelled"
    box = page.locator("[data-plan]").first.bounding_box()
    assert box
    drag(page, (box["x"] + 20, box["y"] + 20), hours_at(cell(page, 0, 2), 1))
    expect(page.locator("[data-plan]")).to_have_count(0)
    again = supervisor.get("/api/maintenance?open=true")["items"][0]
    supervisor.call("PATCH", f"/api/maintenance/{again['id']}", json={"title": "Lights"})
    page.keyboard.press("z")
    expect(page.get_by_text("Somebody has changed it since")).to_be_visible()
    assert supervisor.get(f"/api/maintenance/{again['id']}")["status"] == "planned"
    assert complaints == []


def test_by_keys_a_job_moves_and_what_is_in_the_way_is_named(
    opening: Opening, supervisor: Phone, live_cast: Cast, complaints: list[str]
) -> None:
    first = planned(supervisor, live_cast, bay="1")
    other = planned(supervisor, live_cast, bay="2", equipment_id=str(live_cast.loner.id))
    page = at_the_week(opening, live_cast)
    link = page.locator(f"[data-job='{other['reference']}']")
    link.focus()
    page.keyboard.press("ArrowUp")
    notice = page.locator("#notices [data-notice=error]")
    expect(notice.get_by_role("link")).to_have_attribute(
        "href", f"/maintenance/{first['reference']}"
    )
    assert complaints.pop().endswith("409 (CONFLICT)")
    expect(link).to_be_focused()
    for _slot in range(3):
        page.keyboard.press("ArrowLeft")
    dialog = page.get_by_role("dialog", name="Something speaks against it")
    expect(dialog).to_contain_text("is closed at this time")
    assert complaints.pop().endswith("409 (CONFLICT)")
    dialog.get_by_role("button", name="Plan all the same").click()
    expect(page.locator("#notices [data-notice=success]")).to_contain_text("07:30")
    expect(notice).to_have_count(0)
    expect(link).to_be_focused()
    page.keyboard.press("Enter")
    panel = page.get_by_role("complementary", name="The chosen job")
    expect(panel.get_by_role("link", name="Move")).to_be_visible()
    assert complaints == []


def test_by_keys_one_of_two_people_is_replaced_and_quick_moves_follow_each_other(
    opening: Opening, supervisor: Phone, live_cast: Cast, complaints: list[str]
) -> None:
    people = [str(one.user_id) for one in (live_cast.mechanic, live_cast.supervisor)]
    job = planned(supervisor, live_cast, assignee_ids=people)
    page = at_the_week(opening, live_cast, lane="person")
    bars = page.locator(f"[data-job='{job['reference']}']")
    expect(bars).to_have_count(2)
    stays, goes = people_of(page)
    bars.nth(1).focus()
    page.route(f"**/api/maintenance/{job['id']}", slowly)
    page.keyboard.press("ArrowDown")
    with page.expect_request(f"**/api/maintenance/{job['id']}"):
        pass
    page.keyboard.press("ArrowRight")
    notice = page.locator("#notices [data-notice=success]")
    expect(notice).to_contain_text("09:30")
    moved = supervisor.get(f"/api/maintenance/{job['id']}")
    assert [one["name"] for one in moved["assignees"]] == [stays]
    assert moved["starts_at"] == utc(monday("09:30"))
    assert goes not in str(moved["assignees"])
    assert complaints == []


def people_of(page: Page) -> list[str]:
    """The names of the lanes in which somebody works, the last of all, nobody, left out."""
    return page.locator(".ec-row-head .lane-name").all_text_contents()[:-1]


def slowly(route: Route) -> None:
    """Sends it on after a while, in which somebody goes on."""
    route.request.frame.page.wait_for_timeout(1200)
    route.continue_()


def test_what_one_supervisor_moves_the_other_sees(
    opening: Opening, supervisor: Phone, live_cast: Cast, complaints: list[str]
) -> None:
    job = planned(supervisor, live_cast, bay="1")
    page = at_the_week(opening, live_cast)
    expect(event(page, job["reference"])).to_be_visible()
    changes = {"bay": "Pit", "title": "Brakes, both axles", "confirmed": ["closed"]}
    supervisor.call("PATCH", f"/api/maintenance/{job['id']}", json=changes)
    expect(event(page, job["reference"])).to_contain_text("both axles")
    box = event(page, job["reference"]).bounding_box()
    assert box
    assert abs(box["y"] - cell(page, 2, 0)["y"]) < 12
    assert complaints == []
