"""PUT /api/equipment/<id>/replacement: a provisional item turns out to be one of the register."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from billun.catalogue import catalogue
from billun.extensions import db
from billun.models import AnomalyStatus, Document, Equipment, Membership
from billun.models.base import now
from billun.queries.equipment_changes import history_of
from tests.fixtures.callers import Answer, Caller
from tests.fixtures.cast import Cast
from tests.fixtures.reports import report, send_report, send_walk_around, walk_around
from tests.fixtures.triage import fitness, kinds, put_by_hand

Look = Callable[..., Any]
UNKNOWN: dict[str, Any] = {
    "equipment_id": None,
    "provisional": {
        "family": "trailer",
        "plate": "EF 456 6H",
        "description": "White curtain sider",
    },
}


ON_NO_CURTAIN_SIDER = next(
    spot
    for spot in catalogue.outline_for("vehicle", None).spots
    if spot not in catalogue.outline_for("trailer", "curtain_sider").spots
)


GOOD_UNTIL = (now() + timedelta(days=20)).date()


@pytest.fixture
def body() -> Any:
    return report(None, **UNKNOWN, criticality="red")


@pytest.fixture
def found(driver: Caller, body: Any) -> Any:
    """The report about an item that no search had found."""
    return send_report(driver, body).body


@pytest.fixture
def provisional(found: Any) -> UUID:
    return UUID(found["equipment_id"])


def replace(caller: Caller, provisional: UUID, item: UUID) -> Answer:
    return caller.put(f"/api/equipment/{provisional}/replacement", json={"equipment_id": str(item)})


def test_reports_in_every_state_go_to_the_right_item(
    driver: Caller, manager: Caller, found: Any, provisional: UUID, cast: Cast, look: Look
) -> None:
    over = send_report(driver, report(provisional)).body["id"]
    put_by_hand(look, over, status=AnomalyStatus.CLOSED)
    answer = replace(manager, provisional, cast.loner.id)
    assert (answer.status, answer.body["id"]) == (200, str(cast.loner.id))
    assert (answer.body["fitness"], answer.body["open_anomalies"]) == ("immobilised", 1)
    for id in (found["id"], over):
        anomaly = driver.get(f"/api/anomalies/{id}").body
        assert anomaly["equipment_id"] == str(cast.loner.id)
        assert kinds(driver, id) == ["reported", "moved"]
    assert fitness(look, provisional) == "fit"


def test_the_provisional_item_is_retired_and_both_histories_tell_it(
    manager: Caller, provisional: UUID, cast: Cast, look: Look
) -> None:
    replace(manager, provisional, cast.loner.id)
    old = manager.get(f"/api/equipment/{provisional}").body
    assert old["status"] == "retired"

    def told(id: UUID) -> Any:
        marthe = db.session.get_one(Membership, cast.manager.membership_id)
        newest = history_of(marthe, db.session.get_one(Equipment, id)).items[0]
        return newest.kind, newest.changes

    assert look(lambda: told(provisional)) == (
        "replaced",
        {"replaced_by": [None, str(cast.loner.id)]},
    )
    assert look(lambda: told(cast.loner.id)) == (
        "replaced",
        {"replaces": [None, str(provisional)]},
    )


def test_walk_arounds_readings_papers_and_codes_go_along(
    driver: Caller, manager: Caller, provisional: UUID, cast: Cast, look: Look
) -> None:
    looked = walk_around(provisional)
    assert driver.post("/api/walk-arounds", json=looked).status == 201
    readings, codes = (f"/api/equipment/{{}}/{kind}" for kind in ("meter-readings", "codes"))
    driver.post(readings.format(provisional), json={"meter": "hours", "value": 12})
    manager.post(codes.format(provisional), json={"code": "INV 0815"})
    paper = look(lambda: kept_paper(cast, provisional))
    replace(manager, provisional, cast.loner.id)
    assert manager.get(readings.format(cast.loner.id)).body["items"][0]["value"] == 12
    assert manager.get(readings.format(provisional)).body["items"] == []
    again = driver.post("/api/walk-arounds", json=looked)
    assert (again.status, again.body["equipment_id"]) == (200, str(cast.loner.id))
    moved, due_on = look(lambda: where_it_is(paper))
    assert (moved, due_on) == (cast.loner.id, GOOD_UNTIL)


def where_it_is(paper: UUID) -> tuple[UUID, date | None]:
    document = db.session.get_one(Document, paper)
    return document.equipment_id, document.equipment.next_due_on


def kept_paper(cast: Cast, item: UUID) -> UUID:
    paper = Document(
        company_id=cast.vauquelin,
        equipment_id=item,
        kind="other",
        title="Hire contract",
        expires_on=GOOD_UNTIL,
        file_name="hire.pdf",
        media_type="application/pdf",
        byte_size=8,
        sha256="0" * 64,
    )
    db.session.add(paper)
    db.session.flush()
    return paper.id


def test_labels_that_were_stuck_on_it_lead_to_the_right_item(
    driver: Caller, manager: Caller, provisional: UUID, cast: Cast
) -> None:
    billun_id = manager.get(f"/api/equipment/{provisional}").body["billun_id"]
    manager.post(f"/api/equipment/{provisional}/codes", json={"code": "INV 0815"})
    replace(manager, provisional, cast.loner.id)
    for code in (billun_id, "INV 0815", f"https://billun.example/e/{billun_id}"):
        answer = driver.get("/api/equipment/lookup", query_string={"code": code})
        assert [item["id"] for item in answer.body["items"]] == [str(cast.loner.id)]


def test_a_phone_that_was_offline_reports_on_the_right_item(
    driver: Caller, manager: Caller, body: Any, found: Any, provisional: UUID, cast: Cast
) -> None:
    replace(manager, provisional, cast.loner.id)
    late = send_report(driver, report(provisional, spot=ON_NO_CURTAIN_SIDER))
    assert (late.status, late.body["equipment_id"]) == (201, str(cast.loner.id))
    assert late.body["spot"] is None
    looked = send_walk_around(driver, provisional)
    assert (looked.status, looked.body["equipment_id"]) == (201, str(cast.loner.id))
    again = send_report(driver, body, UUID(found["id"]))
    assert (again.status, again.body["equipment_id"]) == (200, str(cast.loner.id))


def test_the_same_again_is_harmless_and_another_one_is_a_conflict(
    manager: Caller, provisional: UUID, cast: Cast
) -> None:
    tries = [cast.loner.id, cast.loner.id, cast.lorry.id]
    assert [replace(manager, provisional, item).status for item in tries] == [200, 200, 409]


def test_only_a_provisional_item_is_replaced_and_only_by_one_in_use(
    driver: Caller, manager: Caller, provisional: UUID, cast: Cast
) -> None:
    assert replace(manager, cast.lorry.id, cast.loner.id).status == 409
    other = UUID(send_report(driver, report(None, **UNKNOWN)).body["equipment_id"])
    manager.delete(f"/api/equipment/{cast.loner.id}")
    for item in (provisional, other, cast.loner.id):
        answer = replace(manager, provisional, item)
        assert (answer.status, list(answer.errors)) == (409, ["equipment_id"])


def test_it_is_the_managers_to_say_and_stays_in_the_company(
    driver: Caller,
    supervisor: Caller,
    manager: Caller,
    partner: Caller,
    provisional: UUID,
    cast: Cast,
) -> None:
    for caller in (driver, supervisor):
        assert replace(caller, provisional, cast.loner.id).status == 403
    assert replace(manager, provisional, cast.partner_trailer.id).status == 404
    assert replace(partner, provisional, cast.partner_trailer.id).status == 404
