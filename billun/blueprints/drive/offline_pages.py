"""Shells that a phone keeps, and fills with what it knows of an item when there is no network."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from billun.blueprints.access import members
from billun.blueprints.drive.blueprint import drive


@drive.get("/drive/offline")
@members
def offline_item() -> ResponseReturnValue:
    """One item as the phone knows it; the address of the page names the item."""
    return render_template("drive/offline.html")


@drive.get("/drive/walk-around")
@members
def offline_walk_around() -> ResponseReturnValue:
    """ "Nothing to report" on the item that the address of the page names."""
    return render_template("drive/walk_around.html", equipment=None)
