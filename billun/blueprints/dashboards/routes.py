"""Screens that show how things stand."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from billun.blueprints.access import actor, members
from billun.blueprints.fragments import is_fragment
from billun.queries.board import board_of

dashboards = Blueprint("dashboards", __name__)


@dashboards.get("/board")
@members
def board() -> ResponseReturnValue:
    """What is open, live."""
    template = "dashboards/_board.html" if is_fragment("board") else "dashboards/board.html"
    return render_template(template, columns=board_of(actor()))
