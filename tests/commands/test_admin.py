"""`flask admin create`: the first admin of an installation."""

from __future__ import annotations

from flask import Flask

from tests.fixtures.callers import Caller
from tests.fixtures.cast import Cast

PASSWORD = "a sentence for the admin"


def create(app: Flask, email: str, password: str = PASSWORD) -> tuple[int, str]:
    arguments = ["admin", "create", "--email", email, "--first-name", "Ada", "--last-name", "Min"]
    done = app.test_cli_runner().invoke(args=[*arguments, "--password", password])
    return done.exit_code, done.output


def test_whoever_was_created_may_sign_in(app: Flask, anonymous: Caller) -> None:
    assert create(app, "ada@example.org")[0] == 0
    body = {"login": "ada@example.org", "password": PASSWORD}
    assert anonymous.post("/api/auth/login", json=body).body["user"]["is_admin"]


def test_an_address_that_is_taken_is_told_in_one_line(app: Flask, cast: Cast) -> None:
    code, output = create(app, cast.driver.email)
    assert (code, output.count("\n")) == (1, 1)


def test_a_short_password_is_refused(app: Flask, anonymous: Caller) -> None:
    assert create(app, "ada@example.org", "short")[0] == 1
    body = {"login": "ada@example.org", "password": "short"}
    assert anonymous.post("/api/auth/login", json=body).status == 401
