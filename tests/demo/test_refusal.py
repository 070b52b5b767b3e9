"""Production never starts over the demo company."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from sqlalchemy.pool import QueuePool

from billun import create_app
from billun.config import SettingError, Settings
from billun.demo.content.identity import demo_id
from billun.demo.refusal import holds_demo, refuse_demo_in_production
from billun.extensions import db
from billun.models import Company
from bin import embedded
from bin.places import ROOT
from tests.fixtures.live import free_port
from tests.fixtures.services import (
    SECRET,
    disconnected,
    environment_of_processes,
    migrated,
    new_database,
)

PROGRAMS = [["gunicorn", "-c", "gunicorn.conf.py", "wsgi:app"], ["jobs.worker"], ["jobs.clock"]]


@contextmanager
def application(environ: dict[str, str]) -> Iterator[Flask]:
    app = create_app(Settings.from_environment(environ))
    yield app
    disconnected(app)


@pytest.fixture(scope="module")
def environ(postgresql: embedded.PostgreSQL, redis_server: embedded.Redis) -> dict[str, str]:
    """The variables of a production over a database with the demo's company in it."""
    made = {
        "BILLUN_ENV": "production",
        "SECRET_KEY": SECRET,
        "DATABASE_URL": new_database(postgresql, "with_the_demo"),
        "REDIS_URL": redis_server.url,
    }
    with application(made) as app:
        migrated(app)
        with app.app_context():
            db.session.add(demo_company())
            db.session.commit()
    return made


def demo_company() -> Company:
    return Company(
        id=demo_id("company", "vauquelin"),
        name="Transports Vauquelin",
        country="FR",
        locale="fr",
        time_zone="Europe/Paris",
    )


def test_production_refuses_the_demo_and_keeps_no_connection(environ: dict[str, str]) -> None:
    with application(environ) as app:
        with pytest.raises(SettingError, match="holds the demo company"):
            refuse_demo_in_production(app)
        with app.app_context():
            assert isinstance(db.engine.pool, QueuePool)
            assert db.engine.pool.checkedin() + db.engine.pool.checkedout() == 0


def test_development_takes_it(environ: dict[str, str]) -> None:
    with application(environ | {"BILLUN_ENV": "development"}) as app:
        refuse_demo_in_production(app)
        assert holds_demo(app)


def test_a_database_that_cannot_be_asked_yet_is_no_reason(
    environ: dict[str, str], postgresql: embedded.PostgreSQL
) -> None:
    nowhere = "postgresql://billun@127.0.0.1:1/billun"
    for url in (new_database(postgresql, "without_tables"), nowhere):
        with application(environ | {"DATABASE_URL": url}) as app:
            refuse_demo_in_production(app)


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program[0])
def test_web_worker_and_clock_end_with_a_line(environ: dict[str, str], program: list[str]) -> None:
    here = {"PORT": str(free_port()), "WEB_WORKERS": "1"}
    done = subprocess.run(
        [sys.executable, "-m", *program],
        cwd=ROOT,
        env=environment_of_processes(**environ, **here),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    said = done.stdout + done.stderr
    assert done.returncode == 4, said
    assert said.count("billun: DATABASE_URL: production refuses") == 1
    assert "Traceback" not in said
