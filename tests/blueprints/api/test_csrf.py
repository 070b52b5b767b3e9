"""The API with the session cookie of the pages: every write shows the CSRF token."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.fixtures.callers import Caller
from tests.fixtures.cast import Cast
from tests.fixtures.reports import photo_form, report, send_report, shots


@pytest.fixture
def page(browsing: Callable[..., Caller], cast: Cast) -> Caller:
    return browsing(cast.driver)


@pytest.fixture
def forged(page: Caller) -> Caller:
    """The same session, used by a page of somebody else: it has the cookie and not the token."""
    return Caller(page.client)


def test_with_the_token_it_works(page: Caller, cast: Cast) -> None:
    assert send_report(page, report(cast.lorry.id)).status == 201


def test_without_it_a_write_is_refused_by_a_type_of_its_own(forged: Caller, cast: Cast) -> None:
    answer = send_report(forged, report(cast.lorry.id))
    assert (answer.status, answer.body["type"]) == (403, "/problems/csrf")


def test_a_wrong_token_is_refused(forged: Caller, cast: Cast) -> None:
    forged.headers = {"X-CSRFToken": "guessed"}
    assert send_report(forged, report(cast.lorry.id)).status == 403


def test_a_multipart_upload_is_refused_too(forged: Caller, page: Caller, cast: Cast) -> None:
    taken = shots()
    id = send_report(page, report(cast.lorry.id, taken)).body["id"]
    path = f"/api/photos/{taken[0].id}"
    assert forged.put(path, **photo_form(id, taken[0])).status == 403
    assert page.put(path, **photo_form(id, taken[0])).status == 201


def test_reads_need_none(forged: Caller) -> None:
    assert forged.get("/api/equipment").status == 200


def test_a_fresh_token_comes_with_me(forged: Caller, cast: Cast) -> None:
    forged.headers = {"X-CSRFToken": forged.get("/api/me").body["csrf_token"]}
    assert send_report(forged, report(cast.lorry.id)).status == 201


def test_a_token_is_none_of_another_session(
    forged: Caller, browsing: Callable[..., Caller], cast: Cast
) -> None:
    forged.headers = browsing(cast.manager).headers
    assert send_report(forged, report(cast.lorry.id)).status == 403


def test_a_bearer_token_needs_none(driver: Caller, cast: Cast) -> None:
    assert send_report(driver, report(cast.lorry.id)).status == 201


def test_a_bad_bearer_token_does_not_fall_back_to_the_cookie(page: Caller, cast: Cast) -> None:
    page.headers = page.headers | {"Authorization": "Bearer nonsense"}
    assert page.get("/api/me").status == 401


def test_without_its_cookie_nobody_is_here(page: Caller) -> None:
    page.client.delete_cookie("billun")
    assert page.get("/api/me").status == 401
