"""PINs: what may be one, who sets it, and how guessing ends."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from billun.errors import NotAllowed, Refused
from billun.extensions import db
from billun.models import Membership
from billun.models.base import now
from billun.operations.pins import check_pin, locked_until, set_pin, valid_pin
from tests.fixtures.callers import Caller
from tests.fixtures.cast import Cast, Person
from tests.fixtures.screens import PIN, give_pin

Look = Callable[..., Any]


def member(person: Person) -> Membership:
    return db.session.get_one(Membership, person.membership_id)


@pytest.mark.parametrize("pin", ["2846", "90210", "11223344", "1357"])
def test_digits_without_a_pattern_are_a_pin(pin: str) -> None:
    assert valid_pin(f" {pin} ") == pin


@pytest.mark.parametrize(
    "pin",
    ["", "123", "123456789", "12a4", "٢٨٤٦", "0000", "1234", "4321", "7890", "4242", "123123"],
)
def test_what_everybody_tries_first_is_none(app: Flask, pin: str) -> None:
    with app.test_request_context(), pytest.raises(Refused):
        valid_pin(pin)


@pytest.mark.parametrize(
    ("failures", "minutes"),
    [(4, None), (5, 5), (6, 10), (7, 20), (13, 1280), (14, 1440), (99, 1440)],
)
def test_each_wrong_one_locks_for_twice_as_long(failures: int, minutes: int | None) -> None:
    until = locked_until(failures)
    lasts = None if until is None else round((until - now()) / timedelta(minutes=1))
    assert lasts == minutes


def test_people_set_their_own_and_leaders_set_it_for_the_workshop(cast: Cast, look: Look) -> None:
    def question() -> None:
        for actor in (cast.mechanic, cast.supervisor, cast.manager):
            set_pin(member(actor), member(cast.mechanic), PIN)
        for actor, person in ((cast.mechanic, cast.supervisor), (cast.driver, cast.mechanic)):
            with pytest.raises(NotAllowed):
                set_pin(member(actor), member(person), PIN)
        with pytest.raises(Refused):
            set_pin(member(cast.manager), member(cast.driver), PIN)

    look(question)


def test_twenty_guesses_at_once_count_like_twenty_in_a_row(
    app: Flask, cast: Cast, look: Look
) -> None:
    give_pin(look, cast.mechanic)

    def guess(pin: str) -> str:
        with app.test_request_context():
            try:
                check_pin(member(cast.mechanic), pin)
                return "in"
            except Refused as refused:
                return refused.message.split(".")[0]
            finally:
                db.session.commit()

    with ThreadPoolExecutor(8) as at_once:
        said = list(at_once.map(guess, ["9999"] * 19 + [PIN]))
    assert said.count("This PIN is wrong") == 4
    assert said.count("Too many wrong PINs") == 16
    assert look(lambda: member(cast.mechanic).pin_failures) == 5


def test_the_api_sets_and_removes_a_pin_and_never_shows_it(
    mechanic: Caller, supervisor: Caller, driver: Caller, outsider: Caller, cast: Cast
) -> None:
    path, body = f"/api/users/{cast.mechanic.user_id}/pin", {"pin": PIN}
    assert mechanic.put("/api/me/pin", json=body).status == 204
    assert supervisor.put(path, json=body).status == 204
    assert [who.put(path, json=body).status for who in (driver, outsider)] == [403, 404]
    assert driver.put("/api/me/pin", json=body).status == 403
    assert supervisor.put(path, json={"pin": "0000"}).errors.keys() == {"pin"}
    assert "pin" not in supervisor.get(f"/api/users/{cast.mechanic.user_id}").body
    assert [supervisor.delete(path).status, mechanic.delete("/api/me/pin").status] == [204, 204]
