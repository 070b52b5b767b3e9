"""Addresses by which other calendars show what is planned."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from marshmallow import Schema, fields

from billun.blueprints.access import actor, only
from billun.blueprints.api.blueprint import Json, Resource
from billun.blueprints.api.fields import Moment, Text
from billun.blueprints.api.schemas import items_of
from billun.models import CalendarFeed, FeedScope, Role
from billun.operations.calendar_feeds import (
    LONGEST_NAME,
    feed_with_id,
    make_feed,
    renew_feed,
    revoke_feed,
)
from billun.operations.feed_link import feed_url
from billun.queries.feed_jobs import feeds_of

calendar_feeds = Resource("calendar_feeds", "Secret addresses for calendars of other programs")


def url_of(feed: CalendarFeed) -> str | None:
    """The address is a secret of who made it."""
    return feed_url(feed) if feed.author_id == actor().id else None


class CalendarFeedSchema(Schema):
    """`url` is null where the address is somebody else's."""

    id = fields.UUID()
    scope = fields.String()
    name = fields.String()
    workshop_id = fields.UUID(allow_none=True)
    author = fields.String(attribute="author.user.full_name")
    url = fields.Function(url_of, metadata={"type": ["string", "null"], "format": "uri"})
    last_read_at = Moment(allow_none=True)
    created_at = Moment()


class NewCalendarFeedBody(Schema):
    id = fields.UUID()
    scope = fields.Enum(FeedScope, by_value=True, required=True)
    workshop_id = fields.UUID(allow_none=True)
    name = Text(longest=LONGEST_NAME)


@calendar_feeds.route("/calendar-feeds", methods=["GET"])
@only(Role.WORKSHOP, Role.MANAGER)
@calendar_feeds.response(200, items_of(CalendarFeedSchema))
def index() -> Json:
    """The addresses that work: the own ones, for managers those of all."""
    return {"items": feeds_of(actor())}


@calendar_feeds.route("/calendar-feeds", methods=["POST"])
@only(Role.WORKSHOP, Role.MANAGER)
@calendar_feeds.arguments(NewCalendarFeedBody)
@calendar_feeds.response(201, CalendarFeedSchema)
def create(body: Json) -> Any:
    """Make an address: for oneself, for a workshop, or (managers and supervisors) for the company."""
    feed, created = make_feed(actor(), body.pop("scope"), **body)
    return feed if created else (feed, 200)


@calendar_feeds.route("/calendar-feeds/<uuid:id>/renewal", methods=["POST"])
@only(Role.WORKSHOP, Role.MANAGER)
@calendar_feeds.response(201, CalendarFeedSchema)
def renew(id: UUID) -> CalendarFeed:
    """Another address in place of an own one, which works no more."""
    return renew_feed(actor(), feed_with_id(actor(), id))


@calendar_feeds.route("/calendar-feeds/<uuid:id>", methods=["DELETE"])
@only(Role.WORKSHOP, Role.MANAGER)
@calendar_feeds.response(204)
def revoke(id: UUID) -> None:
    """Let the address be dead from now on."""
    revoke_feed(actor(), feed_with_id(actor(), id))
