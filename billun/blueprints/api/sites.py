"""Sites: the company's own places."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from marshmallow import Schema, fields, validate
from sqlalchemy.orm import joinedload

from billun.blueprints.access import actor, members, only
from billun.blueprints.api.blueprint import Json, Resource
from billun.blueprints.api.fields import Moment, Text, latitude, longitude
from billun.blueprints.api.preconditions import refuse_if_changed
from billun.blueprints.api.schemas import PageQuery, RemovalQuery, list_of, page_answer
from billun.blueprints.loading import person_with_id, site_with_id
from billun.extensions import db
from billun.models import Role, Site
from billun.operations.sites import SiteForm, add_site, edit_site, form_of, remove_site
from billun.queries.places import equipment_counts, list_sites

sites = Resource("sites", "Where equipment is based")


class SiteSchema(Schema):
    """`manager_id` is the id of the user who answers for the site."""

    id = fields.UUID()
    name = fields.String()
    address = fields.String()
    postcode = fields.String()
    city = fields.String()
    country = fields.String()
    latitude = fields.Float(allow_none=True)
    longitude = fields.Float(allow_none=True)
    siret = fields.String(allow_none=True)
    manager_id = fields.UUID(allow_none=True)
    equipment_count = fields.Integer()
    created_at = Moment()


class SiteBody(Schema):
    name = Text(longest=200, shortest=1)
    address = Text(longest=300, shortest=1)
    postcode = Text(longest=12, shortest=1)
    city = Text(longest=100, shortest=1)
    country = fields.String(validate=validate.Regexp(r"\A[A-Za-z]{2}\Z"))
    latitude = latitude(allow_none=True)
    longitude = longitude(allow_none=True)
    siret = Text(longest=30, allow_none=True)
    manager_id = fields.UUID(allow_none=True)


class NewSiteBody(SiteBody):
    id = fields.UUID()
    name = Text(longest=200, shortest=1, required=True)
    address = Text(longest=300, shortest=1, required=True)
    postcode = Text(longest=12, shortest=1, required=True)
    city = Text(longest=100, shortest=1, required=True)


@sites.route("/sites", methods=["GET"])
@members
@sites.arguments(PageQuery, location="query")
@sites.response(200, list_of(SiteSchema))
def index(query: Json) -> Json:
    """The sites, by name."""
    page = list_sites(actor(), query["limit"], query.get("cursor"))
    return page_answer(page) | {"items": described_sites(list(page.items))}


@sites.route("/sites", methods=["POST"])
@only(Role.MANAGER)
@sites.arguments(NewSiteBody)
@sites.response(201, SiteSchema)
def create(body: Json) -> Any:
    """Add a site."""
    id = body.pop("id", None)
    form: Json = {"country": actor().company.country} | of_memberships(body)
    site, created = add_site(actor(), SiteForm(**form), id)
    return described_site(site) if created else (described_site(site), 200)


@sites.route("/sites/<uuid:id>", methods=["GET"])
@members
@sites.response(200, SiteSchema)
def show(id: UUID) -> Json:
    """One site."""
    return described_site(site_with_id(id, joinedload(Site.manager)))


@sites.route("/sites/<uuid:id>", methods=["PATCH"])
@only(Role.MANAGER)
@sites.arguments(SiteBody)
@sites.response(200, SiteSchema)
def edit(body: Json, id: UUID) -> Json:
    """Change what is given; the rest stays."""
    found = site_with_id(id)
    db.session.refresh(found, with_for_update={"of": Site})
    refuse_if_changed(SiteSchema, described_site(found))
    form = SiteForm(**(vars(form_of(found)) | of_memberships(body)))
    edit_site(actor(), found, form)
    return described_site(found)


@sites.route("/sites/<uuid:id>", methods=["DELETE"])
@only(Role.MANAGER)
@sites.arguments(RemovalQuery, location="query")
@sites.response(204)
def remove(query: Json, id: UUID) -> None:
    """Give it up. Where something belongs to it: 409, unless `move_to` takes it."""
    move_to = site_with_id(query["move_to"]) if "move_to" in query else None
    remove_site(actor(), site_with_id(id), move_to)


# What a site says of itself; the rest is counted or looked up.
OWN_FIELDS = [name for name in SiteSchema().fields if hasattr(Site, name)]


def of_memberships(body: Json) -> Json:
    """The body with the membership in the place of the user who answers for the site."""
    if body.get("manager_id"):
        return body | {"manager_id": person_with_id(body["manager_id"]).id}
    return body


def described_site(site: Site) -> Json:
    return described_sites([site])[0]


def described_sites(found: list[Site]) -> list[Json]:
    counts = equipment_counts(Site, [site.id for site in found])
    return [
        {name: getattr(site, name) for name in OWN_FIELDS}
        | {
            "manager_id": site.manager.user_id if site.manager else None,
            "equipment_count": counts.get(site.id, 0),
        }
        for site in found
    ]
