"""Runs the bench over its own database: BENCH_EQUIPMENT and BENCH_ANOMALIES set the size."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

import psycopg
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import make_url

from billun import create_app
from billun.config import Settings
from bin.redis_server import free_port
from tests.bench.large_company import fill
from tests.bench.measures import Caller, measures
from tests.bench.phones import fill_up, phone_measures

DATABASE = "bench"


def main() -> None:
    folder = Path(tempfile.mkdtemp(prefix="billun-bench-"))
    environment = {**os.environ, "BILLUN_VAR": str(folder), "DEMO": "0", "SECRET_KEY": "b" * 40}
    with own_database(os.environ["DATABASE_URL"]) as url:
        environment["DATABASE_URL"] = url
        app = filled_database(environment)
        with served(environment) as base_url:
            report(measures(Caller(base_url)) | phone_measures(app, base_url))
    shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def own_database(url: str) -> Iterator[str]:
    """An empty database on the server of `url`, gone afterwards."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {DATABASE}")
        try:
            yield make_url(url).set(database=DATABASE).render_as_string(hide_password=False)
        finally:
            connection.execute(f"DROP DATABASE {DATABASE} WITH (FORCE)")


def filled_database(environment: Mapping[str, str]) -> Flask:
    """The application over the data set."""
    app = create_app(Settings.from_environment(environment))
    with app.app_context():
        upgrade()
        started = time.perf_counter()
        fill(
            int(os.environ.get("BENCH_EQUIPMENT", "20000")),
            int(os.environ.get("BENCH_ANOMALIES", "100000")),
        )
        fill_up()
        print(f"filled in {time.perf_counter() - started:.1f} s")
    return app


@contextmanager
def served(environment: Mapping[str, str]) -> Iterator[str]:
    port = str(free_port())
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "-c",
        "gunicorn.conf.py",
        "--log-level",
        "warning",
        "wsgi:app",
    ]
    server = subprocess.Popen(command, env={**environment, "PORT": port})
    base_url = f"http://127.0.0.1:{port}"
    try:
        wait_for(base_url)
        yield base_url
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(20)


def wait_for(base_url: str) -> None:
    for _attempt in range(100):
        try:
            urlopen(base_url + "/health/live", timeout=2).close()
            return
        except OSError:
            time.sleep(0.2)
    raise SystemExit("the web process did not come up")


def report(results: Mapping[str, list[float]]) -> None:
    """Half and 95 % of the times in milliseconds, and the ratio to the plainest answer of the same run."""
    yardstick = percentile(results["health"], 50)
    print(f"{'':28}{'p50 ms':>9}{'p95 ms':>9}{'ratio':>8}")
    for name, times in results.items():
        half, most = percentile(times, 50), percentile(times, 95)
        print(f"{name:28}{half * 1000:9.1f}{most * 1000:9.1f}{half / yardstick:8.1f}")


def percentile(times: list[float], share: int) -> float:
    return sorted(times)[min(len(times) - 1, len(times) * share // 100)]


if __name__ == "__main__":
    main()
