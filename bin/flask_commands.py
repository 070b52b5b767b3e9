"""Run several Flask commands in one process: importing Billun takes longer than most of them.

    .venv/bin/python -m bin.flask_commands "db upgrade" "demo load"

Unlike its neighbours this runs inside the virtual environment: it is the application.
"""

from __future__ import annotations

import sys

from flask.cli import FlaskGroup

from wsgi import app


def main() -> None:
    group = FlaskGroup(create_app=lambda: app)
    for command in sys.argv[1:]:
        group.main(command.split(), prog_name="flask", standalone_mode=False)


if __name__ == "__main__":
    main()
