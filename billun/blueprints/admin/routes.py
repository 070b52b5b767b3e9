"""For those who run the installation: whether it works."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from billun.blueprints.access import admins
from billun.queries.installation import installation_in_numbers
from billun.queries.readiness import parts

admin = Blueprint("admin", __name__)


@admin.get("/admin")
@admins
def show() -> ResponseReturnValue:
    """The installation as a whole, in numbers; never a company's records."""
    return render_template(
        "admin/installation.html", parts=parts(), numbers=installation_in_numbers()
    )
