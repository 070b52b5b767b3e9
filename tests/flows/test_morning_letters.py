"""The clock strikes: a worker writes the letters about deadlines and sends them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from billun.adapters.queue import CLOCK, enqueue
from billun.extensions import db
from billun.models import Company, DeadlineDigest
from billun.models.base import now
from tests.fixtures.cast import Cast
from tests.fixtures.due import deadline_named
from tests.fixtures.live import House, wait_for
from tests.flows.test_from_report_to_letter import letters


@pytest.fixture
def noon_zone() -> str:
    """A zone in which it is about noon."""
    ahead = 12 - now().hour
    return f"Etc/GMT{-ahead:+d}" if ahead else "Etc/GMT"


def test_a_site_manager_reads_in_the_morning_what_is_overdue(
    live: House, live_cast: Cast, noon_zone: str
) -> None:
    for old in (live.folder / "var" / "mail").glob("*.eml"):
        old.unlink()
    live.look(lambda: make_overdue(live_cast, noon_zone))
    for _again in range(2):
        with live.app.app_context():
            enqueue(CLOCK, "jobs.digests.tell_deadlines")
    wait_for(lambda: letters(live))
    (letter,) = letters(live)
    assert str(letter["To"]) == live_cast.site_manager.email
    assert str(letter["Subject"]) == "Rouen: 1 deadline overdue"
    assert "AB-123-CD" in letter.get_body(("plain",)).get_content()
    assert live.look(lambda: db.session.query(DeadlineDigest).count()) == 1


def make_overdue(cast: Cast, zone: str) -> Any:
    company = db.session.get_one(Company, cast.vauquelin)
    company.time_zone = zone
    deadline_named(cast.lorry, "ct_heavy").due_on = company.today - timedelta(days=2)
