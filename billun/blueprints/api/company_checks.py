"""The checks of the catalogue as a company follows them."""

from __future__ import annotations

from uuid import UUID

from marshmallow import Schema, fields

from billun.blueprints.access import actor, only
from billun.blueprints.api.blueprint import Json, Resource
from billun.blueprints.api.fields import Text
from billun.blueprints.api.schemas import items_of
from billun.blueprints.loading import own_company
from billun.models import Role
from billun.operations.check_overrides import (
    OverrideForm,
    check_named,
    remove_override,
    set_override,
)
from billun.queries.check_table import CheckRow, check_row, check_table

company_checks = Resource("company_checks", "What a company does differently from the catalogue")


class RhythmSchema(Schema):
    first = fields.String(allow_none=True)
    interval = fields.String(allow_none=True)


class OverrideSchema(Schema):
    """Lengths of time as in the catalogue: `6 months`."""

    first = fields.String(allow_none=True)
    interval = fields.String(allow_none=True)
    off = fields.Boolean()
    reason = fields.String()


def rhythms_of(row: CheckRow) -> list[Json]:
    return [
        {"first": first and str(first), "interval": interval and str(interval)}
        for first, interval in row.rhythms
    ]


class CompanyCheckSchema(Schema):
    """A check with the catalogue's rhythms, the company's own, and how many items it is asked of."""

    code = fields.String()
    catalogue = fields.Function(rhythms_of)
    override = fields.Nested(OverrideSchema, allow_none=True)
    equipment_count = fields.Integer(attribute="touched")


class OverrideBody(Schema):
    first = Text(longest=20, allow_none=True)
    interval = Text(longest=20, allow_none=True)
    off = fields.Boolean(load_default=False)
    reason = Text(longest=300, load_default="")


@company_checks.route("/companies/<uuid:id>/checks", methods=["GET"])
@only(Role.MANAGER)
@company_checks.response(200, items_of(CompanyCheckSchema))
def index(id: UUID) -> Json:
    """Every check of the catalogue, as the company follows it."""
    return {"items": check_table(own_company(id))}


@company_checks.route("/companies/<uuid:id>/checks/<code>", methods=["GET"])
@only(Role.MANAGER)
@company_checks.response(200, CompanyCheckSchema)
def show(id: UUID, code: str) -> CheckRow:
    """One check, as the company follows it."""
    return check_row(own_company(id), check_named(code))


@company_checks.route("/companies/<uuid:id>/checks/<code>", methods=["PUT"])
@only(Role.MANAGER)
@company_checks.arguments(OverrideBody)
@company_checks.response(200, CompanyCheckSchema)
def put(body: Json, id: UUID, code: str) -> CheckRow:
    """Do it in another rhythm, or not at all. What is due is counted anew by a job."""
    company = own_company(id)
    set_override(actor(), code, OverrideForm(**body))
    return check_row(company, check_named(code))


@company_checks.route("/companies/<uuid:id>/checks/<code>", methods=["DELETE"])
@only(Role.MANAGER)
@company_checks.response(204)
def remove(id: UUID, code: str) -> None:
    """Follow the catalogue again."""
    own_company(id)
    remove_override(actor(), code)
