"""The editor's page, the list of what was drawn, and taking one away without scripts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from billun.extensions import db
from billun.models import Photo, PhotoState, Removal
from tests.blueprints.api.test_drawings import ARROW, BLUR, draw, photo
from tests.fixtures.callers import Caller
from tests.fixtures.cast import Cast, Person

__all__ = ["photo"]

Look = Callable[..., Any]


def test_the_editor_shows_the_photo_and_says_that_it_needs_scripts(
    browsing: Callable[[Person], Caller], cast: Cast, photo: str
) -> None:
    page = browsing(cast.driver).get(f"/photos/{photo}/drawing")
    assert page.status == 200
    assert "<noscript>" in page.text
    assert "Drawing needs scripts" in page.text
    assert f'href="/photos/{photo}/large" width="400" height="300"' in page.text


def test_there_is_no_editor_for_a_photo_that_is_not_ready(
    browsing: Callable[[Person], Caller], cast: Cast, photo: str, look: Look
) -> None:
    look(lambda: db.session.query(Photo).update({"state": PhotoState.FAILED}))
    assert browsing(cast.driver).get(f"/photos/{photo}/drawing").status == 409


def test_the_photos_page_names_who_drew_and_what_partners_see(
    browsing: Callable[[Person], Caller], cast: Cast, driver: Caller, photo: str
) -> None:
    draw(driver, photo, BLUR)
    page = browsing(cast.mechanic).get(f"/photos/{photo}").text
    assert "Drawn on by Denise Martin" in page
    assert "Hides a part of the photo." in page
    assert "Remove the drawing" not in page


def test_a_photo_out_of_sight_has_no_editor_and_no_copies(
    browsing: Callable[[Person], Caller], cast: Cast, driver: Caller, photo: str, look: Look
) -> None:
    id = draw(driver, photo, ARROW).body["id"]
    look(lambda: db.session.query(Photo).update({"removal": Removal.WITHDRAWN}))
    author = browsing(cast.driver)
    assert author.get(f"/photos/{photo}/drawing").status == 404
    assert author.post(f"/photos/{photo}/drawings/{id}/removal").status == 404


def test_its_author_takes_it_away_with_a_plain_form(
    browsing: Callable[[Person], Caller], cast: Cast, driver: Caller, photo: str
) -> None:
    id = UUID(draw(driver, photo, ARROW).body["id"])
    author = browsing(cast.driver)
    assert "Remove the drawing" in author.get(f"/photos/{photo}").text
    answer = author.post(f"/photos/{photo}/drawings/{id}/removal")
    assert (answer.status, answer.headers["Location"]) == (303, f"/photos/{photo}#drawings")
    assert "Drawn on by" not in author.get(f"/photos/{photo}").text
