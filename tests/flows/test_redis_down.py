"""Redis dies while a driver reports: the report is kept and answered, mail and sizes follow."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select, true

from billun.extensions import db
from billun.models import Delivery, Photo
from billun.models.base import now
from tests.fixtures.cast import Cast
from tests.fixtures.live import House, wait_for
from tests.fixtures.reports import report, shots
from tests.flows.phone import Phone


@pytest.fixture
def without_redis(live: House, live_cast: Cast) -> Iterator[House]:
    live.redis.stop()
    yield live
    if live.redis.process is None:
        live.redis.start()
    for name in ("worker", "clock"):
        live.start(name)


def test_what_was_answered_is_done_when_redis_is_back(
    without_redis: House, live_cast: Cast
) -> None:
    house, driver = without_redis, Phone(without_redis, live_cast.driver)
    taken = shots()
    body = report(live_cast.lorry.id, taken, criticality="red")
    began = time.monotonic()
    sent = driver.send_report(str(uuid4()), body)
    assert sent.status_code == 201
    for shot in taken:
        assert driver.send_photo(sent.json()["id"], shot).status_code == 201
    assert time.monotonic() - began < 10
    assert states(house) == {("queued", "stored")}

    house.redis.start()
    house.look(long_ago)
    for name in ("worker", "clock"):
        house.start(name)
    wait_for(lambda: states(house) == {("sent", "ready")}, seconds=30)


def states(house: House) -> set[tuple[str, str]]:
    """Where messages and photos stand; one pair where all are alike."""
    both = select(Delivery.state, Photo.state).join(Photo, true()).distinct()
    return {
        (str(one), str(other)) for one, other in house.look(lambda: db.session.execute(both).all())
    }


def long_ago() -> None:
    """A sweep leaves what is new to the queue, so that this is older than it."""
    before = now() - timedelta(minutes=5)
    db.session.query(Photo).update({"received_at": before})
    db.session.query(Delivery).update({"next_attempt_at": before})


def test_pages_and_health_answer_without_redis(without_redis: House, live_cast: Cast) -> None:
    driver = Phone(without_redis, live_cast.driver)
    assert driver.call("GET", "/api/equipment").status_code == 200
    assert driver.call("GET", "/drive").status_code == 200
    ready = driver.call("GET", "/health/ready")
    assert (ready.status_code, ready.json()["parts"]["redis"]["status"]) == (503, "down")
    assert driver.call("GET", "/health/live").status_code == 200


def test_a_login_works_without_redis(without_redis: House, live_cast: Cast) -> None:
    stranger = Phone(without_redis, live_cast.driver)
    stranger.headers = {}
    body = {"login": live_cast.driver.email, "password": "wrong, but answered"}
    assert stranger.call("POST", "/api/auth/login", json=body).status_code == 401


def test_a_stream_resyncs_when_redis_comes_back(live: House, live_cast: Cast) -> None:
    with Phone(live, live_cast.mechanic).stream() as stream:
        next(stream)
        live.redis.stop()
        live.redis.start()
        assert next(name for name, _data in stream) == "resync"
