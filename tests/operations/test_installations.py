"""The phone that sent something is part of the evidence, as far as it is the sender's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select

from billun.extensions import db
from billun.models import Anomaly, Device
from billun.operations.devices import DEVICES_AT_MOST
from tests.blueprints.api.test_mobile_devices import register
from tests.fixtures.callers import Caller
from tests.fixtures.cast import Cast
from tests.fixtures.reports import report, send_photo, send_report, shots

Look = Callable[..., Any]


def sent_by(caller: Caller, cast: Cast, device: object) -> str:
    """A report with one photo, from a phone that says which one it is; the report's id."""
    taken = shots()
    caller.headers["X-Billun-Device"] = str(device)
    id = str(send_report(caller, report(cast.lorry.id, taken)).body["id"])
    assert send_photo(caller, id, taken[0]).status == 201
    del caller.headers["X-Billun-Device"]
    return id


def devices_of(look: Look, anomaly_id: str) -> set[UUID | None]:
    """What the report and its arrived photo name."""

    def read() -> set[UUID | None]:
        anomaly = db.session.get_one(Anomaly, UUID(anomaly_id))
        return {anomaly.device_id, *(photo.device_id for photo in anomaly.arrived_photos)}

    found: set[UUID | None] = look(read)
    return found


def test_a_phone_that_is_known_is_named(driver: Caller, cast: Cast, look: Look) -> None:
    device = uuid4()
    register(driver, device)
    assert devices_of(look, sent_by(driver, cast, device)) == {device}


def test_one_that_has_not_introduced_itself_is_noted_as_the_senders(
    driver: Caller, cast: Cast, look: Look
) -> None:
    device = uuid4()
    assert devices_of(look, sent_by(driver, cast, device)) == {device}
    owner = select(Device.membership_id).where(Device.id == device)
    assert look(lambda: db.session.scalar(owner)) == cast.driver.membership_id
    assert register(driver, device).status == 200


def test_what_is_somebody_elses_or_no_id_names_none(
    driver: Caller, partner: Caller, mechanic: Caller, cast: Cast, look: Look
) -> None:
    for other in (partner, mechanic):
        register(other, device := uuid4())
        assert devices_of(look, sent_by(driver, cast, device)) == {None}
    assert devices_of(look, sent_by(driver, cast, "my phone")) == {None}


def test_a_phone_that_evidence_names_makes_no_room(driver: Caller, cast: Cast, look: Look) -> None:
    device = uuid4()
    anomaly = sent_by(driver, cast, device)
    for _ in range(DEVICES_AT_MOST + 2):
        register(driver, uuid4())
    assert devices_of(look, anomaly) == {device}
    assert look(lambda: db.session.get(Device, device)) is not None
