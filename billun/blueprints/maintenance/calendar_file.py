"""The calendar that other programs subscribe to, for whoever holds its address."""

from __future__ import annotations

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue

from billun.blueprints.access import anyone
from billun.errors import Missing
from billun.extensions import limiter
from billun.operations.calendar_feeds import read_feed
from billun.operations.feed_link import feed_of_token

calendar_files = Blueprint("calendar_files", __name__)


def key_of_feed() -> str:
    """Many people's calendars are fetched from one and the same machine, so each address is counted alone."""
    return f"calendar:{request.path}"


@calendar_files.get("/calendar/<token>.ics")
@limiter.limit("120 per hour", key_func=key_of_feed)
@anyone
def show(token: str) -> ResponseReturnValue:
    """The jobs of a feed; 304 as long as nothing has changed in it."""
    feed = feed_of_token(token)
    if feed is None:
        raise Missing
    response = Response(read_feed(feed), mimetype="text/calendar")
    response.headers["Content-Disposition"] = 'inline; filename="billun.ics"'
    response.headers["Cache-Control"] = "private, no-cache"
    return response
