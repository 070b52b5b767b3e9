"""Who of the workshop is away, and when."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from marshmallow import Schema, fields

from billun.blueprints.access import actor, only
from billun.blueprints.api.blueprint import Json, Resource
from billun.blueprints.api.fields import Day, Moment
from billun.blueprints.api.preconditions import refuse_if_changed
from billun.blueprints.api.schemas import PageQuery, list_of, page_answer
from billun.blueprints.loading import absence_with_id, person_with_id
from billun.models import Absence, AbsenceKind, Role
from billun.operations.absences import (
    AbsenceForm,
    add_absence,
    edit_absence,
    form_of,
    hold,
    remove_absence,
)
from billun.queries.absences import AbsenceFilter, list_absences

absences = Resource("absences", "Days on which people of the workshop are away")


class AbsenceSchema(Schema):
    """From the first to the last day, both included."""

    id = fields.UUID()
    user_id = fields.UUID(attribute="member.user_id")
    name = fields.String(attribute="member.user.full_name")
    kind = fields.String()
    starts_on = fields.Date()
    ends_on = fields.Date()
    created_at = Moment()


class AbsenceBody(Schema):
    kind = fields.Enum(AbsenceKind, by_value=True)
    starts_on = Day()
    ends_on = Day()


class NewAbsenceBody(AbsenceBody):
    id = fields.UUID()
    user_id = fields.UUID(required=True)
    starts_on = Day(required=True)
    ends_on = Day(required=True)


class AbsenceQuery(PageQuery):
    """Those that touch the days from `from` to `to`."""

    user_id = fields.UUID()
    first = Day(data_key="from")
    last = Day(data_key="to")


@absences.route("/absences", methods=["GET"])
@only(Role.MANAGER, Role.WORKSHOP)
@absences.arguments(AbsenceQuery, location="query")
@absences.response(200, list_of(AbsenceSchema))
def index(query: Json) -> Json:
    """Absences by their first day."""
    limit, cursor = query.pop("limit"), query.pop("cursor", None)
    if "user_id" in query:
        person_with_id(query["user_id"])
    return page_answer(list_absences(actor(), AbsenceFilter(**query), limit, cursor))


@absences.route("/absences", methods=["POST"])
@only(Role.MANAGER, Role.WORKSHOP)
@absences.arguments(NewAbsenceBody)
@absences.response(201, AbsenceSchema)
def create(body: Json) -> Any:
    """Say that somebody is away: oneself, or anybody as a supervisor or manager."""
    id = body.pop("id", None)
    absence, created = add_absence(actor(), AbsenceForm(**body), id)
    return absence if created else (absence, 200)


@absences.route("/absences/<uuid:id>", methods=["GET"])
@only(Role.MANAGER, Role.WORKSHOP)
@absences.response(200, AbsenceSchema)
def show(id: UUID) -> Absence:
    """One absence."""
    return absence_with_id(id)


@absences.route("/absences/<uuid:id>", methods=["PATCH"])
@only(Role.MANAGER, Role.WORKSHOP)
@absences.arguments(AbsenceBody)
@absences.response(200, AbsenceSchema)
def edit(body: Json, id: UUID) -> Absence:
    """Change what is given; the rest stays."""
    found = absence_with_id(id)
    hold(actor(), found)
    refuse_if_changed(AbsenceSchema, found)
    edit_absence(actor(), found, AbsenceForm(**(vars(form_of(found)) | body)))
    return found


@absences.route("/absences/<uuid:id>", methods=["DELETE"])
@only(Role.MANAGER, Role.WORKSHOP)
@absences.response(204)
def remove(id: UUID) -> None:
    """The person is there after all."""
    remove_absence(actor(), absence_with_id(id))
