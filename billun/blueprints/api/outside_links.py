"""Links by which a workshop outside sees one job and answers."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from marshmallow import Schema, fields
from marshmallow.validate import Range

from billun.blueprints.access import actor, only
from billun.blueprints.api.blueprint import Json, Resource
from billun.blueprints.api.fields import Moment, Text
from billun.blueprints.api.schemas import AuthorSchema, items_of
from billun.blueprints.loading import intervention_named
from billun.errors import Missing
from billun.models import OutsideLink, Role
from billun.operations.outside_link import link_url
from billun.operations.outside_links import LONGEST_DAYS, make_link, revoke_link
from billun.queries.outside_job import was_moved_since_answer

outside_links_api = Resource("outside_links", "Links for workshops outside")


def url_of(link: OutsideLink) -> str | None:
    """The address is the key, so only those who may hand it out are told; nobody once it opens nothing."""
    return link_url(link) if link.can_be_given_by(actor()) and link.is_good else None


class OutsideLinkSchema(Schema):
    """`answer` is asked, accepted, proposed, declined or done; `moved_since` says that it is about another date."""

    id = fields.UUID()
    url = fields.Function(url_of, metadata={"type": ["string", "null"]})
    email = fields.String(allow_none=True)
    name = fields.String()
    answer = fields.String()
    answered_at = Moment(allow_none=True)
    moved_since = fields.Function(was_moved_since_answer, metadata={"type": "boolean"})
    reason = fields.String()
    proposed_starts_at = Moment(allow_none=True)
    proposed_ends_at = Moment(allow_none=True)
    author = fields.Nested(AuthorSchema, allow_none=True)
    created_at = Moment()
    expires_at = Moment()
    revoked_at = Moment(allow_none=True)
    last_seen_at = Moment(allow_none=True)
    is_open = fields.Boolean(attribute="is_good")


class NewOutsideLink(Schema):
    """Without an address nothing is mailed; `days` is how long it lasts."""

    email = Text(longest=254, allow_none=True)
    days = fields.Integer(validate=Range(1, LONGEST_DAYS), allow_none=True)


@outside_links_api.route("/maintenance/<name>/outside-links", methods=["GET"])
@only(Role.MANAGER, Role.WORKSHOP)
@outside_links_api.response(200, items_of(OutsideLinkSchema))
def index(name: str) -> Json:
    """The links of a job, the newest first."""
    return {"items": intervention_named(name).outside_links}


@outside_links_api.route("/maintenance/<name>/outside-links", methods=["POST"])
@only(Role.MANAGER, Role.WORKSHOP)
@outside_links_api.arguments(NewOutsideLink)
@outside_links_api.response(201, OutsideLinkSchema)
def create(body: Json, name: str) -> Any:
    """Make one, mailed where there is an address: supervisors and managers, for a workshop outside."""
    return make_link(actor(), intervention_named(name), body.get("email"), body.get("days"))


@outside_links_api.route("/maintenance/<name>/outside-links/<uuid:id>", methods=["DELETE"])
@only(Role.MANAGER, Role.WORKSHOP)
@outside_links_api.response(204)
def revoke(name: str, id: UUID) -> None:
    """End a link at once; what came by it stays."""
    links = intervention_named(name).outside_links
    link = next((link for link in links if link.id == id), None)
    if link is None:
        raise Missing
    revoke_link(actor(), link)
