"""Signing in and out, registering and one's password, on pages."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from email import message_from_bytes, policy
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from billun.extensions import db
from billun.models import Delivery, SignIn, User
from billun.models.base import now
from billun.operations.deliveries import send_delivery
from billun.operations.password_reset_token import make_token
from tests.fixtures.callers import Answer, Caller
from tests.fixtures.cast import PASSWORD, Cast
from tests.fixtures.pages import submit

Look = Callable[..., Any]
NEW = "another long sentence"


def sign_in(caller: Caller, login: str, password: str = PASSWORD, path: str = "/sign-in") -> Answer:
    return submit(caller, path, login=login, password=password)


@pytest.mark.parametrize(
    ("who", "place"),
    [("driver", "/drive"), ("mechanic", "/board"), ("manager", "/overview"), ("admin", "/admin")],
)
def test_everybody_lands_where_they_work(
    anonymous: Caller, cast: Cast, who: str, place: str
) -> None:
    answer = sign_in(anonymous, cast.people[who].email)
    assert (answer.status, answer.headers["Location"]) == (302, place)
    assert anonymous.get(place).status == 200


def test_by_phone_too(anonymous: Caller, cast: Cast) -> None:
    assert sign_in(anonymous, "06 12 00 00 02").status == 302


def test_a_wrong_password_says_the_same_as_an_unknown_name(anonymous: Caller, cast: Cast) -> None:
    known = sign_in(anonymous, cast.driver.email, "not the password")
    unknown = sign_in(anonymous, "nobody@example.com", "not the password")
    assert known.status == unknown.status == 422
    assert "is wrong" in known.text
    assert "is wrong" in unknown.text


def test_the_lock_of_the_api_is_the_lock_of_the_page(anonymous: Caller, cast: Cast) -> None:
    for _ in range(10):
        body = {"login": cast.driver.email, "password": "not the password"}
        anonymous.post("/api/auth/login", json=body)
    assert sign_in(anonymous, cast.driver.email).status == 429


def test_without_a_csrf_token_nobody_signs_in(anonymous: Caller, cast: Cast) -> None:
    form = {"login": cast.driver.email, "password": PASSWORD}
    assert anonymous.post("/sign-in", data=form).status == 400


def test_one_comes_back_to_where_one_wanted_to_go(anonymous: Caller, cast: Cast) -> None:
    wanted = anonymous.get("/equipment?q=ab").headers["Location"]
    answer = sign_in(anonymous, cast.manager.email, path=wanted)
    assert answer.headers["Location"] == "/equipment?q=ab"


ELSEWHERE = [
    "//evil.example",
    "https://evil.example",
    "/\\evil.example",
    "javascript:alert(1)",
    "//[",
    "http://[",
    "/%09/x\t",
]


@pytest.mark.parametrize("place", ELSEWHERE)
def test_nobody_is_led_elsewhere(anonymous: Caller, cast: Cast, place: str) -> None:
    anonymous.get("/sign-in")
    token = submit(anonymous, "/sign-in", login="", password="")
    del token
    path = "/sign-in?" + "next=" + place
    assert sign_in(anonymous, cast.driver.email, path=path).headers["Location"] == "/drive"


def test_signing_out_ends_the_session(browsing: Callable[..., Caller], cast: Cast) -> None:
    page = browsing(cast.driver)
    assert page.post("/sign-out").status == 303
    assert page.get("/drive").headers["Location"].startswith("/sign-in")


def test_an_old_cookie_is_dead_after_signing_out(
    browsing: Callable[..., Caller], cast: Cast
) -> None:
    page = browsing(cast.driver)
    cookie = page.client.get_cookie("billun")
    assert cookie is not None
    page.post("/sign-out")
    page.client.set_cookie("billun", cookie.value)
    assert page.get("/drive").status == 302


def test_a_sign_in_lasts_while_it_is_used(
    browsing: Callable[..., Caller], cast: Cast, look: Look
) -> None:
    page = browsing(cast.driver)
    earlier: Any = {
        "last_seen_at": now() - timedelta(days=80),
        "expires_at": now() + timedelta(days=10),
    }
    look(lambda: db.session.query(SignIn).update(earlier))
    page.get("/drive")
    assert look(lambda: db.session.query(SignIn).one().expires_at) > now() + timedelta(days=89)


def test_answers_carry_the_cookie_only_when_it_is_to_last_longer(
    browsing: Callable[..., Caller], cast: Cast, look: Look
) -> None:
    page, file = browsing(cast.driver), "/manifest.webmanifest"
    page.get("/drive")
    for url in ("/drive", "/api/mobile/version?app=1.0.0", file):
        assert "Set-Cookie" not in page.get(url).headers, url
    look(lambda: db.session.query(SignIn).update({"last_seen_at": now() - timedelta(days=80)}))
    assert "Set-Cookie" not in page.get(file).headers
    renewed = page.get("/drive").headers["Set-Cookie"]
    assert "HttpOnly" in renewed
    assert "SameSite=Lax" in renewed


def test_another_device_is_signed_out_from_here(
    browsing: Callable[..., Caller], cast: Cast, look: Look
) -> None:
    lost, here = browsing(cast.driver), browsing(cast.driver)
    first = look(lambda: db.session.scalar(select(SignIn.id).order_by(SignIn.created_at).limit(1)))
    assert here.post(f"/account/devices/{first}/sign-out").status == 303
    assert (lost.get("/drive").status, here.get("/drive").status) == (302, 200)


def test_a_registered_company_can_begin_at_once(anonymous: Caller, app: Flask) -> None:
    answer = submit(
        anonymous, "/register", company_name="Morel", country="FR", siret="44306184100047",
        first_name="Marie", last_name="Morel", email="marie@example.com", password=NEW,
    )  # fmt: skip
    assert answer.status == 303
    assert anonymous.get(answer.headers["Location"]).status == 200


def test_a_bad_registration_says_what_is_wrong_beside_the_field(anonymous: Caller) -> None:
    answer = submit(
        anonymous, "/register", company_name="Morel", country="FR", siret="123",
        first_name="Marie", last_name="Morel", email="marie@example.com", password="short",
    )  # fmt: skip
    assert answer.status == 422
    assert "14 digits" in answer.text
    assert "short" not in answer.text


def test_a_new_password_on_the_page(browsing: Callable[..., Caller], cast: Cast) -> None:
    here, there = browsing(cast.driver), browsing(cast.driver)
    form = {"present_password": PASSWORD, "new_password": NEW}
    assert here.post("/account/password", data=form).status == 303
    assert (here.get("/drive").status, there.get("/drive").status) == (200, 302)


# The way of a forgotten password.
def test_a_reset_is_mailed_and_works_once(
    anonymous: Caller, app: Flask, cast: Cast, look: Look
) -> None:
    assert submit(anonymous, "/password-reset", email=cast.driver.email).status == 200
    link = mailed_link(app, look)
    assert submit(anonymous, link, new_password=NEW).status == 303
    assert anonymous.get(link).status == 404
    assert sign_in(anonymous, cast.driver.email, NEW).status == 302


def mailed_link(app: Flask, look: Look) -> str:
    id = look(lambda: db.session.scalar(select(Delivery.id)))
    look(lambda: send_delivery(id))
    file = app.extensions["billun_settings"].var / "mail" / f"{id}.eml"
    letter: Any = message_from_bytes(file.read_bytes(), policy=policy.default)
    found = re.search(r"/password-reset/\S+", letter.get_body(("plain",)).get_content())
    assert found
    return found[0]


def test_an_unknown_address_is_answered_alike_and_gets_nothing(
    anonymous: Caller, cast: Cast, look: Look
) -> None:
    known = submit(anonymous, "/password-reset", email=cast.driver.email)
    unknown = submit(anonymous, "/password-reset", email="nobody@example.com")
    assert re.sub("csrf.*", "", known.text) == re.sub("csrf.*", "", unknown.text)
    assert look(lambda: db.session.query(Delivery).count()) == 1


def test_a_link_runs_out_after_an_hour(
    anonymous: Caller, app: Flask, cast: Cast, look: Look
) -> None:
    def token(minutes: int) -> str:
        user = db.session.get_one(User, cast.driver.user_id)
        return make_token(user, now() - timedelta(minutes=minutes))

    assert anonymous.get(f"/password-reset/{look(lambda: token(59))}").status == 200
    assert anonymous.get(f"/password-reset/{look(lambda: token(61))}").status == 404


@pytest.mark.parametrize("token", ["x", "WyJ4Il0.x", "W10", "%00", "é"])
def test_a_forged_link_is_over(anonymous: Caller, app: Flask, token: str) -> None:
    assert anonymous.get(f"/password-reset/{token}").status == 404


def test_the_language_is_chosen_before_one_signs_in(anonymous: Caller, app: Flask) -> None:
    submit(anonymous, "/sign-in", to="/language", locale="fr")
    assert '<html lang="fr"' in anonymous.get("/sign-in").text
