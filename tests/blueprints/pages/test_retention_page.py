"""What goes, what went and what is held, as a manager sees it; and how a report comes under hold."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select, update

from billun.extensions import db
from billun.models import Anomaly, Company, RetentionRun
from billun.models.base import now
from billun.operations.retention import keep_retention
from tests.fixtures.callers import Caller
from tests.fixtures.cast import Cast
from tests.fixtures.pages import submit
from tests.fixtures.reports import report, send_report
from tests.queries.test_statement_counts import counted

Look = Callable[[Callable[[], Any]], Any]


@pytest.fixture
def reported(cast: Cast, driver: Caller, look: Look) -> Any:
    """A report whose place is due to be made coarse."""
    body = send_report(driver, report(cast.lorry.id, address="Quai 3")).body
    past = {"received_at": now() - timedelta(days=70)}
    look(lambda: db.session.execute(update(Anomaly).values(past)))
    return body


def test_a_manager_sees_what_goes_what_went_and_what_is_held(
    app: Flask, cast: Cast, reported: Any, browsing: Callable[..., Caller], look: Look
) -> None:
    marthe = browsing(cast.manager)
    page = marthe.get("/company/retention").text
    assert "Nothing went yet" in page
    assert "<dd>1</dd>" in page
    assert "Photos to erase" in page
    before = counted(app, marthe, "/company/retention")
    look(lambda: keep_retention(db.session.get_one(Company, cast.vauquelin)))
    submit(marthe, f"/anomalies/{reported['reference']}", f"/anomalies/{reported['reference']}/hold",
           reason="Claim 4711")  # fmt: skip
    page = marthe.get("/company/retention").text
    assert "Nothing went yet" not in page
    assert "<dd>1</dd>" not in page
    assert "Claim 4711" in page
    assert reported["reference"] in page
    assert counted(app, marthe, "/company/retention") <= before + 2


def test_a_report_is_held_and_released_on_its_page(
    cast: Cast, reported: Any, browsing: Callable[..., Caller], look: Look
) -> None:
    marthe, marcel = browsing(cast.manager), browsing(cast.mechanic)
    page = f"/anomalies/{reported['reference']}"
    without = submit(marthe, page, f"{page}/hold", reason=" ")
    assert (without.status, "Say why, in a few words." in without.text) == (422, True)
    assert submit(marthe, page, f"{page}/hold", reason="Claim 4711").status == 303
    seen = marcel.get(page).text
    assert "Claim 4711" in seen
    assert f"{page}/release" not in seen
    assert "On hold" in marcel.get("/anomalies").text
    assert submit(marcel, page, f"{page}/release").status == 403
    assert submit(marthe, page, f"{page}/release").status == 303
    assert "nothing of this report is erased" not in marcel.get(page).text


def test_the_api_holds_and_releases(
    cast: Cast, reported: Any, manager: Caller, mechanic: Caller, partner: Caller
) -> None:
    url = f"/api/anomalies/{reported['id']}/legal-hold"
    body = {"reason": "Claim 4711"}
    held = manager.put(url, json=body)
    assert (held.status, held.body["on_hold"], held.body["reason"]) == (200, True, "Claim 4711")
    assert held.body["held_by"]["user_id"] == str(cast.manager.user_id)
    assert manager.put(url, json=body).body == held.body
    assert manager.put(url, json={"reason": " "}).status == 422
    assert mechanic.put(url, json=body).status == 403
    assert partner.put(url, json=body).status == 404
    for _ in range(2):
        assert manager.delete(url).status == 204
    kinds = [
        entry["kind"]
        for entry in manager.get(f"/api/anomalies/{reported['id']}/timeline").body["items"]
    ]
    assert kinds[-2:] == ["held", "released"]


@pytest.mark.parametrize("dry", [True, False])
def test_the_command_says_what_goes_and_does_it_unless_it_is_dry(
    app: Flask, cast: Cast, reported: Any, look: Look, dry: bool
) -> None:
    arguments = [
        "retention",
        "run",
        "--company",
        str(cast.vauquelin),
        *(["--dry-run"] if dry else []),
    ]
    done = app.test_cli_runner().invoke(args=arguments)
    assert (done.exit_code, done.output) == (
        0,
        "Vauquelin: 1 positions, 0 access records, 0 photos, 0 anomalies\n",
    )

    def left() -> tuple[Any, ...]:
        anomaly = db.session.get_one(Anomaly, UUID(reported["id"]))
        return anomaly.address, len(db.session.scalars(select(RetentionRun)).all())

    assert look(left) == (("Quai 3", 0) if dry else (None, 1))


def test_the_command_knows_the_companies(app: Flask, cast: Cast) -> None:
    run = app.test_cli_runner().invoke
    assert run(args=["retention", "run", "--company", str(cast.site_id)]).exit_code == 1
    everybody = run(args=["retention", "run", "--dry-run"]).output
    assert everybody.count("0 positions") == 3
