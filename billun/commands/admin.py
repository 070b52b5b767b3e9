"""`flask admin create`: the first person who runs the installation."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from billun.errors import Conflict, Refused
from billun.extensions import db
from billun.operations.users import PersonForm, add_person

admin_commands = AppGroup("admin", help="People who run the installation.")


@admin_commands.command("create")
@click.option("--email", prompt=True)
@click.option("--first-name", prompt=True)
@click.option("--last-name", prompt=True)
@click.option("--password", prompt=True, hide_input=True, confirmation_prompt=True)
def create(email: str, first_name: str, last_name: str, password: str) -> None:
    """Add an admin of this installation."""
    form = PersonForm(first_name=first_name, last_name=last_name, email=email, password=password)
    try:
        add_person(form, is_admin=True)
    except Refused as refused:
        raise click.ClickException(refused.message) from refused
    except Conflict as conflict:
        raise click.ClickException(str(conflict)) from conflict
    db.session.commit()
    click.echo(f"{email} may sign in now.")
