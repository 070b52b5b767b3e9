"""The anomaly's page: its steps, its refusals beside the button, who has looked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from billun.catalogue import catalogue
from tests.fixtures.callers import Caller
from tests.fixtures.cast import Cast
from tests.fixtures.reports import Complete, report, send_photo, send_report, send_sighting, shots
from tests.queries.test_statement_counts import counted

# For the page of one anomaly, with the person who looks.
MOST = 14
FRAGMENT = {"HX-Request": "true", "HX-Target": "div#anomaly"}


@pytest.fixture
def page(browsing: Callable[..., Caller], cast: Cast) -> Caller:
    return browsing(cast.mechanic)


def path(anomaly: Any, noun: str = "") -> str:
    return f"/anomalies/{anomaly['reference']}/{noun}".rstrip("/")


def test_a_step_leads_back_to_the_page(page: Caller, complete: Complete) -> None:
    anomaly = complete()
    answer = page.post(path(anomaly, "acknowledgement"))
    assert (answer.status, answer.headers["Location"]) == (303, path(anomaly))


def test_for_htmx_it_is_the_fragment_alone(page: Caller, complete: Complete) -> None:
    answer = page.post(path(complete(), "acknowledgement"), headers=FRAGMENT)
    assert answer.status == 200
    assert "<html" not in answer.text
    assert 'id="anomaly"' in answer.text


def test_page_and_fragment_have_one_address(page: Caller, complete: Complete) -> None:
    answer = page.get(path(complete()), headers=FRAGMENT)
    assert "<html" not in answer.text
    assert "HX-Request" in answer.headers["Vary"]


def test_a_missing_reason_is_told_beside_the_step(page: Caller, complete: Complete) -> None:
    answer = page.post(path(complete(), "dismissal"))
    assert answer.status == 422
    assert "Say why" in answer.text


def test_a_step_decided_on_a_status_that_is_past_shows_the_present_one(
    page: Caller, complete: Complete
) -> None:
    anomaly = complete()
    shown = page.get(path(anomaly)).text
    assert shown.count('name="seen" value="reported"') == shown.count('class="anomaly-step-sheet"')
    page.post(path(anomaly, "acknowledgement"), data={"seen": "reported"})
    late = {"seen": "reported", "comment": "It is dirt"}
    answer = page.post(path(anomaly, "dismissal"), data=late, headers=FRAGMENT)
    assert answer.status == 409
    assert "Somebody was faster" in answer.text
    assert 'name="seen" value="acknowledged"' in answer.text
    again = page.post(path(anomaly, "dismissal"), data=late | {"seen": "acknowledged"})
    assert again.status == 303


def test_a_step_that_came_too_late_says_so(page: Caller, complete: Complete) -> None:
    anomaly = complete()
    page.post(path(anomaly, "acknowledgement"))
    assert page.post(path(anomaly, "acknowledgement")).status == 409


def test_a_step_without_a_csrf_token_is_refused(page: Caller, complete: Complete) -> None:
    anomaly = complete()
    assert Caller(page.client).post(path(anomaly, "acknowledgement")).status == 400
    assert page.get(f"/api/anomalies/{anomaly['id']}").body["status"] == "reported"


def test_the_reporter_sees_who_has_looked(
    page: Caller, complete: Complete, driver: Caller, cast: Cast
) -> None:
    anomaly = complete()
    for _ in range(2):
        page.get(path(anomaly))
    items = driver.get(f"/api/anomalies/{anomaly['id']}/timeline").body["items"]
    assert [one["actor"]["name"] for one in items if one["kind"] == "seen"] == [cast.mechanic.name]


def test_words_are_shown_as_words(page: Caller, driver: Caller, cast: Cast) -> None:
    body = report(cast.lorry.id, description="<script>alert(1)</script>")
    anomaly = send_report(driver, body).body
    text = page.get(path(anomaly)).text
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert(1)" in text


def test_a_comment_is_kept_and_shown(page: Caller, complete: Complete) -> None:
    anomaly = complete()
    page.post(path(anomaly, "comments"), data={"comment": "New curtain ordered"})
    assert "New curtain ordered" in page.get(path(anomaly)).text


def test_an_unchanged_page_is_not_sent_again(page: Caller, complete: Complete) -> None:
    anomaly = complete()
    page.get(path(anomaly))
    tag = page.get(path(anomaly)).headers["ETag"]
    assert page.get(path(anomaly), headers={"If-None-Match": tag}).status == 304


def test_a_driver_may_look_and_not_move(
    browsing: Callable[..., Caller], complete: Complete, cast: Cast
) -> None:
    anomaly, driver = complete(), browsing(cast.driver)
    assert driver.get(path(anomaly)).status == 200
    assert driver.post(path(anomaly, "acknowledgement")).status == 403


def test_the_spot_is_shown_on_the_drawing_of_the_kind(
    page: Caller, driver: Caller, cast: Cast
) -> None:
    body = report(cast.lorry.id, spot="left_mirror")
    text = page.get(path(send_report(driver, body).body)).text
    spot = catalogue.outline_for("vehicle", "tractor_unit").spots["left_mirror"]
    assert "icons/outlines/tractor_unit" in text
    assert f'cx="{spot.x}%" cy="{spot.y}%"' in text
    assert "Left mirror or camera" in text


def test_a_spot_of_an_earlier_kind_does_not_break_the_page(
    page: Caller, driver: Caller, manager: Caller, cast: Cast
) -> None:
    anomaly = send_report(driver, report(cast.lorry.id, spot="left_mirror")).body
    body = {"kind": "forklift", "family": "handling"}
    assert manager.patch(f"/api/equipment/{cast.lorry.id}", json=body).status == 200
    answer = page.get(path(anomaly))
    assert answer.status == 200
    assert "icons/outlines/" not in answer.text


def test_sightings_stand_on_the_timeline_with_their_photos(
    page: Caller, driver: Caller, complete: Complete, cast: Cast
) -> None:
    anomaly = complete()
    send_sighting(driver, anomaly["id"], kind="known", comment=None)
    taken = shots(2, first=4)
    send_sighting(driver, anomaly["id"], taken, criticality="red", comment="Open to the frame")
    send_photo(driver, anomaly["id"], taken[0])
    words = " ".join(page.get(path(anomaly)).text.split())
    assert "Met it again: as it was" in words
    assert "Met it again: it got worse" in words
    assert "Open to the frame" in words
    assert "Raised" in words
    assert words.index("Plan a repair") < words.rindex("Stop now")
    assert words.count("history-photo-awaited") == 2


def test_the_reporter_sees_them_on_the_own_report(
    browsing: Callable[..., Caller],
    calling: Callable[..., Caller],
    complete: Complete,
    cast: Cast,
) -> None:
    anomaly = complete()
    send_sighting(calling(cast.other_driver), anomaly["id"], kind="known", comment=None)
    text = browsing(cast.driver).get(f"/drive/reports/{anomaly['reference']}").text
    assert "Met it again: as it was" in text
    assert f"{cast.other_driver.name} has seen it" not in text


def test_more_sightings_ask_no_more_of_the_database(
    app: Flask,
    page: Caller,
    browsing: Callable[..., Caller],
    driver: Caller,
    complete: Complete,
    cast: Cast,
) -> None:
    anomaly, reporter = complete(), browsing(cast.driver)
    urls = ((page, path(anomaly)), (reporter, f"/drive/reports/{anomaly['reference']}"))

    def meet_again(shades: range) -> None:
        for shade in shades:
            send_sighting(driver, anomaly["id"], shots(1, first=shade))

    meet_again(range(4, 5))
    few = [counted(app, reader, url) for reader, url in urls]
    meet_again(range(5, 11))
    assert [counted(app, reader, url) for reader, url in urls] == few
    assert max(few) <= MOST
