"""`flask storage check`: whether photos and files can be kept where the settings say."""

from __future__ import annotations

import sys

import click
from flask import current_app
from flask.cli import AppGroup

from billun.adapters.storage import storage
from billun.adapters.storage_check import check_storage
from billun.config import Settings

storage_commands = AppGroup("storage", help="Where photos and files lie.")


@storage_commands.command("check")
def check() -> None:
    """Write, read, and delete as Billun does, and say what is wrong. Ends with 1 where something is."""
    click.echo(f"Storage: {described()}")
    failed = False
    for step in check_storage(storage()):
        click.echo(f"{'✓' if step.ok else '✗'} {step.name}: {step.sentence}")
        failed = failed or not step.ok
    sys.exit(1 if failed else 0)


def described() -> str:
    settings: Settings = current_app.extensions["billun_settings"]
    if settings.s3:
        return f"bucket {settings.s3.bucket} at {settings.s3.endpoint_url}, region {settings.s3.region}"
    return f"the folder {settings.var / 'storage'}"
