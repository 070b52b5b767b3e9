"""What got worse is raised, with the fitness, the alerts and the timeline that follow from it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from billun.adapters.postbox import kept_messages
from billun.extensions import db
from billun.models import Anomaly, Delivery
from billun.operations.deliveries import send_delivery
from tests.fixtures.callers import Caller
from tests.fixtures.cast import Cast
from tests.fixtures.reports import Complete, report, send_report, send_sighting
from tests.operations.test_concurrency import all_at_once

Look = Callable[..., Any]


@pytest.fixture
def told(look: Look) -> Callable[[], Counter[str]]:
    """How many mails are owed to each address."""
    return lambda: Counter(look(lambda: db.session.scalars(select(Delivery.address)).all()))


def level(caller: Caller, id: str) -> str:
    found: str = caller.get(f"/api/anomalies/{id}").body["criticality"]
    return found


def fitness(caller: Caller, cast: Cast) -> str:
    found: str = caller.get(f"/api/equipment/{cast.lorry.id}").body["fitness"]
    return found


def kinds(caller: Caller, id: str) -> list[str]:
    return [one["kind"] for one in caller.get(f"/api/anomalies/{id}/timeline").body["items"]]


def test_worse_raises_it_and_immobilises_at_once(
    driver: Caller, complete: Complete, cast: Cast
) -> None:
    id = complete()["id"]
    said = send_sighting(driver, id, criticality="red").body
    assert (level(driver, id), fitness(driver, cast)) == ("red", "immobilised")
    assert driver.get(f"/api/anomalies/{id}").body["criticality_reported"] == "yellow"
    rise = driver.get(f"/api/anomalies/{id}/timeline").body["items"][-1]
    assert (rise["kind"], rise["from_criticality"], rise["to_criticality"]) == (
        "criticality",
        "yellow",
        "red",
    )
    assert (rise["actor"]["name"], rise["sighting"]["id"]) == (cast.driver.name, said["id"])


@pytest.mark.parametrize("criticality", ["green", "yellow", "orange"])
def test_a_level_that_is_not_higher_is_kept_as_said_and_changes_nothing(
    driver: Caller, complete: Complete, cast: Cast, criticality: str
) -> None:
    id = complete(criticality="orange")["id"]
    answer = send_sighting(driver, id, criticality=criticality)
    assert (answer.status, answer.body["criticality"]) == (201, criticality)
    assert (level(driver, id), fitness(driver, cast)) == ("orange", "restricted")
    assert "criticality" not in kinds(driver, id)


def test_what_is_over_is_not_raised(
    driver: Caller, mechanic: Caller, complete: Complete, cast: Cast
) -> None:
    id = complete()["id"]
    steps = f"/api/anomalies/{id}/transitions"
    assert mechanic.post(steps, json={"to": "resolved"}).status == 200
    answer = send_sighting(driver, id, criticality="red")
    assert (answer.status, answer.body["criticality"]) == (201, "red")
    assert (level(driver, id), fitness(driver, cast)) == ("yellow", "fit")
    assert kinds(driver, id)[-1] == "sighted"


def test_a_rise_to_orange_alerts_like_a_new_report(
    driver: Caller, complete: Complete, cast: Cast, told: Callable[[], Counter[str]]
) -> None:
    id = complete()["id"]
    assert told() == {}
    send_sighting(driver, id, criticality="orange")
    concerned = {cast.site_manager.email, cast.mechanic.email, cast.supervisor.email}
    assert told() == dict.fromkeys(concerned, 1)


def test_each_further_rise_alerts_again_and_nothing_else_does(
    driver: Caller, complete: Complete, told: Callable[[], Counter[str]]
) -> None:
    id = complete(criticality="orange")["id"]
    assert set(told().values()) == {1}
    for criticality in ("orange", "green"):
        send_sighting(driver, id, criticality=criticality)
    send_sighting(driver, id)
    send_sighting(driver, id, kind="known", criticality="red")
    assert set(told().values()) == {1}
    send_sighting(driver, id, criticality="red")
    assert set(told().values()) == {2}
    send_sighting(driver, id, criticality="red")
    assert set(told().values()) == {2}


def test_a_rise_to_yellow_alerts_nobody(
    driver: Caller, complete: Complete, told: Callable[[], Counter[str]]
) -> None:
    id = complete(criticality="green")["id"]
    send_sighting(driver, id, criticality="yellow")
    assert (level(driver, id), told()) == ("yellow", {})


def test_the_letter_says_who_met_it_and_what_they_said(
    driver: Caller, complete: Complete, cast: Cast, look: Look, app: Flask
) -> None:
    id = complete()["id"]
    send_sighting(driver, id, criticality="red", comment="The whole side is gone")

    def send_all() -> None:
        for delivery_id in db.session.scalars(select(Delivery.id)).all():
            send_delivery(delivery_id)

    look(send_all)
    newest = kept_messages(app.extensions["billun_settings"])[0]
    assert newest["Subject"] == "Stop now: AB-123-CD"
    for kind in ("plain", "html"):
        body = newest.get_body((kind,))
        assert body is not None
        text = body.get_content()
        assert f"It got worse: {cast.driver.name} met it again." in text
        assert "The whole side is gone" in text
        assert "Torn on the left" in text


def test_a_sighting_moves_the_time_at_which_the_anomaly_last_changed(
    driver: Caller, complete: Complete, look: Look
) -> None:
    id = complete()["id"]

    def last_change() -> Any:
        return db.session.query(Anomaly.updated_at, Anomaly.changed_in).one()

    before = look(last_change)
    send_sighting(driver, id, kind="known")
    after = look(last_change)
    assert after[0] > before[0]
    assert after[1] > before[1]


def test_many_who_say_different_levels_at_once_leave_the_worst(
    app: Flask, driver: Caller, cast: Cast
) -> None:
    id = send_report(driver, report(cast.lorry.id, criticality="green")).body["id"]
    said = ["yellow", "orange", "red", "orange", "yellow", "red", "green", "orange"]
    calls = [partial(send_sighting, anomaly=id, criticality=one) for one in said]
    assert all_at_once(app, calls, driver) == [201] * 8
    assert (level(driver, id), fitness(driver, cast)) == ("red", "immobilised")
    entries = driver.get(f"/api/anomalies/{id}/timeline").body["items"]
    rises = [
        (one["from_criticality"], one["to_criticality"])
        for one in entries
        if one["kind"] == "criticality"
    ]
    assert rises[0][0] == "green"
    assert rises[-1][1] == "red"
    assert [after for _, after in rises[:-1]] == [before for before, _ in rises[1:]]
