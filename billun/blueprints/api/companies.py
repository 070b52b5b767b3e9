"""Companies: one's own, and for admins all of them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import request
from flask_smorest.fields import Upload as UploadField
from marshmallow import Schema, fields, validate

from billun.adapters.logos import MOST_BYTES
from billun.blueprints.access import admins, me, only, signed_in
from billun.blueprints.api.auth import RegistrationSchema
from billun.blueprints.api.blueprint import Json, Resource
from billun.blueprints.api.fields import Moment, Text
from billun.blueprints.api.messages import Between
from billun.blueprints.api.preconditions import refuse_if_changed
from billun.blueprints.api.schemas import PageQuery, list_of, page_answer
from billun.blueprints.loading import company_to_close, company_with_id, own_company
from billun.models import Company, Role
from billun.models.base import new_id
from billun.operations.companies import CompanyForm, register_company_once, verify_company
from billun.operations.company_closing import close_company, hold, reopen_company
from billun.operations.company_settings import (
    RETENTION,
    SettingsForm,
    edit_company,
    remove_logo,
    set_logo,
    settings_of,
)
from billun.operations.users import PersonForm
from billun.queries.company_list import ListedCompany, described, list_companies

companies = Resource("companies", "The company itself")

# The picture, and room for what a form puts around it.
MOST_BYTES_OF_AN_UPLOAD = MOST_BYTES + 100_000
BETWEEN = {name: Between(*bounds) for name, bounds in RETENTION.items()}


class OwnCompanySchema(Schema):
    """A company as its managers see it. `purge_on` is the day on which a closed one is deleted."""

    id = fields.UUID()
    name = fields.String()
    country = fields.String()
    siret = fields.String(allow_none=True)
    vat_number = fields.String(allow_none=True)
    address = fields.String(allow_none=True)
    postcode = fields.String(allow_none=True)
    city = fields.String(allow_none=True)
    locale = fields.String()
    time_zone = fields.String()
    emergency_phone = fields.String(allow_none=True)
    position_retention_days = fields.Integer()
    photo_retention_months = fields.Integer()
    report_retention_months = fields.Integer()
    audit_retention_months = fields.Integer()
    closing_retention_days = fields.Integer()
    outside_enhancement = fields.Boolean()
    has_logo = fields.Function(lambda company: company.logo_key is not None)
    verified_at = Moment(allow_none=True)
    closed_at = Moment(allow_none=True)
    purge_on = fields.Date(allow_none=True)
    created_at = Moment()


class CompanyBody(Schema):
    name = Text(longest=200, shortest=1)
    country = fields.String(validate=validate.Regexp(r"\A[A-Za-z]{2}\Z"))
    siret = Text(longest=30, allow_none=True)
    vat_number = Text(longest=30, allow_none=True)
    address = Text(longest=300, allow_none=True)
    postcode = Text(longest=12, allow_none=True)
    city = Text(longest=100, allow_none=True)
    locale = fields.String(validate=validate.OneOf(("en", "fr")))
    time_zone = Text(longest=60)
    emergency_phone = Text(longest=30, allow_none=True)
    position_retention_days = fields.Integer(
        strict=True, validate=BETWEEN["position_retention_days"]
    )
    photo_retention_months = fields.Integer(strict=True, validate=BETWEEN["photo_retention_months"])
    report_retention_months = fields.Integer(
        strict=True, validate=BETWEEN["report_retention_months"]
    )
    audit_retention_months = fields.Integer(strict=True, validate=BETWEEN["audit_retention_months"])
    closing_retention_days = fields.Integer(strict=True, validate=BETWEEN["closing_retention_days"])
    outside_enhancement = fields.Boolean()


class ListedCompanySchema(Schema):
    """A company as an admin sees it: who it claims to be and whom to ask, never what it has."""

    id = fields.UUID(attribute="company.id")
    name = fields.String(attribute="company.name")
    country = fields.String(attribute="company.country")
    siret = fields.String(attribute="company.siret", allow_none=True)
    vat_number = fields.String(attribute="company.vat_number", allow_none=True)
    city = fields.String(attribute="company.city", allow_none=True)
    main_manager = fields.String(attribute="main_manager.user.full_name")
    main_manager_email = fields.String(attribute="main_manager.user.email", allow_none=True)
    people = fields.Integer()
    verified_at = Moment(attribute="company.verified_at", allow_none=True)
    closed_at = Moment(attribute="company.closed_at", allow_none=True)
    purge_on = fields.Date(attribute="company.purge_on", allow_none=True)
    created_at = Moment(attribute="company.created_at")


class CompanyQuery(PageQuery):
    q = Text(longest=100, load_default="")
    verified = fields.Boolean(load_default=None, allow_none=True)


class NewRegistrationSchema(RegistrationSchema):
    """`id` will be the company's."""

    id = fields.UUID()


