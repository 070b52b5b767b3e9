"""Screens that show how things stand."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from billun.blueprints.access import actor, members, only
from billun.blueprints.fragments import is_fragment
from billun.models import Role
from billun.queries.board import board_of
from billun.queries.overview import overview_of

dashboards = Blueprint("dashboards", __name__)


@dashboards.get("/board")
@members
def board() -> ResponseReturnValue:
    """What is open, live."""
    template = "dashboards/_board.html" if is_fragment("board") else "dashboards/board.html"
    return render_template(template, columns=board_of(actor()))


@dashboards.get("/overview")
@only(Role.MANAGER)
def overview() -> ResponseReturnValue:
    """Where a manager's day begins: numbers that lead to what they count, live."""
    name = "_overview" if is_fragment("overview") else "overview"
    return render_template(f"dashboards/{name}.html", overview=overview_of(actor()))
