"""Who reported damage hears what became of it, once, and nobody of what they did themselves."""

from __future__ import annotations

from collections.abc import Callable
from email import message_from_bytes, policy
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from billun.extensions import db
from billun.models import Delivery, DeliveryKind, Membership, TimelineEntry, User
from billun.models.base import now
from billun.operations.deliveries import send_delivery
from billun.operations.letters import Letter, write_letter
from billun.operations.telling_reporters import tell_reporter
from tests.fixtures.callers import Caller
from tests.fixtures.cast import Cast
from tests.fixtures.jobs import job, moved, outcomes
from tests.fixtures.reports import report, send_report

Look = Callable[..., Any]
Told = Callable[[], list[str]]
OWED = select(Delivery).where(Delivery.kind == DeliveryKind.ANOMALY_MOVED)


@pytest.fixture
def told(look: Look) -> Told:
    """The addresses to which a mail about what became of a report is owed."""
    return lambda: sorted(look(lambda: [one.address for one in db.session.scalars(OWED)]))


@pytest.fixture
def letter(look: Look) -> Callable[[], Letter]:
    """The newest of these letters."""

    def written() -> Letter:
        newest = OWED.order_by(Delivery.created_at.desc(), Delivery.id.desc()).limit(1)
        return write_letter(db.session.scalars(newest).one())

    return lambda: look(written)


@pytest.fixture
def mine(driver: Caller, cast: Cast) -> Any:
    """A yellow report of Denise."""
    return send_report(driver, report(cast.lorry.id)).body


def move(caller: Caller, anomaly: Any, to: str, comment: str = "") -> None:
    path = f"/api/anomalies/{anomaly['id']}/transitions"
    assert caller.post(path, json={"to": to, "comment": comment}).status == 200


def words(letter: Letter) -> str:
    return " ".join(letter.text.split())


def test_steps_on_the_way_send_no_mail(mine: Any, supervisor: Caller, told: Told) -> None:
    move(supervisor, mine, "acknowledged")
    assert told() == []


def test_the_end_is_told_and_the_closure_not_again(
    mine: Any, supervisor: Caller, told: Told, letter: Callable[[], Letter], cast: Cast
) -> None:
    move(supervisor, mine, "acknowledged")
    move(supervisor, mine, "resolved", "New curtain")
    move(supervisor, mine, "closed")
    assert told() == [cast.driver.email]
    said = letter()
    assert said.subject == "Repaired: AB-123-CD"
    for word in ("is repaired", "New curtain", mine["reference"], cast.supervisor.name):
        assert word in words(said)
        assert word in said.html
    assert f"/drive/reports/{mine['reference']}" in said.text


def test_a_dismissal_is_told_with_its_reason_and_the_reopening_with_its_own(
    mine: Any, manager: Caller, told: Told, letter: Callable[[], Letter], cast: Cast
) -> None:
    move(manager, mine, "dismissed", "That is only <dirt>")
    said = letter()
    assert said.subject == "Dismissed: AB-123-CD"
    assert "That is only <dirt>" in said.text
    assert "That is only &lt;dirt&gt;" in said.html
    move(manager, mine, "reported", "It is not")
    assert letter().subject == "Being looked at again: AB-123-CD"
    assert "It is not" in letter().text
    assert told() == [cast.driver.email] * 2


def test_what_was_not_repaired_after_all_is_told(
    mine: Any, manager: Caller, letter: Callable[[], Letter]
) -> None:
    for to in ("acknowledged", "resolved", "acknowledged"):
        move(manager, mine, to)
    assert letter().subject == "Being looked at again: AB-123-CD"


@pytest.mark.parametrize("end", ["deferred", "cancelled"])
def test_a_repair_that_was_put_off_is_told(
    end: str,
    mine: Any,
    manager: Caller,
    told: Told,
    letter: Callable[[], Letter],
    cast: Cast,
) -> None:
    made = job(manager, cast, mine, to="in_progress")
    assert told() == []
    if end == "cancelled":
        moved(manager, made, "cancelled", comment="No parts")
    else:
        said = outcomes((mine, "deferred"))
        moved(manager, made, "completed", outcomes=said, comment="No parts")
    assert told() == [cast.driver.email]
    short, sentence = {
        "deferred": ("Repair put off", "The repair was put off."),
        "cancelled": ("Repair called off", "The repair was called off."),
    }[end]
    assert letter().subject == f"{short}: AB-123-CD"
    assert sentence in words(letter())
    assert "No parts" in words(letter())


def test_a_report_that_is_left_out_of_a_plan_is_not(
    mine: Any, manager: Caller, told: Told, cast: Cast
) -> None:
    made = job(manager, cast, mine)
    assert manager.patch(f"/api/maintenance/{made['id']}", json={"anomaly_ids": []}).status == 200
    assert told() == []


def test_nobody_is_told_of_what_they_did_themselves(
    mine: Any, driver: Caller, mechanic: Caller, cast: Cast, told: Told
) -> None:
    move(driver, mine, "withdrawn", "Was dirt")
    own = send_report(mechanic, report(cast.lorry.id)).body
    move(mechanic, own, "dismissed", "Was dirt")
    assert told() == []


