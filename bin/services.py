"""PostgreSQL and Redis for a run: the embedded ones, or those that the environment names."""

from __future__ import annotations

import secrets
import signal
from collections.abc import Mapping
from pathlib import Path

from bin.commands import run_quietly
from bin.embedded import PostgreSQL, Redis
from bin.environment import flag
from bin.places import PYTHON, VENV
from bin.supervisor import Program, Supervisor


def start_services(supervisor: Supervisor, environ: Mapping[str, str], var: Path) -> dict[str, str]:
    """The environment for Billun's programs, with both services running or reached.

    Refuses with one line a setting that cannot work, and a service that does not start or answer.
    """
    completed = complete(environ, var)
    # Before a database is made, which takes long.
    run_quietly([str(PYTHON), "-m", "bin.settings"], "the settings cannot be checked", completed)
    if not completed.get("DATABASE_URL"):
        database = PostgreSQL(var / "postgresql")
        supervisor.run(
            Program("postgresql", database.start, True, asking=signal.SIGINT, patience=20)
        )
        completed["DATABASE_URL"] = database.url
    if not completed.get("REDIS_URL"):
        redis = Redis(var / "redis")
        supervisor.run(Program("redis", redis.start, True))
        completed["REDIS_URL"] = redis.url
    return completed


def complete(environ: Mapping[str, str], var: Path) -> dict[str, str]:
    """What a run sets by itself: the folder, the demo and, for development, a secret."""
    production = environ.get("BILLUN_ENV") == "production"
    completed = {
        **environ,
        "BILLUN_VAR": str(var),
        "DEMO": "1" if flag(environ, "DEMO", default=not production) else "0",
        "PATH": f"{VENV / 'bin'}:{environ.get('PATH', '')}",
        "PYTHONUNBUFFERED": "1",
    }
    if not production and not environ.get("SECRET_KEY"):
        completed["SECRET_KEY"] = development_secret(var / "secret_key")
    return completed


def development_secret(path: Path) -> str:
    """The secret in the file, made on the first start, so that sessions outlive a restart."""
    if not path.exists() or not path.read_text(encoding="ascii").strip():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48) + "\n", encoding="ascii")
    return path.read_text(encoding="ascii").strip()
