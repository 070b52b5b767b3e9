"""PUT /api/photos/<id>/enhance, and the same from the photo's page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from billun.adapters.enhancer.off import Off
from billun.extensions import db
from billun.models import EnhancementState, Photo, PhotoState
from tests.fixtures.callers import Caller
from tests.fixtures.cast import Cast, Person
from tests.fixtures.reports import Complete

Look = Callable[..., Any]


@pytest.fixture
def photo(complete: Complete, look: Look) -> str:
    """The path of a photo that is ready, as far as the database knows."""
    complete()
    look(lambda: db.session.query(Photo).update({"state": PhotoState.READY, "luminance": 100.0}))
    return (
        f"/api/photos/{look(lambda: db.session.query(Photo).order_by(Photo.position).first().id)}"  # type: ignore[union-attr]
    )


def make_ready(metrics: dict[str, Any]) -> None:
    for photo in db.session.query(Photo):
        photo.enhancement_state = EnhancementState.READY
        photo.enhancement_model, photo.enhancement_metrics = "classical 1", metrics


def test_whoever_asks_is_told_that_it_waits(driver: Caller, mechanic: Caller, photo: str) -> None:
    first, again = driver.put(f"{photo}/enhance"), mechanic.put(f"{photo}/enhance")
    assert (first.status, again.status) == (202, 202)
    assert first.body["enhancement"]["state"] == again.body["enhancement"]["state"] == "queued"
    assert "enhanced" not in first.body["urls"]


def test_what_was_made_has_its_numbers_and_its_url(driver: Caller, photo: str, look: Look) -> None:
    look(lambda: make_ready({"before": {"luminance": 20}}))
    found = driver.get(photo).body
    assert found["enhancement"] == {
        "state": "ready",
        "model": "classical 1",
        "metrics": {"before": {"luminance": 20}},
    }
    assert found["urls"]["enhanced"].endswith("/enhanced?v=0")
    assert driver.put(f"{photo}/enhance").body["enhancement"]["state"] == "ready"


@pytest.mark.parametrize("state", [PhotoState.STORED, PhotoState.FAILED])
def test_a_photo_without_sizes_cannot_be_enhanced(
    driver: Caller, photo: str, look: Look, state: PhotoState
) -> None:
    look(lambda: db.session.query(Photo).update({"state": state}))
    answer = driver.put(f"{photo}/enhance")
    assert (answer.status, "not ready" in answer.body["detail"]) == (409, True)


def test_where_nothing_is_enhanced_asking_conflicts(
    app: Flask, driver: Caller, photo: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.extensions, "billun_enhancer", Off())
    assert driver.put(f"{photo}/enhance").status == 409


def test_another_companys_photo_is_not_there(partner: Caller, outsider: Caller, photo: str) -> None:
    assert (partner.put(f"{photo}/enhance").status, outsider.put(f"{photo}/enhance").status) == (
        404,
        404,
    )


def test_the_page_asks_and_says_what_became_of_it(
    browsing: Callable[[Person], Caller], cast: Cast, photo: str, look: Look
) -> None:
    mechanic, page = browsing(cast.mechanic), photo.removeprefix("/api")
    assert "Enhance a copy" in mechanic.get(page).text
    asked = mechanic.post(f"{page}/enhancement")
    assert (asked.status, asked.headers["Location"]) == (303, f"{page}#enhancement")
    waiting = mechanic.get(page).text
    assert "Being enhanced" in waiting
    assert "Enhance a copy" not in waiting
    metrics = {"before": {"noise": 9.2}, "after": {"noise": 3.1}}
    look(lambda: make_ready(metrics))
    assert "9, now 3" in mechanic.get(page).text


def test_a_company_says_whether_its_photos_may_go_outside(
    manager: Caller, browsing: Callable[[Person], Caller], cast: Cast
) -> None:
    company = f"/api/companies/{cast.vauquelin}"
    assert manager.get(company).body["outside_enhancement"] is False
    allowed = manager.patch(company, json={"outside_enhancement": True})
    assert (allowed.status, allowed.body["outside_enhancement"]) == (200, True)
    assert (
        'name="outside_enhancement" type="checkbox" value="y"'
        in browsing(cast.manager).get("/company").text
    )
