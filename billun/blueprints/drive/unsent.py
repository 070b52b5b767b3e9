"""What waits on this phone. The server knows nothing of it: the page draws itself from the phone."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from billun.blueprints.access import members
from billun.blueprints.drive.blueprint import drive


@drive.get("/drive/unsent")
@members
def unsent() -> ResponseReturnValue:
    """Entry by entry and photo by photo, with what keeps each from going on."""
    return render_template("drive/unsent.html")
