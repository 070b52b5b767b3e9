"""One's own reports as the server draws them: what became of each, and when."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import update

from billun.extensions import db
from billun.models import Anomaly, TimelineEntry, TimelineKind
from tests.fixtures.callers import Caller
from tests.fixtures.cast import Cast
from tests.fixtures.phone_copies import PhoneCopy
from tests.fixtures.reports import Complete, report, send_report

Look = Callable[..., Any]
RECEIVED, ACKNOWLEDGED = datetime(2026, 1, 2, 8, tzinfo=UTC), datetime(2026, 1, 5, 9, tzinfo=UTC)


@pytest.mark.parametrize("url", ["/drive", "/drive/reports"])
def test_the_time_is_that_of_the_state_and_not_of_a_photo(
    browsing: Callable[..., Caller],
    driver: Caller,
    mechanic: Caller,
    look: Callable[..., Any],
    cast: Cast,
    url: str,
) -> None:
    sent = send_report(driver, report(cast.lorry.id)).body
    look(lambda: db.session.execute(update(Anomaly).values(received_at=RECEIVED)))
    assert RECEIVED.isoformat() in browsing(cast.driver).get(url).text
    mechanic.post(f"/api/anomalies/{sent['id']}/transitions", json={"to": "acknowledged"})
    moved = update(TimelineEntry).where(TimelineEntry.kind == TimelineKind.TRANSITION)
    look(lambda: db.session.execute(moved.values(at=ACKNOWLEDGED)))
    text = browsing(cast.driver).get(url).text
    assert ACKNOWLEDGED.isoformat() in text
    assert RECEIVED.isoformat() not in text


@pytest.fixture
def page(browsing: Callable[..., Caller], cast: Cast) -> Caller:
    """Denise, on her own reports."""
    return browsing(cast.driver)


def news(page: Caller) -> list[int]:
    """How many rows are marked as new: on the first page, and on that of all reports."""
    return [
        len(re.findall(r'<strong class="report-row-new"', without_pieces(page.get(url).text)))
        for url in ("/drive", "/drive/reports")
    ]


def without_pieces(text: str) -> str:
    """The page without what its scripts draw with."""
    return re.sub(r"<template.*?</template>", "", text, flags=re.DOTALL)


def test_what_somebody_moved_is_new_until_its_reporter_has_looked(
    page: Caller, driver: Caller, mechanic: Caller, cast: Cast
) -> None:
    sent = send_report(driver, report(cast.lorry.id)).body
    assert news(page) == [0, 0]
    step = f"/api/anomalies/{sent['id']}/transitions"
    mechanic.post(step, json={"to": "acknowledged"})
    assert news(page) == [1, 1]
    assert page.get(f"/drive/reports/{sent['reference']}").status == 200
    assert news(page) == [0, 0]
    mechanic.post(step, json={"to": "resolved"})
    assert news(page) == [1, 1]
    assert driver.get(f"/api/anomalies/{sent['reference']}").status == 200
    assert news(page) == [0, 0]


def test_the_look_of_others_does_not_count(
    page: Caller, driver: Caller, mechanic: Caller, browsing: Callable[..., Caller], cast: Cast
) -> None:
    sent = send_report(driver, report(cast.lorry.id)).body
    mechanic.post(f"/api/anomalies/{sent['id']}/transitions", json={"to": "acknowledged"})
    mechanic.get(f"/api/anomalies/{sent['id']}")
    browsing(cast.other_driver).get(f"/drive/reports/{sent['reference']}")
    assert news(page) == [1, 1]


def test_ones_own_steps_and_those_of_the_system_are_no_news(
    page: Caller, driver: Caller, complete: Complete
) -> None:
    """The fourth photo moves it, and so does taking it back."""
    sent = complete()
    assert news(page) == [0, 0]
    said = {"to": "withdrawn", "comment": "Was dirt"}
    driver.post(f"/api/anomalies/{sent['id']}/transitions", json=said)
    assert news(page) == [0, 0]


def test_the_phone_learns_what_is_new_and_that_it_was_looked_at(
    page: Caller, driver: Caller, mechanic: Caller, cast: Cast
) -> None:
    phone = PhoneCopy(driver)
    sent = send_report(driver, report(cast.lorry.id)).body
    phone.synchronise()
    assert not {"is_new", "looked_at"} & phone.reports[sent["id"]].keys()
    mechanic.post(f"/api/anomalies/{sent['id']}/transitions", json={"to": "acknowledged"})
    phone.settle()
    assert phone.reports[sent["id"]]["is_new"] is True
    page.get(f"/drive/reports/{sent['reference']}")
    phone.settle()
    known = phone.reports[sent["id"]]
    assert "is_new" not in known
    assert known["looked_at"] >= known["moved_at"]


def test_to_look_twice_writes_once(page: Caller, driver: Caller, cast: Cast, look: Look) -> None:
    sent = send_report(driver, report(cast.lorry.id)).body
    before = look(lambda: db.session.query(Anomaly.updated_at).scalar())
    looks = []
    for _ in range(2):
        page.get(f"/drive/reports/{sent['reference']}")
        looks.append(look(lambda: db.session.query(Anomaly.reporter_looked_at).scalar()))
    assert looks[0] == looks[1] is not None
    assert look(lambda: db.session.query(Anomaly.updated_at).scalar()) == before


def test_a_report_that_was_made_before_leads_to_the_older_one(
    page: Caller, driver: Caller, manager: Caller, cast: Cast
) -> None:
    older, again = (send_report(driver, report(cast.lorry.id)).body for _ in range(2))
    manager.post(f"/api/anomalies/{again['id']}/merge", json={"into": older["id"]})
    text = page.get(f"/drive/reports/{again['reference']}").text
    link = f'<a href="/drive/reports/{older["reference"]}">{older["reference"]}</a>'
    assert f"It is the same damage as {link}." in text


def test_it_tells_what_it_turned_out_to_be_about(
    page: Caller, driver: Caller, manager: Caller, cast: Cast
) -> None:
    unknown = {"family": "trailer", "plate": "EF-456-GX"}
    sent = send_report(driver, report(None, equipment_id=None, provisional=unknown)).body
    body = {"equipment_id": str(cast.loner.id)}
    path = f"/api/equipment/{sent['equipment_id']}/replacement"
    assert manager.put(path, json=body).status == 200
    text = page.get(f"/drive/reports/{sent['reference']}").text
    moved = text.partition("Moved to other equipment")[2].partition("</li>")[0]
    assert re.findall(r"plate-number\">([^<]+)<", moved) == ["EF-456-GX", "EF-456-GH"]


def test_one_that_is_open_again_is_no_new_one(
    page: Caller, driver: Caller, manager: Caller, cast: Cast
) -> None:
    sent = send_report(driver, report(cast.lorry.id)).body
    path = f"/api/anomalies/{sent['id']}/transitions"
    for to in ("dismissed", "reported"):
        assert manager.post(path, json={"to": to, "comment": "Look again"}).status == 200
    text = page.get(f"/drive/reports/{sent['reference']}").text
    assert re.findall(r'history-what">\s*<strong>([^<]+)<', text)[1:] == ["Dismissed", "Open again"]


def test_what_it_was_called_is_told_as_what_it_was_called(
    page: Caller, driver: Caller, cast: Cast
) -> None:
    known = {"family": "vehicle", "plate": "ab 123 cd", "description": "Dock 4"}
    sent = send_report(driver, report(None, equipment_id=None, provisional=known)).body
    text = page.get(f"/drive/reports/{sent['reference']}").text
    told = text.partition("By its plate it is this equipment. It was reported as:")[2]
    assert "ab 123 cd, Dock 4</blockquote>" in told
    assert "Dock 4" not in page.get("/drive/reports").text
