"""The server has lost what it had acknowledged, as after a backup was restored: the phone still has the record."""

from __future__ import annotations

import pytest
from playwright.sync_api import Route
from sqlalchemy import delete

from billun.extensions import db
from billun.models import Anomaly, Delivery, Photo, TimelineEntry
from tests.browser.offline.pocket import Pocket, eventually
from tests.browser.offline.test_outbox import puts, refusing_the_first, states_of

pytestmark = pytest.mark.browser


def test_a_report_that_the_server_has_lost_is_sent_again(pocket: Pocket) -> None:
    """A backup was restored between its first photo and the others."""
    first = sent_but_for_three_photos(pocket)
    pocket.house.look(lose_all_reports)
    pocket.page.unroute("**/api/photos/*")
    pocket.flush()
    eventually(pocket.page, lambda: states_of(pocket) == ["refused", "sent", "sent", "sent"])
    (anomaly,) = pocket.arrived()
    assert (str(anomaly.id), anomaly.photos_stored) == (first, 3)
    assert pocket.entry["reference"] == anomaly.reference
    pocket.shows("refused")


def test_a_lost_report_that_is_refused_the_second_time_waits_to_be_mended(pocket: Pocket) -> None:
    sent_but_for_three_photos(pocket)
    pocket.house.look(lose_all_reports)
    asked = puts(pocket.page)
    pocket.page.route("**/api/anomalies/*", refusing_the_first(9))
    pocket.page.unroute("**/api/photos/*")
    pocket.flush()
    pocket.shows("refused")
    pocket.page.wait_for_timeout(500)
    assert [pocket.entry["trouble"]["status"], pocket.entry["accepted"]] == [415, False]
    assert len([url for url in asked if "/anomalies/" in url]) == 1
    assert len(pocket.rows("photos")) == 3


def test_photos_that_are_missed_again_and_again_are_told_instead_of_going_in_circles(
    pocket: Pocket,
) -> None:
    asked = puts(pocket.page)
    missing = {"status": 404, "content_type": "application/problem+json", "body": "{}"}
    pocket.page.route("**/api/photos/*", lambda route: route.fulfill(**missing))
    pocket.report()
    eventually(pocket.page, lambda: states_of(pocket) == ["refused"] * 4)
    assert len([url for url in asked if "/anomalies/" in url]) == 2
    assert pocket.entry["accepted"]


def sent_but_for_three_photos(pocket: Pocket) -> str:
    """The id of a report of which one photo went; the others cannot go until `**/api/photos/*` is unrouted."""
    sent: list[str] = []

    def hold(route: Route) -> None:
        first = not sent or route.request.url in sent
        sent.append(route.request.url)
        route.continue_() if first else route.abort()

    pocket.page.route("**/api/photos/*", hold)
    id = pocket.report()
    eventually(pocket.page, lambda: states_of(pocket) == ["sent", *["waiting"] * 3])
    return id


def lose_all_reports() -> None:
    for table in (Photo, TimelineEntry, Delivery, Anomaly):
        db.session.execute(delete(table))
