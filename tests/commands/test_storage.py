"""`flask storage check`: a line for each step, and 1 where one fails."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from flask import Flask

from billun import create_app
from billun.config import Settings
from tests.fixtures.services import disconnected


def check(app: Flask) -> tuple[int, list[str]]:
    done = app.test_cli_runner().invoke(args=["storage", "check"])
    return done.exit_code, done.output.splitlines()


def test_a_storage_that_is_well_is_told_step_by_step(app: Flask) -> None:
    code, (where, *steps) = check(app)
    assert (code, "the folder" in where) == (0, True)
    assert [step[0] for step in steps] == ["✓"] * 6


def test_what_is_wrong_ends_it_with_1(
    app: Flask, environment: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "storage").write_text("a file where the folder should be")
    elsewhere = create_app(replace(Settings.from_environment(environment), var=tmp_path))
    code, (_where, *steps) = check(elsewhere)
    assert code == 1
    assert [step[0] for step in steps] == ["✗"]
    disconnected(elsewhere)
