"""A delivery waits longer after each failure, and gives up in the end."""

from __future__ import annotations

import itertools
from datetime import timedelta

from billun.models import Delivery, DeliveryState
from billun.models.base import now


def waits() -> list[timedelta]:
    delivery = Delivery(attempts=0, state=DeliveryState.QUEUED)
    found = []
    while delivery.state == DeliveryState.QUEUED:
        before = now()
        delivery.mark_attempt_failed("no route to host")
        if delivery.state == DeliveryState.QUEUED:
            found.append(delivery.next_attempt_at - before)
    return found


def test_each_wait_is_twice_the_last_up_to_six_hours() -> None:
    seconds = [round(wait.total_seconds()) for wait in waits()]
    assert seconds[:4] == [30, 60, 120, 240]
    assert all(later == min(2 * wait, 21_600) for wait, later in itertools.pairwise(seconds))


def test_it_gives_up_after_thirty_attempts_within_a_week() -> None:
    assert len(waits()) == 29
    assert timedelta(days=4) < sum(waits(), timedelta()) < timedelta(days=7)


def test_what_was_sent_has_no_error_any_more() -> None:
    delivery = Delivery(attempts=2, error="busy", state=DeliveryState.QUEUED)
    delivery.mark_sent()
    assert (delivery.state, delivery.error, delivery.attempts) == ("sent", None, 3)


def test_an_endless_error_is_cut() -> None:
    delivery = Delivery(attempts=0)
    delivery.mark_attempt_failed("x" * 5000)
    assert len(delivery.error or "") == 2000
