"""The settings of a run, checked before anything is started for it."""

from __future__ import annotations

import subprocess
import sys

import pytest

from bin.console import Refusal
from bin.environment import worker_number
from bin.places import ROOT
from bin.settings import refuse_settings
from tests.fixtures.services import environment_of_processes


def test_no_setting_at_all_is_fine() -> None:
    refuse_settings({})


@pytest.mark.parametrize(
    ("name", "value"),
    [("JOB_WORKERS", "0"), ("WEB_WORKERS", "x"), ("STORAGE", "s4"), ("BILLUN_ENV", "production")],
)
def test_what_billun_would_refuse_is_refused(name: str, value: str) -> None:
    refused = "SECRET_KEY" if name == "BILLUN_ENV" else name
    with pytest.raises(Refusal, match=f"^{refused}: "):
        refuse_settings({name: value})


@pytest.mark.parametrize(("text", "number"), [("", 2), (" ", 2), ("1", 1), ("12", 12)])
def test_worker_number(text: str, number: int) -> None:
    assert worker_number({"WEB_WORKERS": text}, "WEB_WORKERS") == number


@pytest.mark.parametrize("text", ["0", "-1", "x", "1.5", "٣"])
def test_worker_number_refuses_less_than_one(text: str) -> None:
    with pytest.raises(Refusal, match=r"^WEB_WORKERS: "):
        worker_number({"WEB_WORKERS": text}, "WEB_WORKERS")


@pytest.mark.parametrize(
    "program",
    [["gunicorn", "--config", "gunicorn.conf.py", "wsgi:app"], ["bin.settings"]],
    ids=lambda program: program[0],
)
def test_a_program_says_in_one_line_what_it_refuses(program: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", *program],
        cwd=ROOT,
        env=environment_of_processes(WEB_WORKERS="x"),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    refusal = "billun: WEB_WORKERS: must be a whole number of at least 1, not 'x'\n"
    assert (done.returncode, done.stdout + done.stderr) == (1, refusal)
