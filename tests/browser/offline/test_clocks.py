"""A phone whose clock goes wrong holds nothing back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from billun.extensions import db
from billun.models import Sighting, WalkAround
from billun.models.base import now
from tests.browser.offline.conftest import Phones
from tests.browser.offline.pocket import SHOTS, Pocket
from tests.browser.offline.test_outbox import SIGHTING, WALK_AROUND

pytestmark = pytest.mark.browser

TEN_MINUTES_AHEAD = """
    globalThis.Date = class Clock extends Date {
      static now() { return super.now() + 600_000; }
      constructor(...given) { super(...(given.length ? given : [Clock.now()])); }
    };
"""


def test_a_clock_that_goes_ahead_holds_nothing_back(phones: Phones) -> None:
    pocket = phones(script=TEN_MINUTES_AHEAD)
    pocket.report()
    pocket.is_all_sent()
    (anomaly,) = pocket.arrived()
    assert anomaly.occurred_at <= anomaly.received_at
    for photo in anomaly.photos:
        assert photo.taken_at
        assert photo.received_at
        assert photo.taken_at <= photo.received_at


TOMORROW = "new Date(Date.now() + 86_400_000).toISOString()"


def test_a_sighting_and_a_walk_around_of_a_clock_that_was_ahead_go_all_the_same(
    pocket: Pocket,
) -> None:
    anomaly = pocket.report(photos=0)
    pocket.is_all_sent()
    given = {"anomaly": anomaly, "item": str(pocket.cast.lorry.id)}
    pocket.page.evaluate(SHOTS)
    for script in (SIGHTING, WALK_AROUND):
        pocket.run(script.replace("new Date().toISOString()", TOMORROW), given)
    pocket.is_all_sent()
    seen, walked = pocket.house.look(moments_kept)
    assert [late <= timedelta(minutes=1) for late in (seen, walked)] == [True, True]


def moments_kept() -> tuple[timedelta, timedelta]:
    """By how much what was kept differs from the present."""
    sighting, walk = db.session.query(Sighting).one(), db.session.query(WalkAround).one()
    return abs(now() - sighting.seen_at), abs(now() - walk.occurred_at)
