"""`flask demo load`: a haulier to look at."""

from __future__ import annotations

import click
from flask import current_app
from flask.cli import AppGroup

from billun.config import Settings
from billun.demo.content import DEMO_PASSWORD
from billun.demo.load import load_demo

SIGN_INS = {
    "tom.whitaker@vauquelin.example": "a driver, in English",
    "fatou.camara@vauquelin.example": "a driver, in French",
    "thierry.lemoine@vauquelin.example": "the workshop's supervisor",
    "kevin.marie@vauquelin.example": "a mechanic",
    "helene.vauquelin@vauquelin.example": "the main manager",
    "annelaure.bertin@frigoloire.example": "the manager of another company",
    "admin@billun.example": "runs the installation",
}

demo_commands = AppGroup("demo", help="Demo data.")


@demo_commands.command("load")
def load() -> None:
    """Add the demo company where it is not there yet; running it twice changes nothing."""
    settings: Settings = current_app.extensions["billun_settings"]
    if settings.production:
        raise click.ClickException("Production refuses demo data.")
    load_demo()
    click.echo(f"Demo sign-ins, the password is always {DEMO_PASSWORD}:")
    for login, what in SIGN_INS.items():
        click.echo(f"  {login:38} {what}")
