"""The clock strikes: a worker makes the recurring work that is due soon."""

from __future__ import annotations

from billun.adapters.queue import CLOCK, enqueue
from tests.fixtures.cast import Cast
from tests.fixtures.live import House, wait_for
from tests.fixtures.plans import jobs_of, planned


def test_a_worker_makes_what_is_due_soon_once(live: House, live_cast: Cast) -> None:
    id = live.look(lambda: planned(live_cast, equipment_kind="tractor_unit").id)
    for _hour in range(2):
        with live.app.app_context():
            enqueue(CLOCK, "jobs.plans.plan_every_company_ahead")
    assert wait_for(lambda: live.look(lambda: len(jobs_of(id))) == 1)
