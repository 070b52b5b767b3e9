"""POST /api/auth/login: by e-mail or phone, and never a word on who exists."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from billun.extensions import db
from billun.models import Company
from billun.models.base import now
from tests.fixtures.callers import Answer, Caller
from tests.fixtures.cast import PASSWORD, Cast


def login(caller: Caller, name: str, password: str = PASSWORD, **more: str) -> Answer:
    return caller.post("/api/auth/login", json={"login": name, "password": password} | more)


def test_by_email(anonymous: Caller, cast: Cast) -> None:
    answer = login(anonymous, cast.driver.email)
    assert (answer.status, answer.body["membership"]["role"]) == (200, "driver")


@pytest.mark.parametrize("spelling", ["DENISE@example.com", " denise@Example.COM "])
def test_by_email_in_any_case(anonymous: Caller, cast: Cast, spelling: str) -> None:
    assert login(anonymous, spelling).status == 200


@pytest.mark.parametrize("spelling", ["+33612000002", "06 12 00 00 02", "0033 6-12.00.00.02"])
def test_by_phone_in_any_spelling(anonymous: Caller, cast: Cast, spelling: str) -> None:
    assert login(anonymous, spelling).body["user"]["email"] == cast.driver.email


def test_a_wrong_password_and_an_unknown_name_are_answered_alike(
    anonymous: Caller, cast: Cast
) -> None:
    known = login(anonymous, cast.driver.email, "not the password")
    unknown = login(anonymous, "nobody@example.com", "not the password")
    assert known.status == unknown.status == 401
    assert known.text == unknown.text


@pytest.mark.parametrize("name", ["denise@example.com", "nobody@example.com"])
def test_ten_wrong_passwords_lock_a_name_known_or_not(
    anonymous: Caller, cast: Cast, name: str
) -> None:
    answers = [login(anonymous, name, "not the password").status for _ in range(11)]
    assert answers == [401] * 10 + [429]


def test_a_locked_name_is_not_opened_by_the_right_password(anonymous: Caller, cast: Cast) -> None:
    for _ in range(10):
        login(anonymous, cast.driver.email, "not the password")
    answer = login(anonymous, cast.driver.email)
    assert answer.status == 429
    assert 880 < int(answer.headers["Retry-After"]) <= 900


@pytest.mark.parametrize(
    "other", ["DENISE@EXAMPLE.COM", " denise@example.com", "+33 6 12 00 00 02"]
)
def test_a_lock_holds_in_every_spelling(anonymous: Caller, cast: Cast, other: str) -> None:
    first = cast.driver.email if "@" in other else "0612000002"
    for _ in range(10):
        login(anonymous, first, "not the password")
    assert login(anonymous, other).status == 429


def test_others_are_not_locked(anonymous: Caller, cast: Cast) -> None:
    for _ in range(10):
        login(anonymous, cast.driver.email, "not the password")
    assert login(anonymous, cast.manager.email).status == 200


def test_in_a_company_of_ones_own(anonymous: Caller, cast: Cast) -> None:
    answer = login(anonymous, cast.driver.email, company_id=str(cast.vauquelin))
    assert answer.body["company"]["name"] == "Vauquelin"


def test_not_in_another_company(anonymous: Caller, cast: Cast) -> None:
    other = str(cast.partner.company_id)
    assert login(anonymous, cast.driver.email, company_id=other).status == 404


def test_an_admin_has_no_company(anonymous: Caller, cast: Cast) -> None:
    answer = login(anonymous, cast.admin.email)
    assert (answer.status, answer.body["membership"], answer.body["company"]) == (200, None, None)


def test_a_strange_authorization_header_does_not_keep_anybody_out(
    anonymous: Caller, cast: Cast
) -> None:
    anonymous.headers = {"Authorization": "Bearer old"}
    assert login(anonymous, cast.driver.email).status == 200


def test_a_closed_company_lets_in_its_main_manager_alone(
    anonymous: Caller, driver: Caller, cast: Cast, look: Callable[..., Any]
) -> None:
    look(lambda: setattr(db.session.get_one(Company, cast.vauquelin), "closed_at", now()))
    statuses = [
        anonymous.post("/api/auth/login", json={"login": who.email, "password": PASSWORD}).status
        for who in (cast.manager, cast.site_manager, cast.driver)
    ]
    assert statuses == [200, 401, 401]
    assert driver.get("/api/me").status == 401
