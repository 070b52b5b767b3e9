"""The access log in a browser: narrowed while one types, readable on every screen."""

from __future__ import annotations

from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from billun.extensions import db
from billun.models import AccessKind, AccessRecord, AccessSubject
from tests.browser.readable import faults
from tests.fixtures.browser import Opening
from tests.fixtures.cast import Cast, Person
from tests.fixtures.live import House

pytestmark = pytest.mark.browser


@pytest.fixture
def page(opening: Opening, live_cast: Cast, live: House) -> Page:
    seen = (
        (live_cast.partner, AccessKind.VIEWED, AccessSubject.ANOMALY, "ANO-2026-AAAAAA"),
        (live_cast.driver, AccessKind.DOWNLOADED, AccessSubject.PHOTO, "ANO-2026-BBBBBB"),
    )
    live.look(lambda: db.session.add_all(line(live_cast, *one) for one in seen))
    return opening(live_cast.manager)


def line(
    cast: Cast, person: Person, kind: AccessKind, subject: AccessSubject, name: str
) -> AccessRecord:
    return AccessRecord(
        company_id=cast.vauquelin,
        actor_id=person.membership_id,
        actor_company_id=person.company_id,
        kind=kind,
        subject=subject,
        subject_id=uuid4(),
        name=name,
    )


def test_the_log_is_narrowed_while_one_types_and_reads_well(page: Page) -> None:
    page.goto("/company/access")
    rows = page.locator(".access-table tbody tr")
    expect(rows).to_have_count(2)
    for width in (1440, 390):
        page.set_viewport_size({"width": width, "height": 900})
        assert faults(page) == []
    page.get_by_label("Find in the access log").fill("frigo")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("ANO-2026-AAAAAA")
    expect(page).to_have_url("/company/access?q=frigo")
    page.get_by_label("What was done").select_option("downloaded")
    expect(page.get_by_text("Nothing matches")).to_be_visible()
    page.get_by_role("link", name="Show all").first.click()
    expect(rows).to_have_count(2)
