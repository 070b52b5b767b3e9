"""POST /api/auth/register: a company comes with its main manager."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from billun.extensions import db
from billun.models import Company, User
from tests.fixtures.callers import Answer, Caller
from tests.fixtures.cast import Cast

COMPANY = {"name": "Transports Morel", "siret": "443 061 841 00047"}
USER = {
    "first_name": "Marie",
    "last_name": "Morel",
    "email": "Marie@Example.com",
    "phone": "06 12 34 56 78",
    "password": "a sentence to remember",
}


def register(
    caller: Caller, company: dict[str, Any] | None = None, user: dict[str, Any] | None = None
) -> Answer:
    body = {"company": COMPANY | (company or {}), "user": USER | (user or {})}
    return caller.post("/api/auth/register", json=body)


def test_the_user_is_the_main_manager(anonymous: Caller) -> None:
    answer = register(anonymous)
    assert answer.status == 201
    assert answer.body["membership"]["is_main_manager"]
    assert answer.body["membership"]["role"] == "manager"


def test_numbers_are_kept_in_one_form(anonymous: Caller) -> None:
    answer = register(anonymous).body
    assert answer["company"]["siret"] == "44306184100047"
    assert answer["user"]["phone"] == "+33612345678"


def test_the_answer_holds_no_password(anonymous: Caller) -> None:
    assert "argon2" not in register(anonymous).text


def test_the_access_token_works_at_once(anonymous: Caller) -> None:
    token = register(anonymous).body["access_token"]
    me = anonymous.get("/api/me", headers={"Authorization": f"Bearer {token}"})
    assert me.body["company"]["name"] == "Transports Morel"


BAD: dict[str, list[dict[str, Any]]] = {
    "company.siret": [{"siret": "44306184100048"}, {"siret": "123"}, {"siret": None}],
    "company.vat_number": [{"vat_number": "FR00000000000"}],
    "company.time_zone": [{"time_zone": "Europe/Rouen"}, {"time_zone": "../../etc/passwd"}],
    "company.country": [{"country": "France"}],
    "company.name": [{"name": " "}, {"name": None}, {"name": "x" * 201}],
    "user.email": [{"email": "marie"}, {"email": "a@b@c.fr"}, {"email": None}],
    "user.phone": [{"phone": "12"}, {"phone": "call me"}],
    "user.password": [{"password": "short"}, {"password": None}, {"password": "x" * 201}],
    "user.first_name": [{"first_name": ""}, {"first_name": 4}],
    "user.locale": [{"locale": "xx"}],
}


@pytest.mark.parametrize(
    ("field", "spoilt"), [(field, spoilt) for field, several in BAD.items() for spoilt in several]
)
def test_a_bad_field_is_named(anonymous: Caller, field: str, spoilt: dict[str, Any]) -> None:
    part = field.split(".", maxsplit=1)[0]
    answer = register(anonymous, **{part: spoilt})
    assert (answer.status, list(answer.errors)) == (422, [field])


def test_la_poste_has_a_siret_of_its_own_kind(anonymous: Caller) -> None:
    assert register(anonymous, {"siret": "35600000000048"}).status == 201


def test_a_company_from_elsewhere_needs_no_siret(anonymous: Caller) -> None:
    answer = register(anonymous, {"siret": None, "country": "de"})
    assert (answer.status, answer.body["company"]["country"]) == (201, "DE")


@pytest.mark.parametrize(
    ("company", "user"),
    [
        ({}, {"email": "other@example.com", "phone": None}),
        ({"siret": "55208131766522"}, {"phone": None}),
        ({"siret": "55208131766522"}, {"email": "other@example.com"}),
    ],
    ids=["the SIRET", "the e-mail", "the phone"],
)
def test_what_exists_is_a_conflict(
    anonymous: Caller, company: dict[str, Any], user: dict[str, Any]
) -> None:
    register(anonymous)
    assert register(anonymous, company, user).status == 409


def test_a_conflict_leaves_neither_company_nor_user(
    anonymous: Caller, cast: Cast, look: Callable[..., Any]
) -> None:
    before = look(lambda: (db.session.query(Company).count(), db.session.query(User).count()))
    assert register(anonymous, user={"email": cast.driver.email}).status == 409
    after = look(lambda: (db.session.query(Company).count(), db.session.query(User).count()))
    assert after == before
