"""The managers' page of the access log, the same as JSON, and as a file to take along."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask

from billun.extensions import db
from billun.models import AccessKind, AccessRecord, AccessSubject
from billun.models.base import now
from tests.fixtures.callers import Caller
from tests.fixtures.cast import Cast, Person
from tests.queries.test_statement_counts import statements

Look = Callable[..., Any]
PAGE = "/company/access"


@pytest.fixture
def page(browsing: Callable[[Person], Caller], cast: Cast) -> Caller:
    return browsing(cast.manager)


@pytest.fixture
def noted(look: Look, cast: Cast) -> Callable[..., None]:
    """Somebody looked at, or downloaded, something of Vauquelin's so many hours ago."""

    def write(person: Person, name: str, hours: float = 0, **what: Any) -> None:
        record = AccessRecord(
            company_id=what.get("company_id", cast.vauquelin),
            actor_id=person.membership_id,
            actor_company_id=person.company_id,
            kind=what.get("kind", AccessKind.VIEWED),
            subject=what.get("subject", AccessSubject.ANOMALY),
            subject_id=uuid4(),
            name=name,
            at=now() - timedelta(hours=hours),
        )
        look(lambda: db.session.add(record))

    return write


def test_an_empty_log_says_what_will_stand_there(page: Caller) -> None:
    assert "Nobody was here" in page.get(PAGE).text


def test_it_tells_who_did_what_with_what_the_newest_first(
    page: Caller, noted: Callable[..., None], cast: Cast
) -> None:
    noted(cast.partner, "ANO-2026-OLDER1", hours=3)
    noted(
        cast.driver,
        "ANO-2026-NEWER1",
        kind=AccessKind.DOWNLOADED,
        subject=AccessSubject.PHOTO,
    )
    text = page.get(PAGE).text
    assert "2 lines" in text
    assert text.index("ANO-2026-NEWER1") < text.index("ANO-2026-OLDER1")
    for words in (cast.partner.name, "Frigo Loire", "Looked at", "Downloaded", "Photo"):
        assert words in text


def test_nobody_finds_what_was_done_in_another_company(
    page: Caller, noted: Callable[..., None], cast: Cast
) -> None:
    noted(cast.driver, "ANO-2026-THEIRS", company_id=cast.partner.company_id)
    assert "ANO-2026-THEIRS" not in page.get(PAGE).text


def test_it_is_narrowed_by_words_by_what_was_done_and_with_what(
    page: Caller, noted: Callable[..., None], cast: Cast
) -> None:
    noted(cast.partner, "ANO-2026-AAAAAA")
    noted(cast.driver, "ANO-2026-BBBBBB", kind=AccessKind.DOWNLOADED, subject=AccessSubject.PHOTO)
    found = {
        query: ("AAAAAA" in text, "BBBBBB" in text)
        for query in (
            "", "q=frigo", "q=2026-bbb", "kind=downloaded", "subject=anomaly", "kind=x&subject=y"
        )
        for text in [page.get(f"{PAGE}?{query}").text]
    }  # fmt: skip
    assert found == {
        "": (True, True),
        "q=frigo": (True, False),
        "q=2026-bbb": (False, True),
        "kind=downloaded": (False, True),
        "subject=anomaly": (True, False),
        "kind=x&subject=y": (True, True),
    }
    assert "Nothing matches" in page.get(f"{PAGE}?q=zzz").text


def test_long_logs_come_in_pages_and_cost_the_same(
    app: Flask, page: Caller, noted: Callable[..., None], cast: Cast, manager: Caller
) -> None:
    noted(cast.partner, "ANO-2026-000000")
    with statements(app) as for_one:
        page.get(PAGE)
    for number in range(1, 60):
        noted(cast.partner, f"ANO-2026-{number:06}", hours=number)
    with statements(app) as for_many:
        text = page.get(PAGE).text
    assert len(for_many) == len(for_one)
    assert ("ANO-2026-000049" in text, "ANO-2026-000050" in text) == (True, False)
    first = manager.get("/api/access-log?limit=40").body
    rest = manager.get(f"/api/access-log?limit=40&cursor={first['next_cursor']}").body
    names = [item["name"] for item in (*first["items"], *rest["items"])]
    assert names == [f"ANO-2026-{number:06}" for number in range(60)]


def test_it_can_be_taken_along_as_csv(page: Caller, noted: Callable[..., None], cast: Cast) -> None:
    noted(cast.partner, "ANO-2026-AAAAAA")
    noted(cast.driver, "ANO-2026-BBBBBB", kind=AccessKind.DOWNLOADED)
    answer = page.get(f"{PAGE}/export?kind=viewed")
    assert answer.headers["Content-Type"].startswith("text/csv")
    _head, line = answer.text.splitlines()
    assert "ANO-2026-AAAAAA" in line
    assert "Frigo Loire" in line


def test_the_api_names_the_person_and_their_company(
    manager: Caller, noted: Callable[..., None], cast: Cast
) -> None:
    noted(cast.partner, "ANO-2026-AAAAAA")
    (item,) = manager.get("/api/access-log").body["items"]
    assert (item["kind"], item["subject"], item["company"]["name"]) == (
        "viewed",
        "anomaly",
        "Frigo Loire",
    )
    assert item["actor"]["name"] == cast.partner.name


def test_it_is_for_managers(driver: Caller, mechanic: Caller) -> None:
    for caller in (driver, mechanic):
        assert caller.get("/api/access-log").status == 403
        assert caller.get(PAGE).status == 403
