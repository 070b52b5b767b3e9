"""Workshops, own and external: their bays and their teams."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from marshmallow import Schema, fields, validate
from sqlalchemy.orm import selectinload

from billun.blueprints.access import actor, members, only
from billun.blueprints.api.blueprint import Json, Resource
from billun.blueprints.api.fields import Day, Moment, Text
from billun.blueprints.api.preconditions import refuse_if_changed
from billun.blueprints.api.schemas import PageQuery, RemovalQuery, list_of, page_answer
from billun.blueprints.loading import workshop_with_id
from billun.models import Membership, Role, Trade, Workshop
from billun.operations.workshops import (
    LONGEST_BAY,
    MOST_BAYS,
    Mate,
    WorkshopForm,
    add_workshop,
    edit_workshop,
    form_of,
    hold_workshop,
    remove_workshop,
    set_team,
)
from billun.queries.places import equipment_counts, list_workshops

workshops = Resource("workshops", "Where equipment is repaired")

MOST_MATES = 200


def named(member: Membership) -> str | None:
    """Who has not joined yet is not named: whether Billun knows them is nobody's business."""
    return member.user.full_name if member.joined_at else None


class MateSchema(Schema):
    user_id = fields.UUID()
    name = fields.Function(named, allow_none=True)
    trade = fields.String(allow_none=True)


class WorkshopSchema(Schema):
    id = fields.UUID()
    name = fields.String()
    site_id = fields.UUID(allow_none=True)
    external = fields.Boolean()
    phone = fields.String(allow_none=True)
    email = fields.String(allow_none=True)
    address = fields.String()
    bays = fields.List(fields.String())
    opening_hours = fields.Raw(allow_none=True)
    closures = fields.List(fields.Dict(keys=fields.String(), values=fields.String()))
    closed_on_holidays = fields.Boolean()
    hourly_rate = fields.Decimal(places=2, as_string=True, allow_none=True)
    team = fields.List(fields.Nested(MateSchema))
    equipment_count = fields.Integer()
    created_at = Moment()


class ClosureBody(Schema):
    """Days on which it is closed, both included."""

    first = Day(data_key="from", attribute="from", required=True)
    last = Day(data_key="until", attribute="until", required=True)
    name = Text(longest=80)


class WorkshopBody(Schema):
    name = Text(longest=200, shortest=1)
    site_id = fields.UUID(allow_none=True)
    external = fields.Boolean()
    phone = Text(longest=30, allow_none=True)
    email = Text(longest=254, allow_none=True)
    address = Text(longest=300)
    bays = fields.List(
        Text(longest=LONGEST_BAY, shortest=1), validate=validate.Length(max=MOST_BAYS)
    )

    opening_hours = fields.Dict(
        keys=Text(longest=3),
        values=fields.List(fields.List(Text(longest=5))),
        allow_none=True,
        metadata={
            "description": 'By day, "mon" to "sun": [["08:00", "12:00"], ["13:30", "18:00"]]'
        },
    )
    closures = fields.List(fields.Nested(ClosureBody))
    closed_on_holidays = fields.Boolean()
    hourly_rate = fields.Decimal(allow_none=True)


class NewWorkshopBody(WorkshopBody):
    id = fields.UUID()
    name = Text(longest=200, shortest=1, required=True)


class MateBody(Schema):
    user_id = fields.UUID(required=True)
    trade = fields.Enum(Trade, by_value=True, allow_none=True)


class TeamBody(Schema):
    members = fields.List(
        fields.Nested(MateBody), required=True, validate=validate.Length(max=MOST_MATES)
    )


@workshops.route("/workshops", methods=["GET"])
@members
@workshops.arguments(PageQuery, location="query")
@workshops.response(200, list_of(WorkshopSchema))
def index(query: Json) -> Json:
    """The workshops, by name."""
    page = list_workshops(actor(), query["limit"], query.get("cursor"))
    return page_answer(page) | {"items": described_workshops(list(page.items))}


@workshops.route("/workshops", methods=["POST"])
@only(Role.MANAGER)
@workshops.arguments(NewWorkshopBody)
@workshops.response(201, WorkshopSchema)
def create(body: Json) -> Any:
    """Add a workshop."""
    id = body.pop("id", None)
    workshop, created = add_workshop(actor(), WorkshopForm(**body), id)
    return described_workshop(workshop) if created else (described_workshop(workshop), 200)


@workshops.route("/workshops/<uuid:id>", methods=["GET"])
@members
@workshops.response(200, WorkshopSchema)
def show(id: UUID) -> Json:
    """One workshop."""
    return described_workshop(workshop_with_id(id, selectinload(Workshop.team)))


@workshops.route("/workshops/<uuid:id>", methods=["PATCH"])
@only(Role.MANAGER)
@workshops.arguments(WorkshopBody)
@workshops.response(200, WorkshopSchema)
def edit(body: Json, id: UUID) -> Json:
    """Change what is given; the rest stays."""
    found = held_workshop(id)
    form = WorkshopForm(**(vars(form_of(found)) | body))
    edit_workshop(actor(), found, form)
    return described_workshop(found)


@workshops.route("/workshops/<uuid:id>/team", methods=["PUT"])
@only(Role.MANAGER)
@workshops.arguments(TeamBody)
@workshops.response(200, WorkshopSchema)
def change_team(body: Json, id: UUID) -> Json:
    """Let the team be exactly these people, with these trades."""
    found = held_workshop(id)
    set_team(actor(), found, [Mate(**mate) for mate in body["members"]])
    return described_workshop(found)


@workshops.route("/workshops/<uuid:id>", methods=["DELETE"])
@only(Role.MANAGER)
@workshops.arguments(RemovalQuery, location="query")
@workshops.response(204)
def remove(query: Json, id: UUID) -> None:
    """Give it up. Where equipment belongs to it: 409, unless `move_to` takes it."""
    move_to = workshop_with_id(query["move_to"]) if "move_to" in query else None
    remove_workshop(actor(), workshop_with_id(id), move_to)


# What a workshop says of itself; the rest is counted or looked up.
OWN_FIELDS = [name for name in WorkshopSchema().fields if hasattr(Workshop, name)]


def held_workshop(id: UUID) -> Workshop:
    """The workshop as it is now, held; what the caller says of its version is true."""
    found = workshop_with_id(id)
    hold_workshop(found)
    refuse_if_changed(WorkshopSchema, described_workshop(found))
    return found


def described_workshop(workshop: Workshop) -> Json:
    return described_workshops([workshop])[0]


def described_workshops(found: list[Workshop]) -> list[Json]:
    counts = equipment_counts(Workshop, [workshop.id for workshop in found])
    return [
        {name: getattr(workshop, name) for name in OWN_FIELDS}
        | {
            "team": sorted(workshop.team, key=lambda member: str(member.user_id)),
            "equipment_count": counts.get(workshop.id, 0),
        }
        for workshop in found
    ]
