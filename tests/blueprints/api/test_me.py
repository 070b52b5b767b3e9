"""/api/me: who I am, and what I may change about myself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.fixtures.callers import Caller
from tests.fixtures.cast import PASSWORD, Cast

NEW = "another long sentence"


def test_i_see_who_i_am_and_where(mechanic: Caller, cast: Cast) -> None:
    me = mechanic.get("/api/me").body
    assert me["user"]["email"] == cast.mechanic.email
    assert me["membership"]["trade"] == "mechanic"
    assert [one["company_name"] for one in me["memberships"]] == ["Vauquelin"]


def test_an_admin_sees_that_there_is_no_company(admin: Caller) -> None:
    me = admin.get("/api/me").body
    assert (me["user"]["is_admin"], me["membership"], me["memberships"]) == (True, None, [])


def test_anonymous_is_told_to_sign_in(anonymous: Caller, cast: Cast) -> None:
    assert anonymous.get("/api/me").status == 401


def test_what_is_not_given_stays(driver: Caller, cast: Cast) -> None:
    changed = driver.patch("/api/me", json={"first_name": "Denyse"}).body["user"]
    assert (changed["first_name"], changed["email"]) == ("Denyse", cast.driver.email)
    assert changed["phone"] == cast.driver.phone


def test_a_language_is_chosen_and_given_back(driver: Caller) -> None:
    assert driver.patch("/api/me", json={"locale": "fr"}).body["user"]["locale"] == "fr"
    assert driver.patch("/api/me", json={"locale": None}).body["user"]["locale"] is None


def test_an_address_is_not_changed_before_it_is_confirmed(driver: Caller, cast: Cast) -> None:
    """And whether somebody else has it is not told."""
    for address in (cast.manager.email, "nobody@example.com"):
        asked = driver.patch("/api/me", json={"email": address})
        assert (asked.status, asked.body["user"]["email"]) == (200, cast.driver.email)
    assert driver.patch("/api/me", json={"email": "no address"}).status == 422


def test_a_phone_is_changed_with_the_present_password(driver: Caller, cast: Cast) -> None:
    new = {"phone": "06 99 88 77 66"}
    assert driver.patch("/api/me", json=new).status == 422
    answer = driver.patch("/api/me", json=new | {"present_password": PASSWORD})
    assert (answer.status, answer.body["user"]["phone"]) == (200, "+33699887766")
    taken = {"phone": cast.manager.phone, "present_password": PASSWORD}
    assert driver.patch("/api/me", json=taken).status == 422


@pytest.mark.parametrize("body", [{"is_admin": True}, {"role": "manager"}, {"id": "x"}])
def test_nobody_promotes_oneself(driver: Caller, body: dict[str, Any]) -> None:
    assert driver.patch("/api/me", json=body).status == 422
    assert not driver.get("/api/me").body["user"]["is_admin"]


def change(caller: Caller, present: str, new: str) -> int:
    body = {"present_password": present, "new_password": new}
    return caller.put("/api/me/password", json=body).status


def test_a_new_password_needs_the_present_one(driver: Caller) -> None:
    assert change(driver, "not the password", NEW) == 422
    assert change(driver, PASSWORD, "short") == 422
    assert change(driver, PASSWORD, NEW) == 204


def test_a_new_password_signs_out_every_other_device(
    calling: Callable[..., Caller], cast: Cast
) -> None:
    here, there = calling(cast.driver), calling(cast.driver)
    change(here, PASSWORD, NEW)
    assert (here.get("/api/me").status, there.get("/api/me").status) == (200, 401)


def test_the_old_password_is_dead(driver: Caller, anonymous: Caller, cast: Cast) -> None:
    change(driver, PASSWORD, NEW)
    logins = [{"login": cast.driver.email, "password": word} for word in (PASSWORD, NEW)]
    assert [anonymous.post("/api/auth/login", json=one).status for one in logins] == [401, 200]
