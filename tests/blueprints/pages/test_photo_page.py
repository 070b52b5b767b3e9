"""The page of one photo, with forms that work without scripts, and the comparison with other reports."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask

from billun.extensions import db
from billun.models import Anomaly, Photo
from billun.models.base import now
from tests.fixtures.callers import Caller
from tests.fixtures.cast import Cast
from tests.fixtures.pages import fields_of, submit
from tests.fixtures.photos import add_ready_photos, make_ready
from tests.fixtures.reports import Complete
from tests.queries.test_statement_counts import counted

Look = Callable[..., Any]
MOST = 10


@pytest.fixture
def anomaly(complete: Complete) -> Any:
    return complete()


@pytest.fixture
def ids(anomaly: Any, look: Look) -> list[str]:
    return [str(id) for id in look(lambda: make_ready(anomaly["id"]))]


@pytest.fixture
def manager(browsing: Callable[..., Caller], cast: Cast) -> Caller:
    return browsing(cast.manager)


@pytest.fixture
def driver_page(browsing: Callable[..., Caller], cast: Cast) -> Caller:
    return browsing(cast.driver)


def test_it_says_what_is_known_of_the_photo(
    manager: Caller, driver: Caller, ids: list[str]
) -> None:
    page = manager.get(f"/photos/{ids[0]}").text
    assert driver.get(f"/api/photos/{ids[0]}").body["sha256"] in page
    for words in ("Overview", "1600 × 1200", "Sent by", "Copy", "Erase for good", "Compare"):
        assert words in page
    assert 'fill="#8a8f90"' in page
    assert 'srcset="' in page


def test_a_caption_is_read_below_it(manager: Caller, ids: list[str]) -> None:
    path = f"/photos/{ids[0]}"
    assert submit(manager, path, f"{path}/caption", caption="Torn here").status == 303
    assert "Torn here" in manager.get(path).text
    assert submit(manager, path, f"{path}/caption", caption="x" * 301).status == 422


def test_for_htmx_it_is_the_fragment_alone(manager: Caller, ids: list[str]) -> None:
    fragment = {"HX-Request": "true", "HX-Target": "div#photo"}
    answer = manager.post(
        f"/photos/{ids[0]}/caption", data={"caption": "Torn here"}, headers=fragment
    )
    assert (answer.status, "<html" in answer.text) == (200, False)
    assert "Torn here" in answer.text


def test_the_arrows_move_a_photo(
    manager: Caller, driver: Caller, anomaly: Any, ids: list[str]
) -> None:
    path = f"/photos/{ids[0]}"
    for button, moved, then in (
        ("later", ids[0], [ids[1], ids[0], ids[2], ids[3]]),
        ("earlier", ids[3], [ids[1], ids[0], ids[3], ids[2]]),
        ("earlier", ids[1], [ids[1], ids[0], ids[3], ids[2]]),
    ):
        fields = fields_of(manager.get(path), "photo-order")
        assert (
            submit(manager, path, f"{path}/order", ids=fields["ids"], **{button: moved}).status
            == 303
        )
        gallery = driver.get(f"/api/photos/gallery/{anomaly['id']}").body["items"]
        assert [photo["id"] for photo in gallery] == then


def test_who_withdraws_a_photo_is_back_at_the_report(
    driver_page: Caller, manager: Caller, anomaly: Any, ids: list[str]
) -> None:
    path, report = f"/photos/{ids[0]}", f"/anomalies/{anomaly['reference']}"
    assert submit(driver_page, path, f"{path}/withdrawal", reason="").status == 422
    gone = submit(driver_page, path, f"{path}/withdrawal", reason="A face is on it")
    assert (gone.status, gone.headers["Location"]) == (303, report)
    assert driver_page.get(path).status == 404
    for page in (driver_page.get(report).text, manager.get(report).text):
        assert f'id="photo-{ids[0]}"' not in page
        assert f'id="photo-{ids[1]}"' in page
    assert "A face is on it" in manager.get(report).text.split('class="originals-away"')[1]
    assert 'class="originals-away"' not in driver_page.get(report).text


def test_a_manager_puts_it_back(manager: Caller, driver_page: Caller, ids: list[str]) -> None:
    path = f"/photos/{ids[0]}"
    submit(manager, path, f"{path}/withdrawal", reason="A face is on it")
    assert "Taken away" in manager.get(path).text
    assert submit(manager, path, f"{path}/withdrawal/removal").status == 303
    assert driver_page.get(path).status == 200


def test_erasing_says_that_it_cannot_be_undone(manager: Caller, ids: list[str]) -> None:
    path = f"/photos/{ids[0]}"
    assert "cannot be undone" in manager.get(path).text
    assert submit(manager, path, f"{path}/erasure", reason="A private letter").status == 303
    page = manager.get(path).text
    assert "A private letter" in page
    assert "Put it back" not in page
    assert f"/photos/{ids[0]}/large" not in page


def test_a_report_on_hold_offers_no_erasure(
    manager: Caller, anomaly: Any, ids: list[str], look: Look
) -> None:
    def hold() -> None:
        db.session.get_one(Anomaly, UUID(anomaly["id"])).held_at = now()

    look(hold)
    page = manager.get(f"/photos/{ids[0]}").text
    assert "legal hold" in page
    assert "Erase for good" not in page
    refused = manager.post(f"/photos/{ids[0]}/erasure", data={"reason": "A private letter"})
    assert (refused.status, "legal hold" in refused.text) == (409, True)


def test_it_stands_beside_the_same_shot_of_other_reports(
    manager: Caller, cast: Cast, complete: Complete, anomaly: Any, ids: list[str], look: Look
) -> None:
    empty = manager.get(f"/photos/{ids[0]}/comparison").text
    assert "Nothing to compare it with yet" in empty
    older, newer, elsewhere = (
        complete()["id"], complete()["id"], complete(equipment_id=cast.loner.id)["id"]
    )  # fmt: skip
    others = [look(lambda id=id: make_ready(id)) for id in (older, newer, elsewhere)]
    page = manager.get(f"/photos/{ids[0]}/comparison").text
    beside = page.split('class="comparison"')[1].split("comparison-wipe")[0]
    assert f"/photos/{others[1][0]}/large" in beside
    assert f"/photos/{ids[0]}/large" in beside
    assert page.count("comparison?with=") == 2
    chosen = manager.get(f"/photos/{ids[0]}/comparison?with={others[0][0]}").text
    assert f"/photos/{others[0][0]}/large" in chosen


def test_whichever_was_taken_later_stands_later(
    manager: Caller, complete: Complete, ids: list[str], look: Look
) -> None:
    made = complete()["id"]
    newer = str(look(lambda: make_ready(made))[0])

    def date() -> None:
        for id, days in ((ids[0], 2), (newer, 1)):
            db.session.get_one(Photo, UUID(id)).taken_at = now() - timedelta(days=days)

    look(date)
    for seen in (ids[0], newer):
        beside = manager.get(f"/photos/{seen}/comparison").text.split("data-pane=")[1:]
        shown = [id for pane in beside for id in (ids[0], newer) if f"/photos/{id}/large" in pane]
        assert shown == [ids[0], newer]
        assert ["This photo" in pane for pane in beside] == [seen == ids[0], seen == newer]


def test_another_company_sees_none_of_it(
    browsing: Callable[..., Caller], cast: Cast, ids: list[str]
) -> None:
    partner = browsing(cast.partner)
    for path in ("", "/comparison"):
        assert partner.get(f"/photos/{ids[0]}{path}").status == 404
    for noun in ("caption", "withdrawal", "erasure", "withdrawal/removal", "order"):
        assert partner.post(f"/photos/{ids[0]}/{noun}", data={"reason": "x"}).status == 404


def test_the_page_asks_no_more_when_there_are_more_photos(
    app: Flask, manager: Caller, complete: Complete, anomaly: Any, ids: list[str], look: Look
) -> None:
    paths = [f"/photos/{ids[0]}", f"/photos/{ids[0]}/comparison"]
    look(lambda: make_ready(complete()["id"]))
    few = [counted(app, manager, path) for path in paths]
    look(lambda: add_ready_photos(anomaly["id"], 20))
    look(lambda: make_ready(complete()["id"]))
    assert [counted(app, manager, path) for path in paths] == few
    assert max(few) <= MOST
