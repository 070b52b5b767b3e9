"""The workshop outside with its link on a phone, while the supervisor has the job open on a desk."""

from __future__ import annotations

import pytest
from playwright.sync_api import FilePayload, expect

from billun.extensions import db
from billun.models import Workshop
from tests.browser.readable import faults
from tests.fixtures.browser import DESK, PHONE, Opening
from tests.fixtures.callers import Caller
from tests.fixtures.cast import Cast
from tests.fixtures.live import House
from tests.fixtures.maintenance import job_body, plan_job
from tests.fixtures.outside import make_link
from tests.fixtures.people import path_of
from tests.fixtures.reports import jpeg

pytestmark = pytest.mark.browser


def test_the_workshop_outside_accepts_sends_a_photo_and_says_done(
    opening: Opening, live: House, live_cast: Cast, complaints: list[str]
) -> None:
    def garage() -> str:
        workshop = Workshop(company_id=live_cast.vauquelin, name="Garage Morel", external=True)
        db.session.add(workshop)
        db.session.flush()
        return str(workshop.id)

    token = live.token(live_cast.supervisor)
    supervisor = Caller(live.app.test_client(), {"Authorization": f"Bearer {token}"})
    job = plan_job(supervisor, **job_body(live_cast, workshop_id=live.look(garage))).body
    key = path_of(make_link(supervisor, job).body["url"])
    desk = opening(live_cast.supervisor, DESK)
    desk.goto(f"/maintenance/{job['reference']}")

    phone = opening(None, PHONE)
    phone.goto(key)
    assert faults(phone) == []
    phone.get_by_label("Your name").first.fill("Luc Morel")
    phone.get_by_role("button", name="Accept this date").tap()
    expect(phone.locator(".outside-standing")).to_contain_text("You accepted this date")
    expect(desk.locator("#outside")).to_contain_text("Accepted Luc Morel")

    picture: FilePayload = {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": jpeg(8, 640, 480)}
    phone.locator("#photo-adding-after input[multiple]").set_input_files(picture)
    expect(phone.locator("#work-photos-after img")).to_be_visible()
    phone.locator("#photo-adding-after input[multiple]").set_input_files(
        {"name": "b.jpg", "mimeType": "image/jpeg", "buffer": b"not a picture"}
    )
    expect(phone.locator("#photo-adding-after [data-said]")).to_contain_text("not a JPEG")
    expect(desk.locator("#work-photos-after img")).to_be_visible()

    phone.get_by_label("What was done").fill("New linings")
    phone.get_by_role("button", name="The work is done").tap()
    expect(phone.locator("#done")).to_have_count(0)
    expect(desk.locator(".outside-news")).to_contain_text("New linings")
    assert faults(desk) == []
    desk.locator("#outside").get_by_role("button", name="Revoke").click()
    expect(desk.locator("#outside")).to_contain_text("Revoked")
    phone.reload()
    expect(phone.get_by_role("heading", name="This link does not work")).to_be_visible()
    told = ("415", "404")
    assert [one for one in complaints if not any(status in one for status in told)] == []
