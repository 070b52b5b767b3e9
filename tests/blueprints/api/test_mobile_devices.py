"""Installations of the app say who and how old they are; managers see those of their people."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as any_
from sqlalchemy import select, update

from billun.config import Settings
from billun.extensions import db
from billun.models import Device, Membership
from billun.models.base import now
from billun.operations.devices import DEVICES_AT_MOST
from billun.queries.devices import FORGOTTEN_AFTER
from tests.fixtures.callers import Answer, Caller
from tests.fixtures.cast import Cast
from tests.operations.test_concurrency import all_at_once

Look = Callable[..., Any]
SAYS = {
    "model": "Pixel 9a",
    "system": "Android 16",
    "app_version": "0.1.0",
    "installed": True,
    "unsent_count": 2,
}


def register(caller: Caller, id: object, **changes: Any) -> Answer:
    return caller.put(f"/api/mobile/devices/{id}", json=SAYS | changes)


def written(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def test_a_phone_is_made_known_and_says_later_how_it_is(driver: Caller, cast: Cast) -> None:
    id, synchronised = uuid4(), written(now() - timedelta(hours=1))
    first = register(driver, id, last_sync_at=synchronised)
    assert first.status == 201
    assert first.body == SAYS | {
        "id": str(id),
        "user_id": str(cast.driver.user_id),
        "name": "Denise Martin",
        "last_seen_at": first.body["last_seen_at"],
        "last_sync_at": synchronised,
        "update": "offered",
    }
    again = register(driver, id, unsent_count=0, app_version="99.0.0")
    assert (again.status, again.body["unsent_count"], again.body["update"]) == (200, 0, "none")
    assert again.body["last_sync_at"] == synchronised


def test_what_waits_of_a_colleague_on_the_same_phone_stays_theirs(
    driver: Caller, calling: Callable[..., Caller], manager: Caller, cast: Cast
) -> None:
    id = uuid4()
    register(calling(cast.other_driver), id, unsent_count=1)
    assert register(driver, id, unsent_count=0).status == 404
    assert register(driver, uuid4(), unsent_count=0).status == 201
    phones = manager.get("/api/mobile/devices").body["items"]
    assert [(one["user_id"], one["unsent_count"]) for one in phones] == [
        (str(cast.other_driver.user_id), 1),
        (str(cast.driver.user_id), 0),
    ]


def test_beyond_twenty_phones_the_one_seen_longest_ago_makes_room(
    driver: Caller, mechanic: Caller, cast: Cast, look: Look
) -> None:
    first, *others = [uuid4() for _number in range(DEVICES_AT_MOST + 1)]
    register(mechanic, uuid4())
    for id in (first, *others):
        assert register(driver, id).status == 201
    register(driver, others[0])
    assert look(lambda: ids_of(cast)) == {*others}


def ids_of(cast: Cast) -> set[UUID]:
    mine = select(Device.id).where(Device.membership_id == cast.driver.membership_id)
    return set(db.session.scalars(mine))


def test_many_phones_at_once_are_twenty(app: Flask, driver: Caller, look: Look) -> None:
    found = all_at_once(app, [lambda caller: register(caller, uuid4())] * 30, driver)
    assert set(found) == {201}
    assert look(lambda: db.session.query(Device).count()) == DEVICES_AT_MOST


def test_a_phone_that_nobody_has_opened_for_half_a_year_is_not_listed(
    driver: Caller, manager: Caller, look: Look
) -> None:
    id = uuid4()
    register(driver, id)
    earlier = now() - FORGOTTEN_AFTER
    look(lambda: db.session.execute(update(Device).values(last_seen_at=earlier)))
    assert manager.get("/api/mobile/devices").body["total"] == 0
    register(driver, id)
    assert manager.get("/api/mobile/devices").body["total"] == 1


def test_the_phone_of_another_company_is_not_there(driver: Caller, partner: Caller) -> None:
    id = uuid4()
    register(partner, id)
    assert register(driver, id).status == 404
    assert partner.get("/api/mobile/devices").body["items"][0]["name"] == "Paul Martin"


@pytest.mark.parametrize(
    "changes",
    [
        {"model": "x" * 101},
        {"system": "x" * 101},
        {"system": None},
        {"app_version": "1.2"},
        {"app_version": "1.2.3-beta"},
        {"app_version": "1.2.3\n"},
        {"app_version": "٣.٢.١"},
        {"app_version": ""},
        {"unsent_count": -1},
        {"unsent_count": 100_001},
        {"installed": "perhaps"},
        {"last_sync_at": "yesterday"},
        {"colour": "red"},
    ],
    ids=str,
)
def test_what_cannot_be_is_refused_by_its_name(
    driver: Caller, cast: Cast, changes: dict[str, Any]
) -> None:
    answer = register(driver, uuid4(), **changes)
    assert answer.status == 422
    assert set(answer.errors) == set(changes)


def test_a_synchronisation_in_the_future_is_refused(driver: Caller, cast: Cast) -> None:
    ahead = written(now() + timedelta(minutes=10))
    assert set(register(driver, uuid4(), last_sync_at=ahead).errors) == {"last_sync_at"}
    slightly = written(now() + timedelta(minutes=2))
    assert register(driver, uuid4(), last_sync_at=slightly).status == 201


def test_something_is_missing(driver: Caller, cast: Cast) -> None:
    answer = driver.put(f"/api/mobile/devices/{uuid4()}", json={})
    assert set(answer.errors) == set(SAYS)


def test_one_phone_that_says_it_many_times_at_once_is_one(
    app: Flask, driver: Caller, look: Look
) -> None:
    id = uuid4()
    found = all_at_once(app, [lambda caller: register(caller, id)] * 8, driver)
    assert sorted(found) == [200] * 7 + [201]
    assert look(lambda: db.session.query(Device).count()) == 1


def test_managers_see_the_last_seen_first_page_by_page(
    driver: Caller, mechanic: Caller, manager: Caller, cast: Cast
) -> None:
    ids = [str(uuid4()) for _number in range(3)]
    for caller, id in zip((driver, mechanic, driver), ids, strict=True):
        register(caller, id)
    page = manager.get("/api/mobile/devices?limit=2").body
    assert ([item["id"] for item in page["items"]], page["total"]) == (ids[:0:-1], 3)
    rest = manager.get("/api/mobile/devices", query_string={"cursor": page["next_cursor"]}).body
    assert ([item["id"] for item in rest["items"]], rest["next_cursor"]) == (ids[:1], None)
    own = manager.get(f"/api/mobile/devices?user_id={cast.mechanic.user_id}").body
    assert [item["id"] for item in own["items"]] == [ids[1]]


def test_where_something_is_unsent_comes_first(driver: Caller, manager: Caller) -> None:
    waiting, *others = [str(uuid4()) for _number in range(3)]
    for id in (waiting, *others):
        register(driver, id, unsent_count=1 if id == waiting else 0)
    first = manager.get("/api/mobile/devices?limit=1").body
    cursor = {"cursor": first["next_cursor"]}
    rest = manager.get("/api/mobile/devices", query_string=cursor).body["items"]
    assert [item["id"] for item in (*first["items"], *rest)] == [waiting, *others[::-1]]


def test_nobody_else_sees_them(
    driver: Caller, supervisor: Caller, manager: Caller, cast: Cast
) -> None:
    assert driver.get("/api/mobile/devices").status == 403
    assert supervisor.get("/api/mobile/devices").status == 403
    path = f"/api/mobile/devices?user_id={cast.outsider.user_id}"
    assert manager.get(path).status == 404
    assert manager.get("/api/mobile/devices?cursor=x").status == 422


def test_the_phones_of_those_who_left_are_not_listed(
    driver: Caller, manager: Caller, cast: Cast, look: Look
) -> None:
    register(driver, uuid4())
    look(lambda: leave(cast))
    assert manager.get("/api/mobile/devices").body["total"] == 0


def leave(cast: Cast) -> None:
    db.session.get_one(Membership, cast.driver.membership_id).ended_at = now()


@pytest.fixture
def releases(app: Flask) -> Iterator[None]:
    """1.10.0 runs here, and phones may go on from 1.1.0."""
    usual: Settings = app.extensions["billun_settings"]
    app.extensions["billun_settings"] = replace(
        usual, app_version="1.10.0", app_minimum_version="1.1.0"
    )
    yield
    app.extensions["billun_settings"] = usual


@pytest.mark.parametrize(
    ("app_version", "update"),
    [("0.0.9", "required"), ("1.2.0", "offered"), ("1.9.9", "offered"), ("1.10.0", "none"),
     ("1.11.0", "none"), ("2.0.0", "none"), ("0.12.0", "required"), ("01.10.00", "none")],
)  # fmt: skip
def test_versions_are_compared_by_their_numbers(
    app: Flask, anonymous: Caller, releases: None, app_version: str, update: str
) -> None:
    answer = anonymous.get(f"/api/mobile/version?app={app_version}")
    assert answer.body == {"minimum": "1.1.0", "latest": "1.10.0", "update": update}


@pytest.mark.parametrize("query", ["", "?app=", "?app=1", "?app=1.2", "?app=1.2.3.4", "?app=a.b.c",
    "?app=-1.0.0", "?app=1.2.3%00", "?app=999999.0.0", "?app=1.2.3%0a", "?app=%ff",
    "?app=%D9%A3.%D9%A2.%D9%A1"])  # fmt: skip
def test_what_is_no_version_is_refused(anonymous: Caller, query: str) -> None:
    assert set(anonymous.get(f"/api/mobile/version{query}").errors) == {"app"}


@settings(
    max_examples=100,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    body=any_.dictionaries(
        any_.sampled_from([*SAYS, "last_sync_at", "else"]),
        any_.one_of(
            any_.none(), any_.booleans(), any_.integers(), any_.floats(), any_.text(max_size=120),
            any_.sampled_from(["0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "\0", "\ud800"]),
        ),
    )
)  # fmt: skip
def test_whatever_a_phone_says_is_taken_or_refused(
    driver: Caller, cast: Cast, body: dict[str, Any]
) -> None:
    assert driver.put(f"/api/mobile/devices/{uuid4()}", json=SAYS | body).status in {201, 422}
