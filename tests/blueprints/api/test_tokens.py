"""Access and refresh tokens: short, rotated, revocable; whatever is no good is a 401."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask_jwt_extended import create_access_token, create_refresh_token

from billun.extensions import db
from billun.models import Membership, SignIn
from billun.models.base import now
from tests.fixtures.callers import Answer, Caller
from tests.fixtures.cast import PASSWORD, Cast


@pytest.fixture
def tokens(anonymous: Caller, cast: Cast) -> dict[str, str]:
    body = {"login": cast.driver.email, "password": PASSWORD}
    signed_in = anonymous.post("/api/auth/login", json=body).body
    return {name: signed_in[f"{name}_token"] for name in ("access", "refresh")}


def bearing(token: str) -> dict[str, Any]:
    return {"headers": {"Authorization": f"Bearer {token}"}}


def refresh(caller: Caller, token: str) -> Answer:
    return caller.post("/api/auth/refresh", **bearing(token))


def test_a_refresh_gives_two_new_tokens(anonymous: Caller, tokens: dict[str, str]) -> None:
    fresh = refresh(anonymous, tokens["refresh"]).body
    assert anonymous.get("/api/me", **bearing(fresh["access_token"])).status == 200
    assert refresh(anonymous, fresh["refresh_token"]).status == 200


def test_a_used_refresh_token_is_dead(anonymous: Caller, tokens: dict[str, str]) -> None:
    refresh(anonymous, tokens["refresh"])
    assert refresh(anonymous, tokens["refresh"]).status == 401


def test_a_replay_ends_the_whole_sign_in(anonymous: Caller, tokens: dict[str, str]) -> None:
    fresh = refresh(anonymous, tokens["refresh"]).body
    refresh(anonymous, tokens["refresh"])
    assert refresh(anonymous, fresh["refresh_token"]).status == 401
    assert anonymous.get("/api/me", **bearing(fresh["access_token"])).status == 401


@pytest.mark.parametrize("kind", ["access", "refresh"])
def test_a_logout_ends_it_too(anonymous: Caller, tokens: dict[str, str], kind: str) -> None:
    assert anonymous.post("/api/auth/logout", **bearing(tokens[kind])).status == 204
    assert anonymous.get("/api/me", **bearing(tokens["access"])).status == 401
    assert refresh(anonymous, tokens["refresh"]).status == 401


def test_a_logout_without_a_token_is_refused(anonymous: Caller, cast: Cast) -> None:
    assert anonymous.post("/api/auth/logout").status == 401


def test_a_refresh_token_opens_nothing(anonymous: Caller, tokens: dict[str, str]) -> None:
    assert anonymous.get("/api/me", **bearing(tokens["refresh"])).status == 401


def test_an_access_token_does_not_refresh(anonymous: Caller, tokens: dict[str, str]) -> None:
    assert refresh(anonymous, tokens["access"]).status == 401


def unsigned(token: str) -> str:
    header = base64.urlsafe_b64encode(json.dumps({"alg": "none", "typ": "JWT"}).encode())
    return f"{header.decode().rstrip('=')}.{token.split('.')[1]}."


GARBLED: dict[str, Callable[[str], str]] = {
    "nothing": lambda _: "",
    "noise": lambda _: "garbage",
    "dots": lambda _: "..",
    "letters beyond ASCII": lambda _: "é.ü.ß",
    "cut": lambda token: token[:-4],
    "another signature": lambda token: token.rsplit(".", 1)[0] + ".AAAA",
    "no algorithm": unsigned,
}


@pytest.mark.parametrize("path", ["/api/me", "/api/equipment", "/api/openapi.json", "/health/live"])
@pytest.mark.parametrize("garble", GARBLED.values(), ids=GARBLED)
def test_a_garbled_token_is_refused_everywhere(
    anonymous: Caller, tokens: dict[str, str], path: str, garble: Callable[[str], str]
) -> None:
    assert anonymous.get(path, **bearing(garble(tokens["access"]))).status == 401


@pytest.mark.parametrize("header", ["Basic YTpi", "Bearer", "Token abc", "Bearer a b c"])
def test_another_scheme_is_refused(anonymous: Caller, cast: Cast, header: str) -> None:
    answer = anonymous.get("/api/me", headers={"Authorization": header})
    assert (answer.status, answer.headers["WWW-Authenticate"]) == (401, "Bearer")


def made(app: Flask, **how: Any) -> str:
    with app.app_context():
        return str(create_access_token(**how))


@pytest.mark.parametrize("identity", ["nobody", "01a20696-a26c-743f-bcb1-6b87acd7b4c8", "\0"])
def test_a_token_of_a_sign_in_that_never_was_is_refused(
    app: Flask, anonymous: Caller, identity: str
) -> None:
    token = made(app, identity=identity)
    assert anonymous.get("/api/me", **bearing(token)).status == 401


def test_an_expired_token_is_refused(
    app: Flask, anonymous: Caller, cast: Cast, look: Callable[..., Any]
) -> None:
    token = made(app, identity="x", expires_delta=timedelta(seconds=-1))
    assert anonymous.get("/api/me", **bearing(token)).status == 401


def test_a_refresh_token_of_nobody_is_refused(app: Flask, anonymous: Caller) -> None:
    with app.app_context():
        token = create_refresh_token("nobody")
    assert refresh(anonymous, token).status == 401


def test_a_sign_in_that_ran_out_opens_nothing(
    anonymous: Caller, tokens: dict[str, str], look: Callable[..., Any]
) -> None:
    look(lambda: db.session.query(SignIn).update({"expires_at": now()}))
    assert anonymous.get("/api/me", **bearing(tokens["access"])).status == 401
    assert refresh(anonymous, tokens["refresh"]).status == 401


def test_whoever_left_the_company_is_out_at_once(
    anonymous: Caller, tokens: dict[str, str], look: Callable[..., Any]
) -> None:
    look(lambda: db.session.query(Membership).update({"ended_at": now()}))
    assert anonymous.get("/api/me", **bearing(tokens["access"])).status == 401
    assert refresh(anonymous, tokens["refresh"]).status == 401
