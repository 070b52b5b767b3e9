"""The addresses by which calendars of other programs show what is planned."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from billun.adapters.qr_codes import qr_code
from billun.blueprints.access import actor, only
from billun.errors import Refused
from billun.extensions import db
from billun.models import CalendarFeed, FeedScope, Role
from billun.operations.calendar_feeds import feed_with_id, make_feed, renew_feed, revoke_feed
from billun.operations.feed_link import feed_url, subscription_url
from billun.queries.feed_jobs import feeds_of
from billun.queries.places import workshops_of

feeds = Blueprint("feeds", __name__)


@feeds.route("/maintenance/feeds", methods=["GET", "POST"])
@only(Role.MANAGER, Role.WORKSHOP)
def index() -> ResponseReturnValue:
    """The own addresses, for managers those of all, and new ones."""
    trouble = ""
    if request.method == "POST":
        try:
            scope, workshop_id = choice_in(request.form.get("of", ""))
            feed, _made = make_feed(actor(), scope, workshop_id, request.form.get("name", ""))
            return redirect(url_for("feeds.index", _anchor=f"feed-{feed.id}"), 303)
        except Refused as refused:
            db.session.rollback()
            trouble = refused.message
    shown = feeds_of(actor())
    return render_template(
        "maintenance/feeds.html",
        own=[feed for feed in shown if feed.author_id == actor().id],
        others=[feed for feed in shown if feed.author_id != actor().id],
        workshops=workshops_of(actor()),
        with_company=CalendarFeed.company_is_shown_to(actor()),
        url_of=feed_url,
        subscription_of=subscription_url,
        code_of=lambda feed: qr_code(subscription_url(feed)),
        trouble=trouble,
    ), 422 if trouble else 200


@feeds.post("/maintenance/feeds/<uuid:id>/renewal")
@only(Role.MANAGER, Role.WORKSHOP)
def renew(id: UUID) -> ResponseReturnValue:
    feed = renew_feed(actor(), feed_with_id(actor(), id))
    flash(_("Here is the new address. The old one works no more."))
    return redirect(url_for("feeds.index", _anchor=f"feed-{feed.id}"), 303)


@feeds.post("/maintenance/feeds/<uuid:id>/revocation")
@only(Role.MANAGER, Role.WORKSHOP)
def revoke(id: UUID) -> ResponseReturnValue:
    revoke_feed(actor(), feed_with_id(actor(), id))
    flash(_("This address works no more."))
    return redirect(url_for("feeds.index"), 303)


def choice_in(text: str) -> tuple[FeedScope, UUID | None]:
    """What somebody chose: `person`, `company`, or `workshop:` with its id. Raises Refused."""
    word, _colon, id = text.partition(":")
    try:
        return FeedScope(word), UUID(id) if id else None
    except ValueError as error:
        raise Refused("of", _("Choose whose calendar it is.")) from error
