"""The access log: who looked at, or took away, what belongs to the company."""

from __future__ import annotations

from marshmallow import Schema, fields

from billun.blueprints.access import actor, only
from billun.blueprints.api.blueprint import Json, Resource
from billun.blueprints.api.fields import Moment, Text
from billun.blueprints.api.schemas import AuthorSchema, PageQuery, list_of, page_answer
from billun.models import AccessKind, AccessSubject, Role
from billun.queries.access_log import AccessFilter, list_access

access_log = Resource("access-log", "Who looked at what belongs to the company")


class AccessCompanySchema(Schema):
    id = fields.UUID()
    name = fields.String()


class AccessRecordSchema(Schema):
    """`company` is the one in whose name it was done; `name` is what people call the subject."""

    id = fields.UUID()
    at = Moment()
    kind = fields.String()
    subject = fields.String()
    subject_id = fields.UUID()
    name = fields.String()
    actor = fields.Nested(AuthorSchema, allow_none=True)
    company = fields.Nested(AccessCompanySchema, attribute="actor_company", allow_none=True)


class AccessQuery(PageQuery):
    q = Text(longest=100)
    kind = fields.Enum(AccessKind, by_value=True)
    subject = fields.Enum(AccessSubject, by_value=True)


@access_log.route("/access-log", methods=["GET"])
@only(Role.MANAGER)
@access_log.arguments(AccessQuery, location="query")
@access_log.response(200, list_of(AccessRecordSchema))
def index(query: Json) -> Json:
    """Who of other companies looked at one's own, and who downloaded evidence; the newest first."""
    limit, cursor = query.pop("limit"), query.pop("cursor", None)
    return page_answer(list_access(actor(), AccessFilter(**query), limit, cursor))
