"""A label that was printed in advance finds its vehicle: scanned, signed in, searched, claimed, scanned again."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from billun.extensions import db
from billun.models import Membership
from billun.operations.labels import stock_labels
from tests.fixtures.browser import PHONE, Opening
from tests.fixtures.cast import PASSWORD, Cast
from tests.fixtures.live import House

pytestmark = pytest.mark.browser


@pytest.fixture
def blank(live: House, live_cast: Cast) -> str:
    """The Billun ID of a blank label of Vauquelin."""

    def printed() -> str:
        manager = db.session.get_one(Membership, live_cast.manager.membership_id)
        return stock_labels(manager, 1)[0][0].billun_id

    return live.look(printed)


def test_a_mechanic_scans_a_new_label_and_says_what_it_is_on(
    opening: Opening, live_cast: Cast, blank: str, complaints: list[str]
) -> None:
    phone = opening(None, PHONE)
    phone.goto(f"/e/{blank}")
    phone.get_by_label("E-mail or phone").fill(live_cast.mechanic.email)
    phone.get_by_label("Password").fill(PASSWORD)
    phone.get_by_role("button", name="Sign in").click()
    expect(phone.get_by_role("heading", name="What is this label on?")).to_be_visible()
    phone.wait_for_load_state()
    phone.get_by_label("Equipment that you have already").press_sequentially("ef 456")
    expect(phone.locator(".candidate")).to_have_count(1)
    phone.get_by_role("button", name="On this one EF-456-GH").click()
    phone.wait_for_url(f"**/equipment/{live_cast.loner.billun_id}/codes")
    expect(phone.locator(".code-row")).to_contain_text(blank)
    phone.goto(f"/e/{blank}")
    phone.wait_for_url(f"**/equipment/{live_cast.loner.billun_id}")
    assert complaints == []


def test_a_driver_says_what_it_is_on_too(
    opening: Opening, live_cast: Cast, blank: str, complaints: list[str]
) -> None:
    phone = opening(live_cast.driver, PHONE)
    phone.goto(f"/e/{blank}")
    phone.get_by_label("Equipment that you have already").press_sequentially("ef 456")
    phone.get_by_role("button", name="On this one EF-456-GH").click()
    phone.wait_for_url(f"**/drive/equipment/{live_cast.loner.billun_id}")
    assert complaints == []