class LogoFile(Schema):
    file = UploadField(required=True)


@companies.route("/companies", methods=["GET"])
@admins
@companies.arguments(CompanyQuery, location="query")
@companies.response(200, list_of(ListedCompanySchema))
def index(query: Json) -> Json:
    """The companies of the installation, by name."""
    return page_answer(list_companies(**query))


@companies.route("/companies", methods=["POST"])
@admins
@companies.arguments(NewRegistrationSchema)
@companies.response(201, OwnCompanySchema)
def create(form: Json) -> Any:
    """Register a company and its main manager for them."""
    company, created = register_company_once(
        CompanyForm(**form["company"]), PersonForm(**form["user"]), form.get("id") or new_id()
    )
    return company if created else (company, 200)


@companies.route("/companies/<uuid:id>", methods=["GET"])
@only(Role.MANAGER)
@companies.response(200, OwnCompanySchema)
def show(id: UUID) -> Company:
    """One's own company."""
    return own_company(id)


@companies.route("/companies/<uuid:id>", methods=["PATCH"])
@only(Role.MANAGER)
@companies.arguments(CompanyBody)
@companies.response(200, OwnCompanySchema)
def edit(body: Json, id: UUID) -> Company:
    """Change what is given; the rest stays."""
    company = own_company(id)
    hold(company)
    refuse_if_changed(OwnCompanySchema, company)
    edit_company(company, SettingsForm(**(vars(settings_of(company)) | body)))
    return company


@companies.route("/companies/<uuid:id>", methods=["DELETE"])
@signed_in
@companies.response(204)
def close(id: UUID) -> None:
    """Close it (its main manager, or an admin): all data are exported, and deleted after a while."""
    close_company(company_to_close(id), me().user)


@companies.route("/companies/<uuid:id>/reopening", methods=["PUT"])
@signed_in
@companies.response(200, OwnCompanySchema)
def reopen(id: UUID) -> Company:
    """Open it again, before it is deleted."""
    company = company_to_close(id)
    reopen_company(company, me().user)
    return company


@companies.route("/companies/<uuid:id>/verification", methods=["PUT"])
@admins
@companies.response(200, ListedCompanySchema)
def verify(id: UUID) -> ListedCompany:
    """Note that this company is who it claims to be."""
    return verified(id, True)


@companies.route("/companies/<uuid:id>/verification", methods=["DELETE"])
@admins
@companies.response(200, ListedCompanySchema)
def doubt(id: UUID) -> ListedCompany:
    """Take that back."""
    return verified(id, False)


@companies.route("/companies/<uuid:id>/logo", methods=["PUT"])
@only(Role.MANAGER)
@companies.arguments(LogoFile, location="files")
@companies.response(200, OwnCompanySchema)
def put_logo(files: Json, id: UUID) -> Company:
    """Send a picture as the company's logo."""
    company = own_company(id)
    set_logo(company, files["file"].stream)
    return company


@companies.route("/companies/<uuid:id>/logo", methods=["DELETE"])
@only(Role.MANAGER)
@companies.response(204)
def drop_logo(id: UUID) -> None:
    """Have no logo any more."""
    remove_logo(own_company(id))


@companies.app_url_value_preprocessor
def make_room_for_a_logo(endpoint: str | None, _values: Json | None) -> None:
    """Before anything reads the form, the CSRF check included."""
    if endpoint == "api_companies.put_logo":
        request.max_content_length = MOST_BYTES_OF_AN_UPLOAD


def verified(id: UUID, yes: bool) -> ListedCompany:
    company = company_with_id(id)
    verify_company(company, yes)
    return described([company])[0]
