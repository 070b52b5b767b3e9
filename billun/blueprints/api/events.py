"""The event stream that a screen holds open."""

from __future__ import annotations

from flask import Response

from billun.adapters.live import streams
from billun.blueprints.access import actor, me, members
from billun.blueprints.api.blueprint import Resource
from billun.extensions import db

events = Resource("events", "Live events")


@events.route("/events", methods=["GET"])
@members
@events.response(200, content_type="text/event-stream")
def stream() -> Response:
    """What changes, as it changes: names and ids, never contents."""
    company_id, sign_in_id = actor().company_id, me().id
    # A stream lives for hours and must not hold a database connection.
    db.session.close()
    response = Response(streams().stream(company_id, sign_in_id), mimetype="text/event-stream")
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Accel-Buffering"] = "no"
    return response
