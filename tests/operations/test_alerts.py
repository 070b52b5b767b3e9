"""Who is told at once: the site's manager and the workshop's team, else all managers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from billun.extensions import db
from billun.models import Delivery, Membership, User, Workshop
from billun.models.base import now
from tests.fixtures.callers import Caller
from tests.fixtures.cast import Cast
from tests.fixtures.reports import report, send_report

Look = Callable[..., Any]


@pytest.fixture
def told(look: Look) -> Callable[[], set[str]]:
    """The addresses to which a mail is owed."""
    return lambda: set(look(lambda: db.session.scalars(select(Delivery.address)).all()))


Told = Callable[[], set[str]]


def red(item: UUID, **changes: Any) -> Any:
    return report(item, [], **({"criticality": "red", "photos_later": True} | changes))


def test_the_sites_manager_and_the_workshops_team(driver: Caller, cast: Cast, told: Told) -> None:
    send_report(driver, red(cast.lorry.id))
    assert told() == {cast.site_manager.email, cast.mechanic.email, cast.supervisor.email}


def test_all_managers_where_there_are_neither(driver: Caller, cast: Cast, told: Told) -> None:
    send_report(driver, red(cast.loner.id))
    assert told() == {cast.manager.email, cast.site_manager.email}


def test_also_whoever_reports_it(mechanic: Caller, cast: Cast, told: Told) -> None:
    send_report(mechanic, red(cast.lorry.id))
    assert told() == {cast.site_manager.email, cast.mechanic.email, cast.supervisor.email}


@pytest.mark.parametrize(("criticality", "count"), [("green", 0), ("yellow", 0), ("orange", 3)])
def test_only_orange_and_red_alert(
    driver: Caller, cast: Cast, told: Told, criticality: str, count: int
) -> None:
    send_report(driver, report(cast.lorry.id, criticality=criticality))
    assert len(told()) == count


def test_a_floor_alerts_too(driver: Caller, cast: Cast, told: Told) -> None:
    body = report(cast.lorry.id, category="tyres", sub_category="wear", criticality="green")
    send_report(driver, body)
    assert len(told()) == 3


def test_the_same_report_again_alerts_once(driver: Caller, cast: Cast, look: Look) -> None:
    id, body = UUID(int=7), red(cast.lorry.id)
    assert [send_report(driver, body, id).status for _ in range(2)] == [201, 200]
    assert look(lambda: db.session.query(Delivery).count()) == 3


def test_whoever_left_is_not_told(driver: Caller, cast: Cast, look: Look, told: Told) -> None:
    def leave() -> None:
        db.session.get_one(Membership, cast.site_manager.membership_id).ended_at = now()

    look(leave)
    send_report(driver, red(cast.lorry.id))
    assert told() == {cast.mechanic.email, cast.supervisor.email}


def test_when_all_of_them_left_the_managers_are_told(
    driver: Caller, cast: Cast, look: Look, told: Told
) -> None:
    def dissolve() -> None:
        db.session.get_one(Membership, cast.site_manager.membership_id).ended_at = now()
        db.session.get_one(Workshop, cast.workshop_id).team = []

    look(dissolve)
    send_report(driver, red(cast.lorry.id))
    assert told() == {cast.manager.email}


def test_whoever_has_no_address_is_passed_over(
    driver: Caller, cast: Cast, look: Look, told: Told
) -> None:
    def lose_the_address() -> None:
        user = db.session.get_one(User, cast.mechanic.user_id)
        user.email, user.phone = None, "+33612999999"

    look(lose_the_address)
    send_report(driver, red(cast.lorry.id))
    assert told() == {cast.site_manager.email, cast.supervisor.email}


def test_a_refused_report_alerts_nobody(driver: Caller, cast: Cast, told: Told) -> None:
    send_report(driver, red(cast.lorry.id, category="wings"))
    assert told() == set()
