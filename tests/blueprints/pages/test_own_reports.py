"""One's own reports as the server draws them: what became of each, and when."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import update

from billun.extensions import db
from billun.models import Anomaly, TimelineEntry, TimelineKind
from tests.fixtures.callers import Caller
from tests.fixtures.cast import Cast
from tests.fixtures.reports import report, send_report

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
