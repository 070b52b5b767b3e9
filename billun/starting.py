"""How web, worker, clock and the Flask commands come to their application, or to one line why not."""

from __future__ import annotations

import sys

from flask import Flask

from billun import create_app
from billun.config import SettingError
from billun.demo.refusal import refuse_demo_in_production

# By this code gunicorn knows that another worker would fare no better, and ends.
NO_USE_TO_TRY_AGAIN = 4


def started_app() -> Flask:
    """The application over the environment's settings.

    Ends the process with one line for settings that cannot work and for the demo in production.
    """
    try:
        app = create_app()
        refuse_demo_in_production(app)
    except SettingError as error:
        print(f"billun: {error}", file=sys.stderr, flush=True)
        sys.exit(NO_USE_TO_TRY_AGAIN)
    return app
