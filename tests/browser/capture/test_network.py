"""A report on its way: bad networks, old sessions, refusals."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.capture.answering import (
    answer_all,
    answer_from_category,
    come_back,
    go_on,
    is_all_sent,
    let_the_film_go_on,
    losing_the_first_answer,
    report_page,
    send,
    send_refused,
    sending,
    shutter,
    step,
    stop_page,
)
from tests.browser.capture.conftest import Reported, SignIn
from tests.fixtures.cast import Cast

pytestmark = pytest.mark.browser

TEN_MINUTES = 600_000
A_DAY = 86_400_000
CLOCK = """
globalThis.clockAhead = %d;
globalThis.Date = class Clock extends Date {
  static now() { return super.now() + clockAhead; }
  constructor(...given) { super(...(given.length ? given : [Clock.now()])); }
};
"""
ADDRESS_REFUSED = {"status": 422, "title": "", "errors": {"address": ["Longer than the field."]}}


def test_a_lost_answer_and_a_cut_upload_leave_no_duplicate(
    phone: Page, live_cast: Cast, reported: Reported
) -> None:
    phone.route("**/api/anomalies/*", losing_the_first_answer())
    phone.route("**/api/photos/*", losing_the_first_answer())
    answer_all(phone, live_cast)
    send(phone)
    is_all_sent(phone)
    (anomaly,) = reported()
    assert (anomaly.photos_stored, len(anomaly.photos)) == (4, 4)


def test_an_old_token_is_renewed(phone: Page, live_cast: Cast, reported: Reported) -> None:
    tokens: list[str] = []

    def age_the_first(route: Route) -> None:
        old = {**route.request.headers, "x-csrftoken": "old"}
        tokens.append(route.request.headers["x-csrftoken"])
        route.continue_(headers=old if len(tokens) == 1 else route.request.headers)

    phone.route("**/api/anomalies/*", age_the_first)
    phone.goto(stop_page(live_cast))
    send(phone)
    phone.wait_for_url("**/drive/reports/*")
    assert len(tokens) == 2
    assert len(reported()) == 1


def test_signed_out_in_between_it_waits_and_goes_on(
    phone: Page, live_cast: Cast, reported: Reported, sign_in: SignIn
) -> None:
    answer_all(phone, live_cast)
    phone.context.clear_cookies()
    send(phone)
    expect(sending(phone)).to_have_attribute("data-state", "signed-out")
    sign_in(phone, live_cast.other_driver)
    come_back(phone)
    expect(sending(phone)).to_have_attribute("data-state", "signed-out")
    assert reported() == []
    sign_in(phone, live_cast.driver)
    come_back(phone)
    is_all_sent(phone)
    assert [anomaly.reporter_id for anomaly in reported()] == [live_cast.driver.membership_id]


def test_what_is_refused_is_told_beside_its_field_and_mended(
    phone: Page, live_cast: Cast, reported: Reported
) -> None:
    send_refused(phone, live_cast, 422, ADDRESS_REFUSED)
    mend_the_address(phone)
    assert [anomaly.address for anomaly in reported()] == ["A6"]


def test_what_was_refused_is_mended_later_from_what_waits_on_the_phone(
    phone: Page, live_cast: Cast, reported: Reported
) -> None:
    send_refused(phone, live_cast, 422, ADDRESS_REFUSED)
    expect(step(phone, "where").locator("[data-error-for]")).to_be_visible()
    phone.goto("/drive/unsent")
    phone.locator("[data-mend-record]:visible").tap()
    mend_the_address(phone)
    (anomaly,) = reported()
    assert (anomaly.address, anomaly.sub_category, anomaly.photos_stored) == ("A6", "wear", 4)


def mend_the_address(page: Page) -> None:
    where = step(page, "where")
    expect(where.locator("[data-error-for]")).to_have_text("Longer than the field.")
    where.locator('[name="address"]').fill("A6")
    go_on(page)
    send(page)
    is_all_sent(page)


def test_a_refused_photo_is_taken_again(phone: Page, live_cast: Cast, reported: Reported) -> None:
    send_refused(phone, live_cast, 415, {"detail": "No picture.", "errors": {}}, "photos")
    expect(phone.locator("[data-photo-reason]").first).to_have_text("No picture.")
    phone.locator("[data-mend]:visible").tap()
    let_the_film_go_on(phone)
    shutter(phone).tap()
    is_all_sent(phone)
    assert [anomaly.photos_stored for anomaly in reported()] == [4]


@pytest.mark.parametrize("goes_ahead", ["from the start", "once the page is open"])
def test_a_clock_ten_minutes_ahead_holds_nothing_back(
    phone: Page, live_cast: Cast, reported: Reported, goes_ahead: str
) -> None:
    phone.add_init_script(CLOCK % (TEN_MINUTES if goes_ahead == "from the start" else 0))
    phone.goto(report_page(live_cast))
    phone.evaluate(f"clockAhead = {TEN_MINUTES}")
    answer_from_category(phone)
    send(phone)
    is_all_sent(phone)
    (anomaly,) = reported()
    assert anomaly.occurred_at <= anomaly.received_at
    for photo in anomaly.photos:
        assert photo.taken_at
        assert photo.received_at
        assert timedelta(0) <= photo.received_at - photo.taken_at < timedelta(minutes=1)


def test_what_was_said_with_a_clock_a_day_ahead_goes_once_it_is_right(
    phone: Page, live_cast: Cast, reported: Reported
) -> None:
    uploads: list[str] = []
    phone.on("request", lambda one: uploads.append(one.url) if "/api/photos/" in one.url else None)
    phone.add_init_script(CLOCK % A_DAY)
    answer_all(phone, live_cast)
    phone.evaluate("clockAhead = 0")
    send(phone)
    is_all_sent(phone)
    (anomaly,) = reported()
    assert timedelta(0) <= anomaly.received_at - anomaly.occurred_at < timedelta(minutes=1)
    for photo in anomaly.photos:
        assert photo.taken_at
        assert photo.received_at
        assert timedelta(0) <= photo.received_at - photo.taken_at < timedelta(minutes=1)
    assert len(uploads) == 4
