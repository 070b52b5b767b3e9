"""Scanning a label, or typing what stands on it."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from billun.blueprints.access import members
from billun.blueprints.drive.blueprint import drive


@drive.get("/drive/scan")
@members
def scan() -> ResponseReturnValue:
    """The scanner; the phone looks the code up by itself. Without scripts what is typed is searched."""
    return render_template("drive/scan.html")
