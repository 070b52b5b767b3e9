"""Why another program failed, in one line."""

from __future__ import annotations

import sys

import pytest

from bin.commands import reason, run_quietly
from bin.console import Refusal


@pytest.mark.parametrize(
    ("output", "line"),
    [
        ("", "it gave no reason"),
        ("first\n\nlast\n", "last"),
        (
            "Looking\nERROR: No matching distribution\nhint: none\n",
            "ERROR: No matching distribution",
        ),
        ("billun: REDIS_URL: down\n", "billun: REDIS_URL: down"),
        (
            "Error: While importing\n\nTraceback (most recent call last):\n  File\nbillun.E: SECRET_KEY: no\n",
            "SECRET_KEY: no",
        ),
    ],
)
def test_reason(output: str, line: str) -> None:
    assert reason(output) == line


def test_run_quietly_gives_what_was_printed() -> None:
    assert run_quietly([sys.executable, "-c", "print('é')"], "no") == "é\n"


def test_what_a_program_of_ours_refuses_stands_alone() -> None:
    refusing = "import sys; sys.exit('billun: SECRET_KEY: too short')"
    with pytest.raises(Refusal, match=r"^SECRET_KEY: too short$"):
        run_quietly([sys.executable, "-c", refusing], "the database cannot be made ready")


def test_run_quietly_refuses_a_failure_and_a_missing_program() -> None:
    with pytest.raises(Refusal, match="cannot do it: because"):
        run_quietly([sys.executable, "-c", "import sys; sys.exit('because')"], "cannot do it")
    with pytest.raises(Refusal, match="cannot do it: No such file"):
        run_quietly(["/no/such/program"], "cannot do it")
