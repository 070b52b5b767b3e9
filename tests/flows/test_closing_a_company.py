"""The clock's own program purges a company whose time has come, over the real services."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta

from billun.extensions import db
from billun.models import Company, Membership, User
from billun.operations.company_closing import close_company
from billun.operations.company_export import export_company
from bin.places import ROOT
from tests.fixtures.cast import Cast
from tests.fixtures.live import House
from tests.fixtures.services import environment_of_processes

PURGE = "from jobs.company_closing import purge_closed_companies; purge_closed_companies()"


def test_the_purge_takes_the_company_whose_time_has_come_and_no_other(
    live: House, live_cast: Cast
) -> None:
    def close_both() -> None:
        for person in (live_cast.manager, live_cast.partner):
            member = db.session.get_one(Membership, person.membership_id)
            close_company(member.company, member.user)
            export_company(member.company)
        vauquelin = db.session.get_one(Company, live_cast.vauquelin)
        vauquelin.purge_on = vauquelin.today - timedelta(days=1)

    live.look(close_both)
    for _ in range(2):
        subprocess.run(
            [sys.executable, "-c", PURGE],
            check=True,
            cwd=ROOT,
            env=environment_of_processes(**live.environ),
        )
    names = live.look(lambda: sorted(db.session.scalars(db.select(Company.name))))
    assert names == ["Elsewhere", "Frigo Loire"]
    assert live.look(lambda: db.session.get(User, live_cast.manager.user_id)) is None
    assert live.look(lambda: db.session.get(User, live_cast.partner.user_id)) is not None
