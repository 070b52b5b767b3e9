"""The access log: one line a person, subject and minute, and none for a look at one's own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import delete, select, update

from billun.extensions import db
from billun.models import AccessKind, AccessRecord, AccessSubject, Anomaly, Membership
from billun.operations.access_log import note_access
from tests.fixtures.cast import Cast, Person
from tests.fixtures.reports import Complete

Look = Callable[..., Any]
VIEWED, DOWNLOADED = AccessKind.VIEWED, AccessKind.DOWNLOADED


@pytest.fixture
def noted(look: Look, cast: Cast, complete: Complete) -> Callable[..., None]:
    """Somebody is noted at Vauquelin's report."""
    id = UUID(complete()["id"])

    def note(person: Person, kind: AccessKind, subject: AccessSubject) -> None:
        def write() -> None:
            actor = db.session.get_one(Membership, person.membership_id)
            anomaly = db.session.get_one(Anomaly, id)
            note_access(actor, kind, subject, anomaly, anomaly.reference)

        look(write)

    return note


def lines(look: Look) -> list[tuple[Any, ...]]:
    columns = (AccessRecord.company_id, AccessRecord.actor_id, AccessRecord.kind)
    return [tuple(row) for row in look(lambda: db.session.execute(select(*columns)).all())]


def test_a_partners_look_is_a_line_of_the_owners(
    noted: Callable[..., None], look: Look, cast: Cast
) -> None:
    noted(cast.partner, VIEWED, AccessSubject.ANOMALY)
    assert lines(look) == [(cast.vauquelin, cast.partner.membership_id, VIEWED)]


def test_a_look_at_ones_own_is_no_line_and_a_download_is(
    noted: Callable[..., None], look: Look, cast: Cast
) -> None:
    noted(cast.driver, VIEWED, AccessSubject.PHOTO)
    assert lines(look) == []
    noted(cast.driver, DOWNLOADED, AccessSubject.PHOTO)
    assert lines(look) == [(cast.vauquelin, cast.driver.membership_id, DOWNLOADED)]


def test_the_same_within_a_minute_is_one_line(
    noted: Callable[..., None], look: Look, cast: Cast
) -> None:
    for _ in range(2):
        noted(cast.partner, VIEWED, AccessSubject.ANOMALY)
        # The minute in which the test runs may end between the two.
        if len(lines(look)) > 1:
            look(lambda: db.session.execute(delete(AccessRecord)))
            noted(cast.partner, VIEWED, AccessSubject.ANOMALY)
    assert len(lines(look)) == 1


def test_another_person_subject_kind_or_minute_is_another_line(
    noted: Callable[..., None], look: Look, cast: Cast
) -> None:
    noted(cast.partner, VIEWED, AccessSubject.ANOMALY)
    noted(cast.partner_driver, VIEWED, AccessSubject.ANOMALY)
    noted(cast.partner, VIEWED, AccessSubject.ANOMALY_REPORT)
    noted(cast.partner, DOWNLOADED, AccessSubject.ANOMALY_REPORT)
    assert len(lines(look)) == 4
    a_minute_ago = AccessRecord.at - timedelta(minutes=1)
    look(lambda: db.session.execute(update(AccessRecord).values(at=a_minute_ago)))
    noted(cast.partner, VIEWED, AccessSubject.ANOMALY)
    assert len(lines(look)) == 5
