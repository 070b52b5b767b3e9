"""The screen on the wall of a workshop: it shows, and can do nothing."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from billun.adapters.live import streams
from billun.blueprints.access import actor, me, screens
from billun.blueprints.fragments import is_fragment
from billun.blueprints.photos.serving import serve
from billun.blueprints.screen_here import screen_here
from billun.errors import Missing
from billun.extensions import db
from billun.models import Company
from billun.models.base import now
from billun.queries.photo_serving import own_file
from billun.queries.wall import photo_on_wall, wall_of

wall = Blueprint("wall", __name__)


@wall.get("/wall")
@screens
def show() -> ResponseReturnValue:
    """Today's work and the damage that cannot wait, live."""
    screen = screen_here()
    template = "wall/_wall.html" if is_fragment("wall") else "wall/wall.html"
    shown = wall_of(company_here(), screen.workshop_id if screen else None)
    return render_template(
        template, wall=shown, screen=screen, company=company_here(), moment_now=now()
    )


@wall.get("/wall/events")
@screens
def events() -> Response:
    """What changes, as it changes: names and ids, never contents. It ends with the pairing."""
    screen = screen_here()
    company_id = company_here().id
    listener_id = screen.pairing_id if screen and screen.pairing_id else me().id
    # A stream lives for hours and must not hold a database connection.
    db.session.close()
    response = Response(streams().stream(company_id, listener_id), mimetype="text/event-stream")
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Accel-Buffering"] = "no"
    return response


@wall.get("/wall/photos/<uuid:id>")
@screens
def photo(id: UUID) -> ResponseReturnValue:
    """The small size of a photo that the wall shows."""
    found = photo_on_wall(company_here().id, id)
    if found is None:
        raise Missing
    return serve(found, own_file(found, "thumb"))


def company_here() -> Company:
    """The screen's company, or that of who looks without one."""
    screen = screen_here()
    return screen.company if screen else actor().company
