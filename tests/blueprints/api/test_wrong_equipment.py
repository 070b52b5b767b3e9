"""PUT /api/anomalies/<id>/equipment: the wrong item was chosen, and the report goes to the right one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from billun.adapters.postbox import kept_messages
from billun.catalogue import catalogue
from billun.extensions import db
from billun.models import Delivery, DeliveryKind, TimelineEntry
from billun.models.anomaly_transitions import PLANNED_STATUSES
from billun.models.anomaly_transitions import AnomalyStatus as S
from billun.models.base import now
from billun.operations.deliveries import send_delivery
from tests.fixtures.callers import Answer, Caller
from tests.fixtures.cast import Cast
from tests.fixtures.triage import alerted, fitness, kept, kinds, put_by_hand, reported, timeline

Look = Callable[..., Any]
HALF_AN_HOUR = timedelta(minutes=30)
ON_A_TRACTOR = next(
    spot
    for spot in catalogue.outline_for("vehicle", "tractor_unit").spots
    if spot not in catalogue.outline_for("trailer", "curtain_sider").spots
)


@pytest.fixture
def report(driver: Caller, cast: Cast) -> str:
    return reported(driver, cast.lorry.id, criticality="orange", spot=ON_A_TRACTOR)


def move(caller: Caller, id: str, item: UUID, reason: str | None = "The trailer behind") -> Answer:
    body = {"equipment_id": str(item), "reason": reason}
    return caller.put(f"/api/anomalies/{id}/equipment", json=body)


def test_the_report_and_both_fitnesses_follow(
    driver: Caller, report: str, cast: Cast, look: Look
) -> None:
    assert fitness(look, cast.lorry.id) == "restricted"
    answer = move(driver, report, cast.loner.id)
    assert (answer.status, answer.body["equipment_id"]) == (200, str(cast.loner.id))
    assert fitness(look, cast.lorry.id) == "fit"
    assert fitness(look, cast.loner.id) == "restricted"
    entry = timeline(driver, report)[-1]
    assert (entry["kind"], entry["comment"]) == ("moved", "The trailer behind")
    items = select(TimelineEntry.from_equipment_id, TimelineEntry.to_equipment_id)
    came = look(lambda: db.session.execute(items.where(TimelineEntry.kind == "moved")).one())
    assert tuple(came) == (cast.lorry.id, cast.loner.id)


def test_a_spot_that_the_other_drawing_lacks_is_dropped(
    driver: Caller, report: str, cast: Cast, look: Look
) -> None:
    assert kept(look, report, "spot") == ON_A_TRACTOR
    move(driver, report, cast.loner.id)
    assert kept(look, report, "spot") is None


def test_the_phones_learn_of_both_items(driver: Caller, report: str, cast: Cast) -> None:
    cursor = driver.get("/api/mobile/bootstrap").body["cursor"]
    move(driver, report, cast.loner.id)
    found = driver.get("/api/mobile/sync", query_string={"since": cursor}).body["equipment"]
    damage = {item["id"]: [one["id"] for one in item.get("anomalies", [])] for item in found}
    assert damage == {str(cast.lorry.id): [], str(cast.loner.id): [report]}


def test_those_who_look_after_the_right_item_are_alerted(
    driver: Caller, report: str, cast: Cast, look: Look, app: Flask
) -> None:
    before = alerted(look)
    move(driver, report, cast.loner.id)
    assert sorted([*before, cast.manager.email, cast.site_manager.email]) == alerted(look)

    def send_to_the_manager() -> None:
        owed = select(Delivery.id).where(
            Delivery.address == cast.manager.email, Delivery.kind == DeliveryKind.CRITICAL_ANOMALY
        )
        send_delivery(db.session.scalars(owed).one())

    look(send_to_the_manager)
    letter = kept_messages(app.extensions["billun_settings"])[0]
    assert letter["Subject"] == "Repair before next trip: EF-456-GH"
    for kind in ("plain", "html"):
        part = letter.get_body((kind,))
        assert part is not None
        text = part.get_content()
        assert f"{cast.driver.name} moved this report here from AB-123-CD." in text
        assert "The trailer behind" in text


def test_the_reporter_has_half_an_hour_and_others_all_the_time(
    driver: Caller, mechanic: Caller, supervisor: Caller, report: str, cast: Cast, look: Look
) -> None:
    put_by_hand(look, report, received_at=now() - HALF_AN_HOUR)
    assert [move(one, report, cast.loner.id).status for one in (driver, mechanic, supervisor)] == [
        403,
        403,
        200,
    ]


def test_a_colleagues_report_is_not_the_own_one(
    calling: Callable[..., Caller], report: str, cast: Cast
) -> None:
    assert move(calling(cast.other_driver), report, cast.loner.id).status == 403


def test_a_repair_and_its_end_hold_it_where_it_is(
    manager: Caller, report: str, cast: Cast, look: Look
) -> None:
    for status in (*PLANNED_STATUSES, S.CLOSED, S.DISMISSED, S.WITHDRAWN):
        put_by_hand(look, report, status=status)
        answer = move(manager, report, cast.loner.id)
        assert (answer.status, answer.body["present"]) == (
            409,
            {"status": status, "criticality": "orange", "equipment_id": str(cast.lorry.id)},
        )


def test_before_and_after_a_repair_it_moves(
    manager: Caller, report: str, cast: Cast, look: Look
) -> None:
    for status, item in ((S.ACKNOWLEDGED, cast.loner), (S.RESOLVED, cast.lorry)):
        put_by_hand(look, report, status=status)
        assert move(manager, report, item.id).status == 200


def test_it_needs_a_reason_and_to_where_it_is_none(driver: Caller, report: str, cast: Cast) -> None:
    for reason in (None, "  "):
        answer = move(driver, report, cast.loner.id, reason)
        assert (answer.status, list(answer.errors)) == (422, ["reason"])
        assert move(driver, report, cast.lorry.id, reason).status == 200
    assert kinds(driver, report) == ["reported"]


def test_not_to_a_retired_item_nor_to_one_of_another_company(
    driver: Caller, manager: Caller, partner: Caller, report: str, cast: Cast
) -> None:
    manager.delete(f"/api/equipment/{cast.loner.id}")
    answer = move(driver, report, cast.loner.id)
    assert (answer.status, list(answer.errors)) == (409, ["equipment_id"])
    assert move(driver, report, cast.partner_trailer.id).status == 404
    assert move(partner, report, cast.partner_trailer.id).status == 404