@pytest.mark.parametrize("change", ["gone", "without an address"])
def test_whoever_left_or_has_no_address_is_passed_over(
    mine: Any, manager: Caller, look: Look, cast: Cast, told: Told, change: str
) -> None:
    def leave() -> None:
        member = db.session.get_one(Membership, cast.driver.membership_id)
        if change == "gone":
            member.ended_at = now()
        else:
            member.user.email = None

    look(leave)
    move(manager, mine, "dismissed", "Dirt")
    assert told() == []


def test_both_reporters_of_a_duplicate_are_told_what_becomes_of_the_older(
    mine: Any,
    calling: Callable[..., Caller],
    manager: Caller,
    cast: Cast,
    told: Told,
    letter: Callable[[], Letter],
) -> None:
    again = send_report(calling(cast.other_driver), report(cast.lorry.id)).body
    merged = manager.post(f"/api/anomalies/{again['id']}/merge", json={"into": mine["id"]})
    assert merged.status == 200
    assert told() == [cast.other_driver.email]
    said = letter()
    assert said.subject == "Reported before: AB-123-CD"
    assert f"It is the same as {mine['reference']}, which was reported before." in words(said)
    assert f"/drive/reports/{mine['reference']}" in said.text
    move(manager, again, "reported", "Another one")
    manager.post(f"/api/anomalies/{again['id']}/merge", json={"into": mine["id"]})
    assert told() == [cast.other_driver.email] * 3
    move(manager, mine, "acknowledged")
    move(manager, mine, "resolved")
    assert told() == [cast.driver.email] + [cast.other_driver.email] * 4


def test_a_duplicates_reporter_reads_which_report_was_theirs(
    mine: Any, calling: Callable[..., Caller], manager: Caller, cast: Cast, look: Look
) -> None:
    again = send_report(calling(cast.other_driver), report(cast.lorry.id)).body
    manager.post(f"/api/anomalies/{again['id']}/merge", json={"into": mine["id"]})
    move(manager, mine, "dismissed", "Dirt")

    def theirs() -> str:
        one = OWED.where(Delivery.address == cast.other_driver.email)
        newest = one.order_by(Delivery.created_at.desc()).limit(1)
        return words(write_letter(db.session.scalars(newest).one()))

    said = look(theirs)
    assert f"Your report: {again['reference']}" in said
    assert f"The same as: {mine['reference']}" in said
    assert "Dirt" in said


def test_a_lowering_is_told_and_a_rise_is_not(
    mine: Any, supervisor: Caller, told: Told, letter: Callable[[], Letter], cast: Cast
) -> None:
    path = f"/api/anomalies/{mine['id']}/criticality"
    assert supervisor.put(path, json={"criticality": "orange"}).status == 200
    assert told() == []
    said = {"criticality": "green", "comment": "Holds until spring"}
    assert supervisor.put(path, json=said).status == 200
    assert told() == [cast.driver.email]
    assert letter().subject == "Less urgent: AB-123-CD"
    assert "It was “Repair before next trip”, now it is “Drive on”." in words(letter())
    assert "Holds until spring" in letter().text


def test_a_move_to_other_equipment_is_told(
    mine: Any, supervisor: Caller, letter: Callable[[], Letter], cast: Cast
) -> None:
    body = {"equipment_id": str(cast.loner.id), "reason": "It was the trailer"}
    path = f"/api/anomalies/{mine['id']}/equipment"
    assert supervisor.put(path, json=body).status == 200
    assert letter().subject == "Corrected: EF-456-GH"
    assert "The report is about EF-456-GH, not about AB-123-CD." in words(letter())


def test_told_twice_is_told_once(mine: Any, manager: Caller, look: Look, told: Told) -> None:
    move(manager, mine, "dismissed", "Dirt")
    last = select(TimelineEntry).order_by(TimelineEntry.at.desc()).limit(1)
    look(lambda: tell_reporter(db.session.scalars(last).one()))
    assert len(told()) == 1


def test_it_is_written_in_the_readers_language_and_sent(
    app: Flask, mine: Any, manager: Caller, look: Look, cast: Cast
) -> None:
    move(manager, mine, "dismissed", "Poussière")

    def sent() -> str:
        db.session.get_one(User, cast.driver.user_id).locale = "fr"
        delivery = db.session.scalars(OWED).one()
        send_delivery(delivery.id)
        return str(delivery.id)

    file = app.extensions["billun_settings"].var / "mail" / f"{look(sent)}.eml"
    mail: Any = message_from_bytes(file.read_bytes(), policy=policy.default)
    assert mail["To"] == cast.driver.email
    assert "Poussière" in mail.get_body(("plain",)).get_content()


def test_an_alert_of_what_was_lowered_meanwhile_still_goes_out(
    driver: Caller, supervisor: Caller, cast: Cast, look: Look
) -> None:
    sent = send_report(driver, report(cast.lorry.id, criticality="orange")).body
    body = {"criticality": "yellow", "comment": "Holds"}
    assert supervisor.put(f"/api/anomalies/{sent['id']}/criticality", json=body).status == 200
    alerts = select(Delivery).where(Delivery.kind == DeliveryKind.CRITICAL_ANOMALY).limit(1)
    said = look(lambda: write_letter(db.session.scalars(alerts).one()))
    assert said.subject == "Plan a repair: AB-123-CD"
