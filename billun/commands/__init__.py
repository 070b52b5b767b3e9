"""The commands of `flask --app wsgi …`."""

from __future__ import annotations

from flask import Flask

from billun.commands.admin import admin_commands
from billun.commands.demo import demo_commands
from billun.commands.evidence import evidence_commands
from billun.commands.retention import retention_commands
from billun.commands.storage import storage_commands


def register(app: Flask) -> None:
    app.cli.add_command(admin_commands)
    app.cli.add_command(demo_commands)
    app.cli.add_command(evidence_commands)
    app.cli.add_command(retention_commands)
    app.cli.add_command(storage_commands)
