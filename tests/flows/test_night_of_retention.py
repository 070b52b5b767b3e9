"""The clock's own program keeps the retention of every company, over the real services."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import select, update

from billun.extensions import db
from billun.models import Anomaly, RetentionRun
from billun.models.base import now
from bin.places import ROOT
from tests.fixtures.cast import Cast
from tests.fixtures.live import House
from tests.fixtures.reports import report
from tests.fixtures.services import environment_of_processes
from tests.flows.phone import Phone

NIGHT = "import jobs.schedule; from jobs.retention import keep_every_retention as k; k(); k()"


def test_a_night_keeps_the_retention_of_every_company(live: House, live_cast: Cast) -> None:
    cast = live_cast
    told = ((cast.driver, cast.lorry), (cast.partner_driver, cast.partner_trailer))
    for person, item in told:
        Phone(live, person).send_report(str(uuid4()), report(item.id))
    past = update(Anomaly).values(received_at=now() - timedelta(days=70))
    live.look(lambda: db.session.execute(past))
    subprocess.run(
        [sys.executable, "-c", NIGHT],
        check=True,
        cwd=ROOT,
        env=environment_of_processes(**live.environ),
    )

    def went() -> Any:
        runs = db.session.scalars(select(RetentionRun)).all()
        return {run.company_id: run.counts for run in runs}, len(runs)

    assert live.look(went) == (
        {person.company_id: {"positions": 1} for person, _item in told},
        2,
    )
