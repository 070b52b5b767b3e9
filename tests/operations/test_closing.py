"""What was resolved a week ago closes by itself, red ones apart."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from billun.extensions import db
from billun.models import Anomaly, AnomalyStatus, Criticality, TimelineEntry
from billun.models.base import now
from billun.operations.closing import close_what_rested
from tests.fixtures.callers import Caller
from tests.fixtures.cast import Cast
from tests.fixtures.reports import report, send_report


@pytest.fixture
def rested(driver: Caller, cast: Cast, look: Callable[..., Any]) -> Callable[..., str]:
    """What becomes of an anomaly that was resolved so many days ago."""

    def asked(days: float, criticality: str = "yellow", status: str = "resolved") -> str:
        id = UUID(send_report(driver, report(cast.lorry.id)).body["id"])

        def change() -> None:
            anomaly = db.session.get_one(Anomaly, id)
            anomaly.status, anomaly.resolved_at = (
                AnomalyStatus(status),
                now() - timedelta(days=days),
            )
            anomaly.criticality = Criticality(criticality)

        look(change)
        look(close_what_rested)
        return str(look(lambda: db.session.get_one(Anomaly, id).status))

    return asked


def test_after_seven_days_it_closes(rested: Callable[..., str]) -> None:
    assert rested(7.01) == "closed"


def test_before_it_does_not(rested: Callable[..., str]) -> None:
    assert rested(6.99) == "resolved"


def test_a_red_one_waits_for_somebody(rested: Callable[..., str]) -> None:
    assert rested(300, "red") == "resolved"


def test_what_was_taken_up_again_stays_open(rested: Callable[..., str]) -> None:
    assert rested(30, status="acknowledged") == "acknowledged"


def test_the_timeline_says_that_nobody_did_it(
    rested: Callable[..., str], look: Callable[..., Any]
) -> None:
    rested(8)
    last = look(lambda: db.session.query(TimelineEntry.actor_id, TimelineEntry.to_status)
                .order_by(TimelineEntry.at.desc()).first())  # fmt: skip
    assert tuple(last) == (None, "closed")


def test_a_second_time_closes_nothing(rested: Callable[..., str], look: Callable[..., Any]) -> None:
    rested(8)
    assert look(close_what_rested) == 0
