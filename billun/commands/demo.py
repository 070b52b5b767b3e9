"""`flask demo load`: a haulier to look at."""

from __future__ import annotations

import click
from flask import current_app
from flask.cli import AppGroup

from billun.config import Settings
from billun.demo.load import load_demo

demo_commands = AppGroup("demo", help="Demo data.")


@demo_commands.command("load")
def load() -> None:
    """Add the demo company where it is not there yet; running it twice changes nothing."""
    settings: Settings = current_app.extensions["billun_settings"]
    if settings.production:
        raise click.ClickException("Production refuses demo data.")
    load_demo()
