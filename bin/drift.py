"""Check that the migrations, all of them over an empty database, give exactly the models.

python -m bin.drift
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from bin.console import run_as_program, say
from bin.embedded import start_postgresql
from bin.programs import flask


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="billun-drift-") as folder:
        # PostgreSQL runs as another user when we are root, who has to get in.
        Path(folder).chmod(0o755)
        database = start_postgresql(Path(folder) / "postgresql", durable=False)
        try:
            check({**os.environ, **settings(Path(folder), database.url)})
        finally:
            database.stop()
    say("The migrations give what the models say.")


def settings(folder: Path, url: str) -> dict[str, str]:
    return {
        "BILLUN_ENV": "development",
        "BILLUN_VAR": str(folder),
        "DATABASE_URL": url,
        # Nothing asks it anything here.
        "REDIS_URL": "redis://127.0.0.1:1/0",
        "SECRET_KEY": "no secret: this application serves nobody",
    }


def check(environ: dict[str, str]) -> None:
    flask(environ, "the migrations do not give what the models say", "db upgrade", "db check")


if __name__ == "__main__":
    run_as_program(main)
