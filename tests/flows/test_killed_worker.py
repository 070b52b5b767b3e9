"""A worker dies in the middle of a photo: the next one makes it ready."""

from __future__ import annotations

import signal
from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import psutil
from PIL import Image

from billun.adapters.queue import CLOCK, enqueue
from billun.extensions import db
from billun.models import Photo
from billun.models.base import now
from bin import processes
from tests.fixtures.cast import Cast
from tests.fixtures.live import House, wait_for
from tests.fixtures.reports import Shot, report
from tests.flows.phone import Phone


def large_photo() -> bytes:
    """64 megapixels, so that there is time enough to die in it."""
    written = BytesIO()
    Image.linear_gradient("L").resize((8000, 8000)).save(written, "PNG", compress_level=1)
    return written.getvalue()


def standing(house: House) -> tuple[str, int]:
    def read() -> tuple[str, int]:
        photo = db.session.query(Photo).one()
        return str(photo.state), photo.attempts

    return house.look(read)


def test_a_photo_whose_worker_was_killed_is_done_by_the_next(live: House, live_cast: Cast) -> None:
    driver, shot = Phone(live, live_cast.driver), Shot(uuid4(), large_photo())
    body = report(live_cast.lorry.id, [], criticality="red", photos_later=True)
    id = driver.send_report(str(uuid4()), body).json()["id"]
    assert driver.send_photo(id, shot).status_code == 201
    wait_for(lambda: standing(live) == ("stored", 1))
    limited = memory_limits(live)
    live.stop("worker", signal.SIGKILL)
    assert standing(live) == ("stored", 1)
    # One that a job has, and that of the worker, who has none of its own.
    assert len(limited) == 2
    assert min(limited - {psutil.RLIM_INFINITY}) < 2 << 30

    live.look(long_ago)
    live.look(lambda: enqueue(CLOCK, "jobs.sweeps.sweep"))
    live.start("worker")
    wait_for(lambda: standing(live) == ("ready", 2), seconds=60)


def memory_limits(house: House) -> set[int]:
    """How much memory of its own each process of the worker may have."""
    running = processes.members(house.running["worker"].pid)
    return {psutil.Process(pid).rlimit(psutil.RLIMIT_DATA)[0] for pid in running}


def long_ago() -> None:
    """A sweep leaves what is new to the queue, so that this is older than it."""
    db.session.query(Photo).update({"received_at": now() - timedelta(minutes=5)})
